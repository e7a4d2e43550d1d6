/// Makes the mails of one change of an incident, the same bytes whenever it is asked.
///
/// The form is that of RFC 5322, RFC 2045 to 2047 and, for addresses beyond ASCII, RFC 6532: text and HTML from one source as
/// multipart/alternative, quoted-printable, CRLF.
package struct MailComposer: Sendable {
    private struct Content: Sendable {
        var subject: SlottedText
        /// The whole field, when nothing in it is a recipient's own.
        var subjectField: [UInt8]?
        var text: MailBody
        var html: MailBody
    }

    private let identity: MailIdentity
    private let contents: [Content]
    private let start: [UInt8]
    private let replyTo: [UInt8]
    private let ids: IDs
    private let constantFields: [UInt8]
    private let listUnsubscribe: [UInt8]

    /// Prepares the parts that are the same for all.
    ///
    /// - Throws: when a value of the identity or of a subject cannot stand in a header.
    package init(identity: MailIdentity, contents: [MailContent]) throws(MailRefused) {
        self.identity = identity
        do throws(HeaderText.Refused) {
            try Self.check(identity)
            var start = bytes("Date: \(MailDate.text(identity.date))\r\nFrom: ")
            try HeaderText.appendMailbox(
                name: identity.fromName,
                address: identity.from.text,
                column: 6,
                to: &start
            )
            self.start = start + bytes("\r\nTo: ")
            replyTo = bytes(identity.replyTo.map { "Reply-To: \($0.text)\r\n" } ?? "")
            ids = IDs(identity)
            constantFields = bytes(Self.constantFields(identity))
            listUnsubscribe = bytes(identity.unsubscribeURL.map { "List-Unsubscribe: <\($0)>\r\n" } ?? "")
            var prepared: [Content] = []
            for content in contents { prepared.append(try Self.prepare(content)) }
            self.contents = prepared
        } catch {
            throw MailRefused(reason: error.reason)
        }
    }

    /// Appends a recipient's mail, CRLF line ends, without the dots of SMTP, and tells its envelope.
    ///
    /// - Throws: when one of the recipient's values cannot stand where it belongs.
    package func compose(_ recipient: MailRecipient, into output: inout [UInt8]) throws(MailRefused) -> MailEnvelope {
        guard recipient.variant < contents.count else {
            throw MailRefused(recipient: recipient.address.text, reason: "its text is missing")
        }
        let content = contents[recipient.variant]
        let token = ids.token(of: recipient.address)
        output += start
        do throws(HeaderText.Refused) {
            try HeaderText.appendMailbox(
                name: recipient.name,
                address: recipient.address.text,
                column: 4,
                to: &output
            )
            output += crlf
            output += replyTo
            if let field = content.subjectField {
                output += field
            } else {
                output += try HeaderText.unstructured("Subject", content.subject.filled(recipient.values))
            }
            ids.append(token, to: &output)
            output += constantFields
            try appendUnsubscribe(recipient.unsubscribeURL, to: &output)
        } catch {
            throw MailRefused(recipient: recipient.address.text, reason: error.reason)
        }
        appendParts(content, recipient.values, token, to: &output)
        return envelope(recipient.address, token)
    }

    /// `Message-ID` of a recipient's mail, with its brackets.
    package func messageID(of address: MailAddress) -> String { ids.messageID(ids.token(of: address)) }

    private static func check(_ identity: MailIdentity) throws(HeaderText.Refused) {
        let tokens = [identity.incidentKey, identity.changeKey, identity.domain] + identity.earlierChangeKeys
        for token in tokens + [identity.listID, identity.importance].compactMap(\.self) {
            guard MailIdentity.isToken(token) else {
                throw HeaderText.Refused(reason: "'\(token)' cannot stand in a header")
            }
        }
        if let feedbackID = identity.feedbackID, !MailIdentity.isFeedbackID(feedbackID) {
            throw HeaderText.Refused(reason: "'\(feedbackID)' cannot be a Feedback-ID")
        }
        if let url = identity.unsubscribeURL, !MailLink.isSafe(url) {
            throw HeaderText.Refused(reason: "'\(url)' is not a link")
        }
    }

    private static func prepare(_ content: MailContent) throws(HeaderText.Refused) -> Content {
        var hasSlots = false
        for piece in content.subject.pieces {
            switch piece {
            case .slot: hasSlots = true
            case .literal(let text): try HeaderText.check(text, "subject")
            }
        }
        return Content(
            subject: content.subject,
            subjectField: hasSlots ? nil : try HeaderText.unstructured("Subject", content.subject.filled([])),
            text: MailBody(content.text, isHTML: false),
            html: MailBody(content.html, isHTML: true)
        )
    }

    private static func constantFields(_ identity: MailIdentity) -> String {
        var fields = ""
        if let listID = identity.listID { fields += "List-Id: <\(listID)>\r\n" }
        fields += "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\nPrecedence: bulk\r\n"
        if let feedbackID = identity.feedbackID { fields += "Feedback-ID: \(feedbackID)\r\n" }
        if let importance = identity.importance { fields += "Importance: \(importance)\r\n" }
        return fields + "MIME-Version: 1.0\r\n"
    }

    private func appendUnsubscribe(_ url: String, to output: inout [UInt8]) throws(HeaderText.Refused) {
        guard !url.isEmpty else {
            output += listUnsubscribe
            return
        }
        guard let scheme = MailLink.scheme(of: url) else {
            throw HeaderText.Refused(reason: "the unsubscribe link is not safe")
        }
        output += unsubscribeStart
        output.append(contentsOf: url.utf8)
        // RFC 8058 section 3.1: only an HTTPS link can be a one-click link.
        output += scheme == .https ? oneClickEnd : unsubscribeEnd
    }

    private func appendParts(
        _ content: Content,
        _ values: [String],
        _ token: [UInt8],
        to output: inout [UInt8]
    ) {
        output += alternative
        output += token
        output += firstPart
        output += token
        output += textHeader
        content.text.append(values, to: &output)
        output += nextPart
        output += token
        output += htmlHeader
        content.html.append(values, to: &output)
        output += nextPart
        output += token
        output += lastEnd
    }

    private func envelope(_ address: MailAddress, _ token: [UInt8]) -> MailEnvelope {
        let sender =
            switch identity.returnPath {
            case .null: ""
            case .fixed(let address): address.text
            case .perRecipient(let base): "\(base.local)+\(bounceToken(address))@\(base.domain)"
            }
        return MailEnvelope(
            sender: sender,
            recipient: address,
            envelopeID: identity.wantsDeliveryReports ? ids.envelopeID(token) : nil
        )
    }

    private func bounceToken(_ address: MailAddress) -> String {
        let text = "\(identity.seed)\n\(identity.changeID)\n\(address.text)"
        return String(decoding: lowerHex(SHA256.digest(bytes(text)), bytes: 10), as: UTF8.self)
    }
}

