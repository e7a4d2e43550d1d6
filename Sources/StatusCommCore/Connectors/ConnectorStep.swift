import JSON5

/// One request of an action, or one for each item of a list.
struct ConnectorStep: Hashable, Sendable {
    /// A header or a query parameter.
    struct Field: Hashable, Sendable {
        var name: String
        var value: ConnectorText
        /// Left out when the value is missing, null or empty.
        var isOptional: Bool
    }

    /// How the body is written.
    enum Encoding: Hashable, Sendable {
        case json
        /// `application/x-www-form-urlencoded`; the body's members are the fields.
        case form
        /// The body is one text, sent as it is under this media type.
        case raw(contentType: ConnectorText)
    }

    /// A value kept from the answer.
    struct Save: Hashable, Sendable {
        var name: String
        var source: ValueSource
        /// Not an error when the answer has none.
        var isOptional: Bool
    }

    /// What every component must look like in the answer.
    struct ComponentExpectation: Hashable, Sendable {
        /// Where the answer lists components.
        var list: ListPath
        var id: JSONPointer
        /// Must hold of the entry; templates see the component as `item`.
        var expect: Condition
    }

    var method: HTTPMethod
    /// Method that a setting names, in place of the fixed one.
    var chosenMethod: ConnectorText?
    var path: ConnectorText
    var query: [Field]
    var headers: [Field]
    /// Setting whose members are further headers, their values templates.
    var headersFrom: [String]?
    var body: BodyTemplate?
    var encoding: Encoding
    /// Path of a list in the context; the step runs once for each of its elements, seen as `item`.
    var each: [String]?
    /// Holds of our words, before they are mapped.
    var when: Condition
    var success: Condition
    var save: [Save]
    /// Statuses beside 2xx which say that what is asked for is so already.
    var doneStatuses: [Int]
    /// Whether sending it twice does no harm.
    var isRepeatable: Bool
    /// Tables that replace the connector's for this step.
    var values: [String: Connector.ValueMap]

    // Reading steps only.
    /// Where the answer has the list in which `match` looks.
    var list: ListPath
    var page: Paging?
    /// Holds of the element that is looked for; `save` then reads from the element.
    var match: Condition
    /// Must hold of the answer.
    var expect: Condition
    var components: ComponentExpectation?
    /// A looking step that is not the whole find: the next one must find too.
    var goesOn: Bool

    // Steps of a ticket connector only.
    /// Who sees the text that the step carries; nil for a step without a text.
    var visibility: Visibility?
    /// Places of the ticket's parts in this step's answer, in place of the connector's.
    var ticket: TicketMapping?
    /// How much further back the system is asked than we need, since it is coarser than we are.
    var earlier: Duration
    var location: SourceLocation

    /// Every template of the step.
    var texts: [ConnectorText] {
        var texts = [path] + query.map(\.value) + headers.map(\.value)
        texts += (body?.texts ?? []) + [chosenMethod].compactMap(\.self)
        if case .raw(let contentType) = encoding { texts.append(contentType) }
        texts += save.flatMap(\.source.texts)
        texts += (when.texts + success.texts + match.texts + expect.texts + (components?.expect.texts ?? []))
        texts += ticket?.texts ?? []
        return texts
    }

    /// Whether it is turned down when the ticket has changed since it was read.
    var isConditional: Bool { paths.contains(["ticket", "version"]) }

    /// Paths of the context that the step needs beside its texts.
    var paths: [[String]] {
        texts.flatMap(\.paths) + [each ?? []] + (body?.listPaths ?? [])
    }
}

/// A list of the provider's, from names to ids.
struct Catalogue: Hashable, Sendable {
    /// Name of the catalogue in which components are looked up.
    static let components = "components"

    var name: String
    var step: ConnectorStep
    var id: JSONPointer
    var title: JSONPointer
    /// Entries that are not offered, such as groups.
    var skip: Condition?
    /// Entries by what holds of them, read in templates as `catalogue.<catalogue>.<pick>`.
    var picks: [String: Condition]
}
