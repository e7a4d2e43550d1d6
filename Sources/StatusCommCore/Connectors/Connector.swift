package import JSON5

/// A provider as data: which requests to make, how our words become theirs, and what counts as success.
///
/// The shipped ones and a user's own are read from the same format.
package struct Connector: Hashable, Sendable {
    /// What a connector talks to.
    package enum Kind: String, CaseIterable, Sendable {
        case statusPage
        /// A chat room or any other place that takes one message after another.
        case announcement
        /// A realtime engine that carries the banner feed to open pages, or the cache before it.
        case banner
        /// A system that holds customers' tickets.
        case ticket

        /// The actions that a connector of this kind must have.
        var required: [ConnectorAction] {
            switch self {
            case .statusPage: [.open, .update, .resolve]
            case .announcement, .banner: [.publish]
            case .ticket: [.search, .read, .reply, .close]
            }
        }

        /// The actions that a connector of this kind may have.
        var allowed: [ConnectorAction] {
            switch self {
            case .statusPage: [.open, .update, .resolve, .find, .findUpdate, .verify, .report, .findReport]
            case .announcement, .banner: [.publish]
            case .ticket:
                [.find, .search, .marked, .read, .link, .unlink, .note, .reply, .replyAndClose, .close]
            }
        }
    }

    /// One thing a target's configuration says.
    package struct Setting: Hashable, Sendable {
        package var name: String
        package var isRequired: Bool
        /// Whether the value is a secret: it comes from a variable, a file or a command, and is never shown.
        package var isSecret: Bool
        /// Value when the configuration has none.
        package var defaultValue: JSONValue?
        /// What it is and where to find it, for a person.
        package var help: String?
    }

    /// So many requests in so many seconds.
    package struct Rate: Hashable, Sendable {
        /// Which requests count.
        package enum Scope: String, CaseIterable, Sendable {
            case all
            /// Those that change something: every method but GET and HEAD.
            case writes
        }

        package var requests: Int
        package var seconds: Int
        package var scope: Scope

        /// Allows so many requests in any window of so many seconds; both from 1.
        package init(requests: Int, seconds: Int, scope: Scope = .all) {
            self.requests = requests
            self.seconds = seconds
            self.scope = scope
        }
    }

    /// How the provider says "not now".
    package struct Retry: Hashable, Sendable {
        /// Statuses which certify that the request was not applied, beside 408, 409, 425 and 429.
        package var statuses: [Int] = []
        /// Statuses that certify so only with a Retry-After or with no request left, and are refusals otherwise.
        package var whenHinted: [Int] = []
        /// Header names, or JSON pointers into the body, that say when to come back.
        package var after: [String] = ["Retry-After"]
        /// Header that says how many requests are left; at 0, nothing is sent before what `after` says.
        package var remaining: String?
    }

    /// Longest text a provider takes.
    package struct Limit: Hashable, Sendable {
        /// What becomes of a text that is too long.
        package enum Excess: String, CaseIterable, Sendable {
            /// Nothing is sent.
            case refuse
            /// The text ends with an ellipsis, and that is reported.
            case cut
        }

        /// In Unicode scalars, of the text in the provider's form.
        package var length: Int
        package var excess: Excess
    }

    /// A user and a password, which an encoder makes a header of.
    struct BasicAuthentication: Hashable, Sendable {
        var user: ConnectorText
        var password: ConnectorText
    }

    /// One table from our words to the provider's.
    package struct ValueMap: Hashable, Sendable {
        /// One word of ours at the provider.
        package struct Entry: Hashable, Sendable {
            var value: BodyTemplate
            /// What gets lost on the way, in words; nil when nothing does.
            package var loss: String?
        }

        package var entries: [String: Entry]
    }

    package var name: String
    package var kind: Kind
    /// The provider's name as people write it.
    package var title: String
    /// Page of the vendor's documentation.
    package var reference: String?
    package var settings: [Setting]
    var base: ConnectorText?
    var headers: [ConnectorStep.Field]
    /// User and password for HTTP's Basic scheme (RFC 7617), nil for a provider that has another.
    var basic: BasicAuthentication?
    /// How a token is got that requests carry, nil where the settings have it.
    var login: ConnectorLogin?
    /// Limit for one exchange.
    package var timeout: Duration
    /// What the provider allows; all of it holds at once.
    package var rates: [Rate]
    package var retry: Retry
    /// How times are written in templates.
    package var time: TimeFormat
    /// The form in which the provider takes texts.
    package var markup: Markup
    package var titleLimit: Limit?
    package var messageLimit: Limit?
    package var values: [String: ValueMap]
    var catalogues: [Catalogue]
    /// What must hold of every 2xx answer, since some providers answer 200 with an error inside.
    var success: Condition
    /// Where the provider puts its words when it refuses.
    var errorWords: [JSONPointer]
    var actions: [ConnectorAction: [ConnectorStep]]
    /// How an answer's ticket becomes ours; set for the kind `ticket` alone.
    var ticket: TicketMapping?

    /// Whether the connector can carry out the action.
    package func supports(_ action: ConnectorAction) -> Bool { actions[action] != nil }

    /// The actions it has, in the order of the format.
    package var supportedActions: [ConnectorAction] { ConnectorAction.allCases.filter(supports) }

    /// Whether components are looked up by name where the configuration gives no id.
    package var hasComponentCatalogue: Bool { catalogues.contains { $0.name == Catalogue.components } }
}

/// What a connector can be told to do.
package enum ConnectorAction: String, CaseIterable, Sendable {
    case open
    case update
    case resolve
    /// Looks for the incident that `open` may have made, or for the text that a note or reply may have left, by our key.
    case find
    /// Looks for the update that `update` or `resolve` may have made.
    case findUpdate
    /// Reads back what `resolve` should have left.
    case verify
    /// Publishes the post-incident report.
    case report
    /// Looks for the report that `report` may have published.
    case findReport
    /// Posts one message.
    case publish
    /// Lists open and pending tickets created since a time.
    case search
    /// Lists the tickets that carry an incident's mark.
    case marked
    /// Reads one ticket.
    case read
    /// Puts the incident's mark on a ticket.
    case link
    /// Takes it off.
    case unlink
    /// Writes what agents alone see.
    case note
    /// Writes to the customer.
    case reply
    /// Writes to the customer and solves the ticket.
    case replyAndClose
    /// Solves the ticket.
    case close
}
