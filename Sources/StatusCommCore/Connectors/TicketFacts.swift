import JSON5

/// What an action on tickets is told: whichever of these it needs.
struct TicketFacts: Hashable, Sendable {
    var action: ConnectorAction
    /// The ticket as it was read last; for `read`, all that is known is its id.
    var ticket: Ticket?
    var mark: TicketMark?
    /// Start of the time that is searched.
    var since: Timestamp?
    var now: Timestamp

    /// Names that templates of a ticket connector see beside settings, saved and catalogue.
    static let names: [String: [String]?] = [
        "message": nil,
        "action": nil,
        "operation": ["key", "anchor"],
        "ticket": ["id", "reference", "subject", "version", "requester"],
        "mark": ["text", "url", "title"],
        "since": ["time", "day", "minutes"],
        "item": ["id", "key", "name", "status"],
    ]

    /// The names with their values, as far as there are any.
    func names(for connector: Connector, step: ConnectorStep) -> JSONObject {
        var names: JSONObject = ["action": .string(action.rawValue)]
        if let ticket { names["ticket"] = .object(ticket.facts) }
        if let mark {
            names["mark"] = [
                "text": .string(mark.text),
                "url": .string(mark.url),
                "title": .string(connector.markup.text(mark.title)),
            ]
        }
        if let since = since?.advanced(by: .zero - step.earlier) {
            // A day too early rather than too late: nobody knows in which zone a provider's days are.
            let day = since.advanced(by: .seconds(-86_400)).rfc3339.prefix(10)
            let age = max(0, now.milliseconds - since.milliseconds)
            names["since"] = [
                "time": connector.time.value(since),
                "day": .string(String(day)),
                "minutes": .number(JSONNumber(text: String((age + 59_999) / 60_000 + 1))),
            ]
        }
        return names
    }
}

/// The place in a text where the key of a call can be found again: the fragment of the incident's address.
package enum TextAnchor {
    /// So much of a call's key as its texts carry.
    package static func name(of key: String) -> String { String(key.prefix(16)) }

    /// The text with the key as the fragment of the first link to the incident; where there is none, one is added.
    package static func anchored(_ text: String, url: String, key: String) -> String {
        let anchored = url + "#" + name(of: key)
        var start = text.startIndex
        while let range = text[start...].firstRange(of: url) {
            if text[range.upperBound...].isEndOfAddress {
                return text.replacingCharacters(in: range, with: anchored)
            }
            start = range.upperBound
        }
        return text + "\n\n" + anchored
    }
}

extension Substring {
    /// Whether an address that was read so far ends here: a full stop before a blank is the sentence's.
    fileprivate var isEndOfAddress: Bool {
        guard let next = unicodeScalars.first else { return true }
        if [".", ",", ":", ";", "!"].contains(next) { return dropFirst().startsWithBlankOrEnds }
        return !(ConnectorText.isNameScalar(next) || ["/", "#", "?", "%", "&", "=", "~"].contains(next))
    }

    private var startsWithBlankOrEnds: Bool {
        guard let next = unicodeScalars.first else { return true }
        return [" ", "\n", "\t", "\r"].contains(next)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
