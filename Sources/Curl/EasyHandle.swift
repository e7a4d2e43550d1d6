import CLibcurl

/// A libcurl easy handle and its error text, released once, with their owner.
///
/// It may move to another thread and is used by one at a time: hence Sendable, not copyable, and all use mutating.
/// See <https://curl.se/libcurl/c/libcurl-thread.html>.
package struct EasyHandle: ~Copyable, Sendable {
    nonisolated(unsafe) let pointer: UnsafeMutableRawPointer
    private nonisolated(unsafe) let errorText: UnsafeMutablePointer<CChar>

    // Before 7.84.0 curl_global_init is not safe on two threads; a static constant is made once.
    private static let globalInit = clibcurl_global_init()

    /// Makes a handle with what holds for every transfer of ours.
    ///
    /// No signals, no .netrc, TLS 1.2 or newer with the peer verified, 10 s to connect.
    ///
    /// - Throws: `outOfResources` when libcurl has no memory.
    package static func make() throws(CurlError) -> EasyHandle {
        guard globalInit == CURLE_OK, let pointer = curl_easy_init() else {
            throw .refused(.outOfResources, "libcurl cannot be initialised")
        }
        var handle = EasyHandle(owning: pointer)
        try handle.set(CURLOPT_ERRORBUFFER, pointer: handle.errorText)
        try handle.set(CURLOPT_NOSIGNAL, true)
        try handle.set(CURLOPT_NETRC, 0)
        try handle.set(CURLOPT_SSLVERSION, clibcurl_tls_1_2())
        try handle.set(CURLOPT_SSL_VERIFYPEER, true)
        try handle.set(CURLOPT_SSL_VERIFYHOST, 2)
        try handle.set(CURLOPT_CONNECTTIMEOUT_MS, 10_000)
        return handle
    }

    private init(owning pointer: UnsafeMutableRawPointer) {
        self.pointer = pointer
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(pointer)
        errorText.deallocate()
    }

    mutating func set(_ option: CURLoption, _ value: Int) throws(CurlError) {
        try check(clibcurl_setopt_long(pointer, option, value))
    }

    mutating func set(_ option: CURLoption, _ value: Bool) throws(CurlError) {
        try check(clibcurl_setopt_long(pointer, option, value ? 1 : 0))
    }

    /// Sets a string; libcurl copies it.
    mutating func set(_ option: CURLoption, _ value: String) throws(CurlError) {
        try check(clibcurl_setopt_string(pointer, option, value))
    }

    mutating func set(_ option: CURLoption, size: Int) throws(CurlError) {
        try check(clibcurl_setopt_off_t(pointer, option, curl_off_t(size)))
    }

    /// Sets a pointer; what it points to must live as long as the handle uses it.
    mutating func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) throws(CurlError) {
        try check(clibcurl_setopt_pointer(pointer, option, value))
    }

    mutating func set(_ option: CURLoption, list: borrowing StringList) throws(CurlError) {
        try check(clibcurl_setopt_list(pointer, option, list.head))
    }

    mutating func set(_ option: CURLoption, callback: clibcurl_data_callback) throws(CurlError) {
        try check(clibcurl_setopt_data_callback(pointer, option, callback))
    }

    mutating func set(_ option: CURLoption, progress: clibcurl_progress_callback) throws(CurlError) {
        try check(clibcurl_setopt_progress_callback(pointer, option, progress))
    }

    mutating func allow(protocols: String, mask: Int) throws(CurlError) {
        try check(clibcurl_set_protocols(pointer, protocols, mask))
    }

    /// Runs the transfer on this thread until it ends.
    mutating func perform() -> CURLcode {
        errorText.pointee = 0
        return curl_easy_perform(pointer)
    }

    func info(_ info: CURLINFO) -> Int {
        var value = 0
        _ = clibcurl_getinfo_long(pointer, info, &value)
        return value
    }

    /// Socket of a connect-only handle, -1 when there is none.
    var activeSocket: Int32 {
        var value: curl_socket_t = -1
        _ = clibcurl_getinfo_socket(pointer, CURLINFO_ACTIVESOCKET, &value)
        return value
    }

    /// The error that a CURLcode other than `CURLE_OK` stands for, with what libcurl knows about it.
    func error(_ code: CURLcode) -> CurlError {
        let stated = String(cString: errorText)
        let text = stated.isEmpty ? String(cString: curl_easy_strerror(code)) : stated
        let status = info(CURLINFO_RESPONSE_CODE)
        let sent = !CurlError.endsBeforeRequest(code) && info(CURLINFO_REQUEST_SIZE) > 0
        return CurlError(
            reason: .libcurl(Int32(code.rawValue)),
            detail: Self.printable(text),
            delivery: sent ? .unknown : .notSent,
            status: status > 0 ? status : nil
        )
    }

    private func check(_ code: CURLcode) throws(CurlError) {
        if code != CURLE_OK { throw error(code) }
    }

    // libcurl quotes the server here and there.
    private static func printable(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl =
                scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
            result.append(isControl ? "\u{FFFD}" : scalar)
        }
        return String(result)
    }
}
