/// A value that knows where it was written.
///
/// Made from configurations and connectors, so that a mistake found long after parsing still points into the file.
package struct JSON5Node: Sendable {
    /// The value itself, each part with its own place.
    package enum Content: Sendable {
        case null
        case bool(Bool)
        case number(JSONNumber)
        case string(String)
        case array([JSON5Node])
        case object(JSON5Object)
    }

    package let content: Content
    /// First byte of the value.
    package let start: TextPosition
    /// After the last byte of the value.
    package let end: TextPosition
    let source: JSON5Source

    /// Where the value begins, for messages.
    package var location: SourceLocation { source.location(at: start) }

    /// The value without places.
    package var value: JSONValue {
        switch content {
        case .null: .null
        case .bool(let value): .bool(value)
        case .number(let number): .number(number)
        case .string(let text): .string(text)
        case .array(let elements): .array(elements.map(\.value))
        case .object(let object): .object(object.value)
        }
    }

    /// The text of a string, nil for any other kind.
    package var string: String? {
        if case .string(let text) = content { text } else { nil }
    }

    /// The elements of an array, nil for any other kind.
    package var array: [JSON5Node]? {
        if case .array(let elements) = content { elements } else { nil }
    }

    /// The members of an object, nil for any other kind.
    package var object: JSON5Object? {
        if case .object(let object) = content { object } else { nil }
    }

    /// The value of a name, nil when there is none or this is no object.
    package subscript(name: String) -> JSON5Node? { object?[name]?.value }

    /// The kind in words for a message: `a string`, `an object`.
    package var kind: String {
        switch content {
        case .null: JSONValue.null.kind
        case .bool(let value): JSONValue.bool(value).kind
        case .number(let number): JSONValue.number(number).kind
        case .string(let text): JSONValue.string(text).kind
        case .array: JSONValue.array([]).kind
        case .object: JSONValue.object(JSONObject()).kind
        }
    }
}
