import CLibcurl

/// A URL that libcurl's own parser has taken apart.
///
/// See <https://curl.se/libcurl/c/libcurl-url.html>.
package struct WebAddress: Hashable, Sendable {
    /// The whole URL, as it goes to libcurl.
    package let text: String
    /// Scheme in lower case.
    package let scheme: String
    /// Host in lower case, IPv6 in brackets; never user or password.
    package let host: String
    /// Port, the scheme's own when the URL names none.
    package let port: Int
    /// Path with its leading slash, percent-encoded.
    package let path: String

    /// Parses an absolute URL.
    ///
    /// - Throws: `invalidURL` for control characters, spaces, non-ASCII, a missing or unknown scheme or host. The
    ///   detail never quotes the URL: paths and queries carry secrets.
    package init(_ text: String) throws(CurlError) {
        try self.init(text, relativeTo: nil)
    }

    /// Resolves a reference as a browser would (RFC 3986 section 5).
    package func resolving(_ reference: String) throws(CurlError) -> WebAddress {
        try WebAddress(reference, relativeTo: text)
    }

    private init(_ text: String, relativeTo base: String?) throws(CurlError) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .refused(.invalidURL, "the URL has a control character, a space or a character outside ASCII")
        }
        guard let handle = curl_url() else { throw .refused(.outOfResources, "out of memory") }
        defer { curl_url_cleanup(handle) }
        for part in [base, text].compactMap({ $0 }) {
            let code = curl_url_set(handle, CURLUPART_URL, part, 0)
            guard code == CURLUE_OK else { throw .refused(.invalidURL, Self.words(code)) }
        }
        func part(_ part: CURLUPart, _ flags: UInt32 = 0) -> String? {
            var value: UnsafeMutablePointer<CChar>?
            guard curl_url_get(handle, part, &value, flags) == CURLUE_OK, let value else { return nil }
            defer { curl_free(value) }
            return String(cString: value)
        }
        guard let whole = part(CURLUPART_URL), let scheme = part(CURLUPART_SCHEME), let host = part(CURLUPART_HOST),
            let port = part(CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).flatMap({ Int($0) }), !host.isEmpty
        else {
            throw .refused(.invalidURL, "the URL has no host")
        }
        self.text = whole
        self.scheme = scheme.lowercased()
        self.host = host.lowercased()
        self.port = port
        path = part(CURLUPART_PATH) ?? "/"
    }

    /// Whether both have the same scheme, host and port (RFC 6454 section 5).
    package func hasSameOrigin(as other: WebAddress) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }

    /// Whether the host is this machine by its number or by the name `localhost` (RFC 6761 section 6.3).
    package var isLoopback: Bool {
        if host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func words(_ code: CURLUcode) -> String {
        switch code {
        case CURLUE_UNSUPPORTED_SCHEME: "the URL's scheme is not known"
        case CURLUE_BAD_PORT_NUMBER: "the URL's port is no number"
        default: "the URL is malformed"
        }
    }
}
