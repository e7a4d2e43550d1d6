import Curl

/// How to reach a relay over libcurl.
package struct RelayAddress: Hashable, Sendable {
    /// Whether a connection must be encrypted.
    package enum Encryption: String, CaseIterable, Sendable {
        /// Except to this machine.
        case automatic
        case required
        /// Allowed to be missing, by somebody who knows why.
        case none
    }

    /// `smtp://host:port` or `smtps://host:port`.
    package var url: String
    package var encryption = Encryption.automatic
    /// Name given in EHLO; nil is the machine's own.
    package var helloName: String?
    package var user: String?
    package var password: String?
    /// OAuth 2.0 access token.
    package var bearer: String?
    /// Forces a mechanism, such as `PLAIN`.
    package var mechanism: String?
    /// Certificates to trust instead of the system's, PEM.
    package var caFile: String?
    /// Proxy on the way, `http:`, `https:` or `socks…:`; nil for what the environment says.
    package var proxy: String?

    /// Names a relay.
    package init(url: String) { self.url = url }
}

extension Relay {
    /// A relay over libcurl.
    ///
    /// - Throws: when the address is none.
    package static func curl(_ address: RelayAddress) throws(RelayFailure) -> Relay {
        let options: MailConnection.Options
        do throws(CurlError) { options = try Self.options(address) } catch {
            throw RelayFailure(kind: .configuration, reason: error.detail)
        }
        let isEncrypted = options.url.scheme == "smtps" || options.security == .required
        return Relay { timeout in
            var options = options
            options.timeoutMilliseconds = timeout
            do throws(CurlError) {
                let connection = RelayConnection(try MailConnection(options), isEncrypted: isEncrypted)
                // libcurl goes on without AUTH when the relay offers none: what is asked for must be confirmed.
                let isWanted = options.user != nil || options.bearer != nil
                if isWanted, !SMTPCapabilities(replyLines: connection.replyLines).isAuthenticated {
                    let reason = "the relay has not confirmed the authentication"
                    return .failure(RelayFailure(kind: .configuration, reason: reason))
                }
                return .success(connection)
            } catch {
                return .failure(RelayFailure(error))
            }
        }
    }

    private static func options(_ address: RelayAddress) throws(CurlError) -> MailConnection.Options {
        let base = try WebAddress(address.url)
        var text = "\(base.scheme)://\(base.host):\(base.port)"
        if let name = address.helloName { text += "/" + name }
        let isLocal = base.host == "localhost" || base.host == "[::1]" || base.host.hasPrefix("127.")
        let isPlain = address.encryption == .none || address.encryption == .automatic && isLocal
        var options = MailConnection.Options(
            url: try WebAddress(text),
            security: isPlain && base.scheme == "smtp" ? .none : .required
        )
        options.user = address.user
        options.password = address.password
        options.bearer = address.bearer
        options.loginOptions = address.mechanism.map { "AUTH=" + $0 }
        options.caFile = address.caFile
        options.proxy = address.proxy
        return options
    }
}

extension RelayFailure {
    fileprivate init(_ error: CurlError) {
        let code = error.code ?? 0
        let status = error.status ?? 0
        let words = printableReplyText(error.detail)
        reason = status >= 400 && !words.contains(String(status)) ? "\(words) (reply \(status))" : words
        kind =
            switch (code, status) {
            case (_, 421), (_, 432): .tooMany
            case (_, 400..<500): .temporary
            case (_, 500..<600): .configuration
            // Proxy or relay not resolved, not connected, timed out, broken off, the proxy's handshake failed:
            // https://curl.se/libcurl/c/libcurl-errors.html.
            case (5, _), (6, _), (7, _), (28, _), (52, _), (55, _), (56, _), (97, _): .temporary
            // A handshake that is cut off, unlike one that fails.
            case (35, _) where Self.isCutOff(error.detail): .temporary
            case (_, _): .configuration
            }
    }

    private static func isCutOff(_ detail: String) -> Bool {
        ["SYSCALL", "unexpected eof", "reset by peer", "timed out"].contains { detail.contains($0) }
    }
}
