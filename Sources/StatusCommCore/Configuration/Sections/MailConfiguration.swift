import JSON5

/// How mail leaves and who gets it.
package struct MailConfiguration: Hashable, Sendable {
    /// Where mail goes.
    package enum Relay: Hashable, Sendable {
        /// An SMTP server: `smtp://host:port` with STARTTLS or `smtps://host:port`.
        case server(url: String)
        /// A folder for `.eml` files.
        case directory(String)
    }

    /// What a bad row of a subscriber file does.
    package enum BadRows: String, CaseIterable, Sendable {
        /// It is reported and left out.
        case skip
        /// Nothing is sent.
        case stop
    }

    package var relay: Relay
    package var user: String?
    package var password: Secret?
    package var from: Mailbox
    package var replyTo: MailAddress?
    /// Subscriber files, absolute; `-` is standard input.
    package var subscribers: [String]
    /// File of addresses that get nothing, absolute.
    package var suppressions: String?
    package var badRows: BadRows
    /// Most mails in any window of that length; the default is 1,000 a minute.
    package var rate: RateLimit
    /// Connections to the relay at once.
    package var connections: Int
    /// Allows a relay other than this machine without TLS.
    package var allowPlaintext: Bool
    /// Certificates to trust instead of the system's, absolute path of a PEM file.
    package var caFile: String?
    /// Proxy to the relay, as a URL.
    package var proxy: String?
    /// Value of `List-Id`, without angle brackets.
    package var listID: String?
    /// Value of `Feedback-ID`.
    package var feedbackID: String?
    /// Unsubscribe link of subscribers who have none of their own; with `{{email}}` in it, which stands for the address, it is a
    /// one-click link.
    package var unsubscribeURL: String?
    /// Envelope sender, if not the address in `from`.
    package var returnPath: MailAddress?
    /// Whether every recipient gets an envelope sender of their own, so that bounces name them.
    package var usesVERP: Bool
    /// Whether delivery reports are asked for (RFC 3461).
    package var requestsDSN: Bool
    /// Whether critical incidents carry a priority header.
    package var priorityHeader: Bool
    /// Most mails for one recipient.
    package var perRecipient: RateLimit
    /// Age from which an update is not sent any more.
    package var maximumAge: Duration
    /// Time for which a temporary refusal is tried again.
    package var retryFor: Duration

    /// What stands for the address in `unsubscribeURL`.
    package static let addressMark = "{{email}}"

    init?(_ fields: inout Fields) {
        let relay = Self.relay(&fields)
        user = fields.text("user")
        password = fields.secret("password")
        if let node = fields.node("user"), fields.node("password") == nil {
            fields.reading.report("'user' in \(fields.what) needs a 'password'", at: node.location)
        }
        let from = fields.mailbox("from")
        replyTo = fields.address("replyTo")
        let reading = fields.reading
        subscribers = fields.texts("subscribers").map { $0 == "-" ? $0 : reading.absolute($0) }
        suppressions = fields.path("suppressions")
        badRows = fields.choice("badRows", BadRows.self) ?? .skip
        rate = fields.rate("rate") ?? RateLimit(count: 1_000, seconds: 60)
        connections = fields.int("connections", in: 1...100) ?? 8
        allowPlaintext = fields.bool("allowPlaintext") ?? false
        caFile = fields.path("caFile")
        proxy = fields.url("proxy", schemes: ["http", "https", "socks5", "socks5h", "socks4", "socks4a"])
        listID = fields.text("listID", "a name such as 'status.acme.example'", where: MailIdentity.isToken)
        feedbackID = fields.text("feedbackID", "like 'api:initial:page:acmestatus'", where: MailIdentity.isFeedbackID)
        unsubscribeURL = fields.urlTemplate("unsubscribeURL", with: Self.addressMark)
        returnPath = fields.address("returnPath")
        usesVERP = fields.bool("verp") ?? false
        requestsDSN = fields.bool("dsn") ?? false
        priorityHeader = fields.bool("priorityHeader") ?? false
        perRecipient = fields.rate("perRecipient") ?? RateLimit(count: 12, seconds: 3_600)
        maximumAge = fields.duration("maximumAge", in: .seconds(60)...(.seconds(7 * 86_400))) ?? .seconds(6 * 3_600)
        retryFor = fields.duration("retryFor", in: .seconds(0)...(.seconds(7 * 86_400))) ?? .seconds(4 * 3_600)
        fields.finish()
        guard let relay, let from else { return nil }
        self.relay = relay
        self.from = from
    }

    private static func relay(_ fields: inout Fields) -> Relay? {
        let hint = "write \"smtps://host:465\", \"smtp://host:587\" or { directory: \"outbox\" }"
        guard let node = fields.required("relay", hint: hint) else { return nil }
        if node.object != nil {
            var folder = Fields(node, of: "'relay' in \(fields.what)", fields.reading)
            let path = folder.requiredText("directory")
            folder.finish()
            return path.map { .directory(fields.reading.absolute($0)) }
        }
        guard node.string != nil else {
            fields.wrong(node, "relay", "a URL or { directory }", hint: hint)
            return nil
        }
        return fields.url(node, "relay", schemes: ["smtps", "smtp"]).map { .server(url: $0) }
    }
}
