import CLibcurl

/// One HTTP request and the bounds within which it is carried out.
///
/// Redirects are not followed, answers are not decompressed, credentials do not come from .netrc; proxies are honoured
/// from the environment as curl does.
package struct CurlRequest: Hashable, Sendable {
    /// A header line.
    package struct Header: Hashable, Sendable {
        package var name: String
        package var value: String

        /// Pairs a name with its value.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var method: String
    package var url: WebAddress
    package var headers: [Header]
    /// Bytes of the content; nil sends none, empty sends `Content-Length: 0`.
    package var body: [UInt8]?
    /// Limit for the whole transfer, in milliseconds.
    package var timeoutMilliseconds: Int
    /// Whether `http:` may leave this machine; to a loopback host it always may.
    package var allowsPlainHTTP = false
    /// Certificates to trust instead of the system's, PEM; nil for the system's.
    package var caFile: String?
    /// Most bytes taken of a body.
    package var bodyLimit = 4 << 20
    /// Most bytes taken of all header lines together.
    package var headerLimit = 64 << 10

    /// States a request.
    package init(method: String, url: WebAddress, headers: [Header], body: [UInt8]?, timeoutMilliseconds: Int) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeoutMilliseconds = timeoutMilliseconds
    }

    /// Carries out the request on this thread.
    ///
    /// An answer of any status is a result, not an error, a redirect among them.
    ///
    /// - Throws: a refusal before anything is sent, or what ended the transfer.
    package func perform(cancellation: CurlCancellation = CurlCancellation()) throws(CurlError) -> CurlResponse {
        try validate()
        var lines = StringList()
        for header in headers {
            // "Name:" would remove a header of libcurl's own; "Name;" sends one without a value.
            try lines.append(header.value.isEmpty ? header.name + ";" : header.name + ": " + header.value)
        }
        try lines.append("Expect:")
        if body != nil, !names(header: "content-type") { try lines.append("Content-Type:") }

        var handle = try EasyHandle.make()
        try configure(&handle)
        try handle.set(CURLOPT_HTTPHEADER, list: lines)
        let state = CurlTransferState(bodyLimit: bodyLimit, headerLimit: headerLimit, cancellation: cancellation)
        try state.attach(to: &handle)

        let code = withExtendedLifetime(state) { handle.perform() }
        if let reason = state.stop {
            let known = handle.error(code)
            throw CurlError(
                reason: reason.reason,
                detail: reason.detail,
                delivery: known.delivery,
                status: known.status
            )
        }
        guard code == CURLE_OK else { throw handle.error(code) }
        return CurlResponse(
            status: handle.info(CURLINFO_RESPONSE_CODE),
            headers: state.headers,
            body: state.body
        )
    }

    private func configure(_ handle: inout EasyHandle) throws(CurlError) {
        try handle.set(CURLOPT_URL, url.text)
        let plain = url.isLoopback || allowsPlainHTTP
        try handle.allow(protocols: plain ? "http,https" : "https", mask: clibcurl_protocol_mask_http(plain ? 1 : 0))
        try handle.set(CURLOPT_FOLLOWLOCATION, false)
        try handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
        try handle.set(CURLOPT_TIMEOUT_MS, max(1, timeoutMilliseconds))
        try handle.set(CURLOPT_LOW_SPEED_LIMIT, 1)
        try handle.set(CURLOPT_LOW_SPEED_TIME, 20)
        if let caFile { try handle.set(CURLOPT_CAINFO, caFile) }
        if !names(header: "user-agent") { try handle.set(CURLOPT_USERAGENT, "statuscomm") }
        if let body {
            try handle.set(CURLOPT_POSTFIELDSIZE_LARGE, size: body.count)
            // Copied by libcurl; a null pointer, which an empty array may give, would make it ask a read callback.
            let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: body.count + 1)
            defer { bytes.deallocate() }
            _ = bytes.initialize(from: body + [0])
            try handle.set(CURLOPT_COPYPOSTFIELDS, pointer: bytes.baseAddress)
        } else if method == "HEAD" {
            try handle.set(CURLOPT_NOBODY, true)
        }
        try handle.set(CURLOPT_CUSTOMREQUEST, method)
    }

    private func validate() throws(CurlError) {
        guard !method.isEmpty, method.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw .refused(.invalidMethod, "the method is not a word in capitals")
        }
        guard url.scheme == "https" || url.scheme == "http" else {
            throw .refused(.invalidURL, "the URL's scheme is neither https nor http")
        }
        guard url.scheme == "https" || url.isLoopback || allowsPlainHTTP else {
            throw .refused(.invalidURL, "plain http is allowed to a loopback host only")
        }
        for header in headers {
            guard !header.name.isEmpty, header.name.utf8.allSatisfy(Self.isTokenByte) else {
                throw .refused(.invalidHeaderName, "a header name is not a token")
            }
            guard header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                throw .refused(
                    .invalidHeaderValue(name: header.name),
                    "the value of header '\(header.name)' has a control character"
                )
            }
        }
    }

    private func names(header name: String) -> Bool {
        headers.contains { $0.name.lowercased() == name }
    }

    // RFC 9110 section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

/// The answer to a request.
package struct CurlResponse: Hashable, Sendable {
    package let status: Int
    /// Header lines of the final answer, in order; names as sent, values without blanks at the ends.
    package let headers: [CurlRequest.Header]
    package let body: [UInt8]
}
