/// A number as it was written.
///
/// Two numbers are equal when their texts are: `1.0` is not `1`.
package struct JSONNumber: Hashable, Sendable {
    /// The number in JSON's own grammar (RFC 8259 section 6); never hexadecimal, never with a leading plus.
    package let text: String

    /// Takes a text that is already in JSON's grammar.
    package init(text: String) {
        self.text = text
    }

    /// Takes a text from outside, nil when it is not in JSON's grammar.
    package init?(validating text: String) {
        guard let value = try? JSONValue(parsing: text, options: .reply), case .number(let number) = value,
            number.text == text
        else { return nil }
        self = number
    }

    /// Makes the number of an integer.
    package init(_ value: Int) {
        text = String(value)
    }

    /// Makes the shortest text that reads back as the same double, nil for an infinity or NaN.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = value.description
    }

    /// The value as an integer, or nil when it is written with a fraction or an exponent, or does not fit.
    package var int: Int? { Int(text) }

    /// The value as the nearest double, nil when it is beyond the largest one.
    package var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }
}
