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
    private let constantFields: [UInt8]
    private let listUnsubscribe: [UInt8]
    private let replyTo: [UInt8]

    /// Prepares the parts that are the same for all.
    ///
    /// - Throws: when a value of the identity or of a subject cannot stand in a header.
    package init(identity: MailIdentity, contents: [MailContent]) throws(MailRefused) {
        self.identity = identity
        do throws(HeaderText.Refused) {
            try Self.check(identity)
            let from = try HeaderText.mailbox(name: identity.fromName, address: identity.from.text, column: 6)
            start = bytes("Date: \(MailDate.text(identity.date))\r\nFrom: ") + from + bytes("\r\nTo: ")
            replyTo = bytes(identity.replyTo.map { "Reply-To: \($0.text)\r\n" } ?? "")
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
        let token = token(of: recipient.address)
        output.append(contentsOf: start)
        do throws(HeaderText.Refused) {
            output += try HeaderText.mailbox(name: recipient.name, address: recipient.address.text, column: 4)
            output += crlf
            output += replyTo
            if let field = content.subjectField {
                output += field
            } else {
                output += try HeaderText.unstructured("Subject", content.subject.filled(recipient.values))
            }
            appendIdentifiers(token, to: &output)
            output += constantFields
            try appendUnsubscribe(recipient.unsubscribeURL, to: &output)
        } catch {
            throw MailRefused(recipient: recipient.address.text, reason: error.reason)
        }
        appendParts(content, recipient.values, boundary: boundary(token), to: &output)
        return envelope(recipient.address, token)
    }

    /// `Message-ID` of a recipient's mail, with its brackets.
    package func messageID(of address: MailAddress) -> String {
        "<\(identity.changeID).\(String(decoding: token(of: address), as: UTF8.self))@\(identity.domain)>"
    }

    private static func check(_ identity: MailIdentity) throws(HeaderText.Refused) {
        let tokens = [identity.incidentKey, identity.changeKey, identity.domain] + identity.earlierChangeKeys
        for token in tokens + [identity.listID, identity.importance].compactMap(\.self) {
            let isToken =
                !token.isEmpty && token.utf8.count <= 200
                && token.utf8.allSatisfy { isTokenByte($0) }
            guard isToken else { throw HeaderText.Refused(reason: "'\(token)' cannot stand in a header") }
        }
        if let feedbackID = identity.feedbackID {
            guard feedbackID.utf8.count <= 200,
                feedbackID.utf8.allSatisfy({ isTokenByte($0) || $0 == UInt8(ascii: ":") })
            else { throw HeaderText.Refused(reason: "'\(feedbackID)' cannot be a Feedback-ID") }
        }
        if let url = identity.unsubscribeURL, !MailLink.isSafe(url) {
            throw HeaderText.Refused(reason: "'\(url)' is not a link")
        }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
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

    // No address in it, and the same for every mail of the incident to this recipient.
    private func token(of address: MailAddress) -> [UInt8] {
        hexadecimal(SHA256.digest(bytes(identity.incidentKey + "\n" + address.text)).prefix(12))
    }

    private func boundary(_ token: [UInt8]) -> [UInt8] {
        // An equals sign with an underscore behind occurs in no quoted-printable text (RFC 2045 section 6.7).
        bytes("=_") + token
    }

    private func appendIdentifiers(_ token: [UInt8], to output: inout [UInt8]) {
        let end = token + bytes("@\(identity.domain)>")
        let root = bytes("<\(identity.incidentKey).") + end
        output += bytes("Message-ID: <\(identity.changeID).") + end + crlf
        // A root that is nobody's own id keeps a thread together for those who miss a mail.
        let earlier = identity.earlierChangeKeys.suffix(8).map { key in
            bytes("<\(identity.incidentKey).\(key).") + end
        }
        output += bytes("In-Reply-To: ") + (earlier.last ?? root) + crlf + bytes("References: ") + root
        for id in earlier { output += bytes("\r\n ") + id }
        output += crlf
    }

    private func appendUnsubscribe(_ url: String, to output: inout [UInt8]) throws(HeaderText.Refused) {
        guard !url.isEmpty else {
            output += listUnsubscribe
            return
        }
        guard MailLink.isSafe(url) else { throw HeaderText.Refused(reason: "the unsubscribe link is not safe") }
        output += bytes("List-Unsubscribe: <\(url)>\r\n")
        // RFC 8058 section 3.1: only an HTTPS link can be a one-click link.
        if url.prefix(8).lowercased() == "https://" {
            output += bytes("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n")
        }
    }

    private func appendParts(
        _ content: Content,
        _ values: [String],
        boundary: [UInt8],
        to output: inout [UInt8]
    ) {
        output += alternative
        output += boundary
        output += bytes("\"\r\n\r\n--")
        output += boundary
        output += textHeader
        content.text.append(values, to: &output)
        output += bytes("\r\n--")
        output += boundary
        output += htmlHeader
        content.html.append(values, to: &output)
        output += bytes("\r\n--")
        output += boundary
        output += bytes("--\r\n")
    }

    private func envelope(_ address: MailAddress, _ token: [UInt8]) -> MailEnvelope {
        let id = "\(identity.changeID).\(String(decoding: token, as: UTF8.self))"
        let sender =
            switch identity.returnPath {
            case .null: ""
            case .fixed(let address): address.text
            case .perRecipient(let base): "\(base.local)+\(bounceToken(address))@\(base.domain)"
            }
        return MailEnvelope(
            sender: sender,
            recipient: address,
            envelopeID: identity.wantsDeliveryReports ? id : nil
        )
    }

    private func bounceToken(_ address: MailAddress) -> String {
        let text = "\(identity.seed)\n\(identity.changeID)\n\(address.text)"
        return String(decoding: hexadecimal(SHA256.digest(bytes(text)).prefix(10)), as: UTF8.self)
    }
}

extension MailIdentity {
    /// Incident and change in one word.
    fileprivate var changeID: String { "\(incidentKey).\(changeKey)" }
}

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

private func hexadecimal(_ digest: ArraySlice<UInt8>) -> [UInt8] {
    digest.flatMap { [upperHexDigit($0 >> 4) | 0x20, upperHexDigit($0 & 15) | 0x20] }
}

private let crlf = bytes("\r\n")
private let alternative = bytes("Content-Type: multipart/alternative; boundary=\"")
private let textHeader = bytes(
    "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
)
private let htmlHeader = bytes(
    "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
)
