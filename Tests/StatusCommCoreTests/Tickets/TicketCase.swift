import JSON5
import StatusCommCore
import TestSupport
import Testing

/// One ticket system: its double, and what the double must see and show.
struct TicketCase: CustomTestStringConvertible, Sendable {
    let preset: String
    let double: @Sendable () throws -> TicketDouble
    /// Settings of the target, given the double's address.
    let settings: @Sendable (_ url: String) -> JSONObject
    /// Name and value of the secret among them.
    let secret: (name: String, value: String)
    /// The first request of a search for the tickets of the last 24 hours, decoded.
    let search: String
    /// How many requests the whole search takes.
    let searchRequests: Int
    /// Tickets that the system keeps out of sight.
    var isHidden: @Sendable (Int) -> Bool = { _ in false }
    /// Id of the ticket with a number.
    var id: @Sendable (Int) -> String = { String($0) }
    var reference: @Sendable (Int) -> String = { String($0) }
    /// Page of ticket 12 for agents.
    var page: String?
    /// Id and address of the person who wrote ticket 12.
    let requester: (id: String, address: String?)
    /// A field of ticket 12 by which its service is told.
    var field: (name: String, value: String)?
    /// Whether a listing has the ticket's text.
    var listsText = true
    /// Whether times come to the second.
    var wholeSeconds = true
    /// What a text becomes that the customer wrote.
    var isHTML = false
    /// Changes that each call must make, lines of method and path each followed by the body as JSON5.
    let link: String
    let unlink: String
    /// What taking the mark off a second time sends, where that is less.
    var unlinkAgain: String?
    /// Nil where there are no notes.
    let note: String?
    let reply: String
    /// Nil where it takes two calls.
    var replyAndClose: String?
    let close: String
    /// Whether the system tells waiting tickets from open ones.
    var knowsPending = true
    /// Whether a reply may be sent again without harm.
    var isRepeatable = false
    /// How the text of a call arrives, in the provider's form.
    var text = plain
    /// Headers by which a provider says that it is asked too often, and how long that is to be obeyed.
    var hint: (headers: [(name: String, value: String)], wait: Duration) = ([("Retry-After", "17")], .seconds(17))

    var testDescription: String { preset }

    static let plain = "We are on it.\n\nMore: https://status.acme.example/incidents/k3x9q2m7a1b4#0123456789abcdef"
    static let html =
        "<p>We are <strong>on it</strong>.</p>\n<p>More: <a href=\"https://status.acme.example/incidents/k3x9q2m7a1b4#0123456789abcdef\">"
        + "https://status.acme.example/incidents/k3x9q2m7a1b4#0123456789abcdef</a></p>"
    static let markdown =
        "We are **on it**.\n\nMore: https://status.acme.example/incidents/k3x9q2m7a1b4#0123456789abcdef"

    func system(
        _ double: TicketDouble,
        _ changes: JSONObject = [:],
        limit: Duration = .seconds(60),
        clock: any Clock<Duration> = ManualClock()
    ) throws -> ConnectorTicketSystem {
        var settings = settings(double.url)
        settings[secret.name] = .string(secret.value)
        for member in changes.members { settings[member.name] = member.value }
        return try .preset(preset, settings: settings, limit: limit, clock: clock, now: { TicketDesk.now })
    }

    /// Changes as a case writes them, with the call's text in the place of `TEXT`.
    func changes(_ source: String) throws -> JSONValue {
        try .json5(source.replacingText("TEXT", with: JSONWriter.text(.string(text))))
    }
}

extension String {
    fileprivate func replacingText(_ name: String, with text: String) -> String {
        split(separator: name, omittingEmptySubsequences: false).joined(separator: text)
    }
}

extension TicketDouble {
    /// Changes since a number of requests, in the form of the cases; what only reads, or logs in, is left out.
    func changes(after count: Int) -> JSONValue {
        .array(
            requests.dropFirst(count).filter {
                $0.method != "GET" && !$0.path.hasSuffix("/search") && !$0.path.hasSuffix("/oauth2/token")
            }.map { request in
                let query = request.query.isEmpty ? "" : "?" + request.query
                return [.string("\(request.method) \(request.path)\(query)"), request.json ?? .null]
            }
        )
    }
}
