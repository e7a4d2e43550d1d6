extension JSONValue {
    /// The text of a string, nil for any other kind.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The truth value, nil for any other kind.
    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The number with its text, nil for any other kind.
    package var number: JSONNumber? {
        if case .number(let number) = self { number } else { nil }
    }

    /// The integer, nil for any other kind, a fraction, an exponent, or a number that does not fit.
    package var int: Int? { number?.int }

    /// The nearest double, nil for any other kind or a number that does not fit.
    package var double: Double? { number?.double }

    /// The elements of an array, nil for any other kind.
    package var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The object, nil for any other kind.
    package var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// Whether this is JSON's null.
    package var isNull: Bool { self == .null }

    /// The member of an object, nil when there is none or this is no object.
    package subscript(name: String) -> JSONValue? { object?[name] }

    /// The element of an array, nil when there is none or this is no array.
    package subscript(index: Int) -> JSONValue? {
        guard let elements = array, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The kind in words for a message: `a string`, `an object`.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
