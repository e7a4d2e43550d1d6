import CLibcurl

/// A connection to a mail relay that libcurl has opened: greeting, EHLO, STARTTLS and AUTH are done.
///
/// The dialogue from MAIL on is the caller's, through `send` and `receive`, which never block; wait on `socket` between.
/// Closing sends no QUIT and does not block. See <https://curl.se/libcurl/c/CURLOPT_CONNECT_ONLY.html>.
package struct MailConnection: ~Copyable, Sendable {
    /// How to reach the relay.
    package struct Options: Hashable, Sendable {
        /// Whether an unencrypted session is good enough.
        package enum Security: Hashable, Sendable {
            /// STARTTLS (or `smtps:`) or no session at all.
            case required
            /// Plain text, for a relay on this machine.
            case none
        }

        /// `smtp://host:port/ehlo-name` or `smtps://…`; the path is the name given in EHLO.
        package var url: WebAddress
        package var security: Security
        /// User name; with one, the caller must find a 235 line in `replyLines`, since libcurl goes on without AUTH
        /// when the relay offers none.
        package var user: String?
        package var password: String?
        /// OAuth 2.0 access token for XOAUTH2 and OAUTHBEARER.
        package var bearer: String?
        /// Such as `AUTH=PLAIN`; see <https://curl.se/libcurl/c/CURLOPT_LOGIN_OPTIONS.html>.
        package var loginOptions: String?
        package var caFile: String?
        /// URL of a proxy that is to make a tunnel; nil for what the environment says, as curl does.
        package var proxy: String?
        /// Limit for everything up to the end of AUTH, in milliseconds.
        package var timeoutMilliseconds = 60_000

        /// Names the relay.
        package init(url: WebAddress, security: Security) {
            self.url = url
            self.security = security
        }
    }

    private var handle: EasyHandle
    /// Every reply line of the relay so far, in order, without line ends; those before STARTTLS are not to be trusted.
    package let replyLines: [String]
    /// Socket to wait on; not to be read, written or closed.
    package let socket: Int32

    /// Connects on this thread, up to the end of AUTH.
    ///
    /// - Throws: what ended it; nothing was delivered. The reply code, if one came, is the error's `status`.
    package init(_ options: Options, cancellation: CurlCancellation = CurlCancellation()) throws(CurlError) {
        guard options.url.scheme == "smtp" || options.url.scheme == "smtps" else {
            throw .refused(.invalidURL, "the relay's scheme is neither smtp nor smtps")
        }
        for value in [options.user, options.password, options.bearer, options.loginOptions] {
            guard (value ?? "").utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                throw .refused(.invalidHeaderValue(name: "AUTH"), "user or password has a control character")
            }
        }
        CurlThread.blockBrokenPipeSignal()
        var handle = try EasyHandle.make()
        try handle.set(CURLOPT_URL, options.url.text)
        try handle.allow(protocols: "smtp,smtps", mask: clibcurl_protocol_mask_smtp())
        try handle.set(CURLOPT_CONNECT_ONLY, true)
        try handle.set(CURLOPT_SASL_IR, true)
        try handle.set(CURLOPT_TIMEOUT_MS, max(1, options.timeoutMilliseconds))
        switch options.security {
        case .required: try handle.set(CURLOPT_USE_SSL, clibcurl_use_ssl_all())
        case .none: try handle.set(CURLOPT_USE_SSL, clibcurl_use_ssl_none())
        }
        if let user = options.user { try handle.set(CURLOPT_USERNAME, user) }
        if let password = options.password { try handle.set(CURLOPT_PASSWORD, password) }
        if let bearer = options.bearer { try handle.set(CURLOPT_XOAUTH2_BEARER, bearer) }
        if let loginOptions = options.loginOptions { try handle.set(CURLOPT_LOGIN_OPTIONS, loginOptions) }
        if let caFile = options.caFile { try handle.set(CURLOPT_CAINFO, caFile) }
        if let proxy = options.proxy { try handle.set(CURLOPT_PROXY, proxy) }
        // What an HTTP proxy says about the tunnel is no line of the relay.
        try handle.set(CURLOPT_HTTPPROXYTUNNEL, true)
        try handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
        let state = CurlMailState(limit: 64 << 10, cancellation: cancellation)
        try state.attach(to: &handle)
        let code = withExtendedLifetime(state) { handle.perform() }
        try state.detach(from: &handle)
        guard code == CURLE_OK else {
            let error = handle.error(code)
            throw CurlError(
                reason: state.stop ?? error.reason,
                detail: error.detail,
                delivery: .notSent,
                status: error.status
            )
        }
        replyLines = state.lines
        socket = handle.activeSocket
        self.handle = handle
    }

    /// Sends what the connection takes now.
    ///
    /// After nil, call again with the same bytes at the same address once `socket` is writable: OpenSSL insists.
    ///
    /// - Returns: number of bytes taken, nil when none can be taken now.
    /// - Throws: when the connection is broken.
    package mutating func send(_ bytes: UnsafeRawBufferPointer) throws(CurlError) -> Int? {
        var count = 0
        let code = curl_easy_send(handle.pointer, bytes.baseAddress, bytes.count, &count)
        if code == CURLE_AGAIN { return nil }
        guard code == CURLE_OK else { throw broken(code) }
        return count
    }

    /// Receives what has arrived.
    ///
    /// Call until nil before waiting on `socket`: TLS keeps bytes that the socket no longer shows.
    ///
    /// - Returns: number of bytes put into the buffer, 0 when the relay closed, nil when there is nothing now.
    /// - Throws: when the connection is broken.
    package mutating func receive(into buffer: UnsafeMutableRawBufferPointer) throws(CurlError) -> Int? {
        var count = 0
        let code = curl_easy_recv(handle.pointer, buffer.baseAddress, buffer.count, &count)
        if code == CURLE_AGAIN { return nil }
        guard code == CURLE_OK else { throw broken(code) }
        return count
    }

    private func broken(_ code: CURLcode) -> CurlError {
        let error = handle.error(code)
        return CurlError(reason: error.reason, detail: error.detail, delivery: .unknown)
    }
}

