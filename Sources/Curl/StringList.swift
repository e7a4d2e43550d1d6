import CLibcurl

/// A `curl_slist`: strings that libcurl reads while a transfer runs, freed with their owner.
///
/// See <https://curl.se/libcurl/c/curl_slist_append.html>.
struct StringList: ~Copyable {
    private(set) var head: UnsafeMutablePointer<curl_slist>?

    init() {
        head = nil
    }

    deinit {
        curl_slist_free_all(head)
    }

    /// Adds a copy of the string.
    mutating func append(_ string: String) throws(CurlError) {
        guard let longer = curl_slist_append(head, string) else {
            throw .refused(.outOfResources, "out of memory")
        }
        head = longer
    }
}
