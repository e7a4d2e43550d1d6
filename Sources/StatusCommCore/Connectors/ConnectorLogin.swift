import JSON5
import Synchronization

/// A request that exchanges the settings for a token, which the others carry as `{{login.token}}`.
struct ConnectorLogin: Hashable, Sendable {
    var step: ConnectorStep
    var token: JSONPointer
}

/// The token of a runner, until the provider no longer takes it.
///
/// A class, since every run of a runner shares it.
final class LoginSession: Sendable {
    private struct Token {
        var text: String
        var redaction: SecretRedactor
    }

    private let token = Mutex<Token?>(nil)

    /// The token, nil before the first login and after it was refused.
    var current: String? { token.withLock { $0?.text } }

    func keep(_ text: String) {
        let redaction = SecretRedactor(secrets: [text], mask: Connector.secretMask)
        token.withLock { $0 = Token(text: text, redaction: redaction) }
    }

    func forget() {
        token.withLock { $0 = nil }
    }

    /// The text without the token.
    func redacted(_ text: String) -> String {
        token.withLock { $0?.redaction }?.redacted(text) ?? text
    }
}

extension ConnectorRun {
    /// The token to send, after a login where there is none yet; nil for a connector without a login.
    mutating func loginToken() async throws(ConnectorStop) -> String? {
        guard let login = connector.login else { return nil }
        if isPreview { return "<token of \(runner.target)>" }
        if let token = runner.session.current { return token }
        let context = try rendering { () throws(RenderError) in
            try ConnectorContext(
                connector: connector,
                step: login.step,
                input: input,
                settings: runner.settings,
                saved: saved,
                catalogue: JSONObject(),
                components: []
            )
        }
        let request = try rendering { () throws(RenderError) in try login.step.request(of: connector, in: context) }
        hasLoggedIn = true
        let answer = try await exchange(request, step: login.step)
        guard let token = answer.json?[login.token]?.scalarText, !token.isEmpty else {
            throw runner.stop(unreadable: "answered the login without a token", step: login.step)
        }
        runner.session.keep(token)
        return token
    }

    /// What an answer means that no longer takes the token: another attempt logs in again.
    func refusesLogin(_ answer: ConnectorAnswer) -> Bool {
        guard connector.login != nil, !hasLoggedIn, answer.response.status == 401 else { return false }
        runner.session.forget()
        return true
    }
}