/// Identifiers of a change's mails: all but the recipient's token, which goes in the middle.
private struct IDs {
    private let tokenStart: [UInt8]
    private let changeStart: [UInt8]
    private let rootStart: [UInt8]
    private let earlierStarts: [[UInt8]]
    private let end: [UInt8]

    init(_ identity: MailIdentity) {
        tokenStart = bytes(identity.incidentKey + "\n")
        changeStart = bytes("\(identity.changeID).")
        rootStart = bytes("<\(identity.incidentKey).")
        earlierStarts = identity.earlierChangeKeys.suffix(8).map { bytes("<\(identity.incidentKey).\($0).") }
        end = bytes("@\(identity.domain)>")
    }

    // No address in it, and the same for every mail of the incident to this recipient.
    func token(of address: MailAddress) -> [UInt8] {
        var input = tokenStart
        input.append(contentsOf: address.text.utf8)
        return lowerHex(SHA256.digest(input), bytes: 12)
    }

    func envelopeID(_ token: [UInt8]) -> String { String(decoding: changeStart + token, as: UTF8.self) }

    func messageID(_ token: [UInt8]) -> String {
        "<\(envelopeID(token))\(String(decoding: end, as: UTF8.self))"
    }

    func append(_ token: [UInt8], to output: inout [UInt8]) {
        func appendID(_ start: [UInt8]) {
            output += start
            output += token
            output += end
        }
        output += messageIDField
        appendID(changeStart)
        output += inReplyToField
        appendID(earlierStarts.last ?? rootStart)
        // A root that is nobody's own id keeps a thread together for those who miss a mail.
        output += referencesField
        appendID(rootStart)
        for start in earlierStarts {
            output += fold
            appendID(start)
        }
        output += crlf
    }
}

extension MailIdentity {
    /// Incident and change in one word.
    fileprivate var changeID: String { "\(incidentKey).\(changeKey)" }
}

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

private func lowerHex(_ digest: [UInt8], bytes count: Int) -> [UInt8] {
    var digits: [UInt8] = []
    digits.reserveCapacity(count * 2)
    for byte in digest.prefix(count) {
        digits.append(upperHexDigit(byte >> 4) | 0x20)
        digits.append(upperHexDigit(byte & 15) | 0x20)
    }
    return digits
}

private let crlf = bytes("\r\n")
private let fold = bytes("\r\n ")
private let messageIDField = bytes("Message-ID: <")
private let inReplyToField = bytes("\r\nIn-Reply-To: ")
private let referencesField = bytes("\r\nReferences: ")
private let unsubscribeStart = bytes("List-Unsubscribe: <")
private let unsubscribeEnd = bytes(">\r\n")
private let oneClickEnd = bytes(">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n")
// An equals sign with an underscore behind occurs in no quoted-printable text (RFC 2045 section 6.7).
private let alternative = bytes("Content-Type: multipart/alternative; boundary=\"=_")
private let firstPart = bytes("\"\r\n\r\n--=_")
private let nextPart = bytes("\r\n--=_")
private let lastEnd = bytes("--\r\n")
private let textHeader = bytes(
    "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
)
private let htmlHeader = bytes(
    "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
)