/// Reply lines that libcurl reads while it connects.
private final class CurlMailState {
    private let limit: Int
    private let cancellation: CurlCancellation
    private var bytes = 0
    private(set) var lines: [String] = []
    private(set) var stop: CurlError.Reason?

    init(limit: Int, cancellation: CurlCancellation) {
        self.limit = limit
        self.cancellation = cancellation
    }

    func attach(to handle: inout EasyHandle) throws(CurlError) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try handle.set(CURLOPT_HEADERDATA, pointer: context)
        try handle.set(CURLOPT_XFERINFODATA, pointer: context)
        try handle.set(CURLOPT_NOPROGRESS, false)
        try handle.set(CURLOPT_HEADERFUNCTION, callback: { CurlMailState.of($3)?.take($0, $1 * $2) ?? 0 })
        try handle.set(
            CURLOPT_XFERINFOFUNCTION,
            progress: { context, _, _, _, _ in CurlMailState.of(context)?.shallStop == true ? 1 : 0 }
        )
    }

    // The handle outlives this state.
    func detach(from handle: inout EasyHandle) throws(CurlError) {
        try handle.set(CURLOPT_NOPROGRESS, true)
        try handle.set(CURLOPT_HEADERFUNCTION, callback: { _, size, count, _ in size * count })
        try handle.set(CURLOPT_HEADERDATA, pointer: nil)
        try handle.set(CURLOPT_XFERINFODATA, pointer: nil)
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> CurlMailState? {
        context.map { Unmanaged<CurlMailState>.fromOpaque($0).takeUnretainedValue() }
    }

    private func take(_ start: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        bytes += count
        guard let start, bytes <= limit else {
            stop = .headersTooLarge(limit: limit)
            return 0
        }
        let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
        lines.append(contentsOf: text.split(whereSeparator: \.isNewline).map(String.init))
        return count
    }

    private var shallStop: Bool {
        guard cancellation.isCancelled else { return false }
        stop = .cancelled
        return true
    }
}
