/// Any JSON value, without a position.
///
/// Objects keep the order of their members and numbers keep their source text, so that what a person wrote is what
/// a person reads: `12.50` stays `12.50` (RFC 8259 section 6 leaves the precision to the reader).
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

/// A number as it was written.
package struct JSONNumber: Hashable, Sendable {
    /// The number in JSON's own grammar (RFC 8259 section 6); never hexadecimal, never with a leading plus.
    package let text: String

    /// Takes a text that is already in JSON's grammar.
    package init(text: String) {
        self.text = text
    }

    /// Makes the number of an integer.
    package init(_ value: Int) {
        text = String(value)
    }

    /// The value as an integer, or nil when it has a fraction or does not fit.
    package var int: Int? { Int(text) }

    /// The value as the nearest double.
    package var double: Double? { Double(text) }
}

/// Members in the order in which they were written; a name occurs once.
package struct JSONObject: Hashable, Sendable {
    /// One name and its value.
    package struct Member: Hashable, Sendable {
        package var name: String
        package var value: JSONValue

        /// Pairs a name with its value.
        package init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    package private(set) var members: [Member]

    /// Makes an object; a later member of the same name replaces the earlier one in its place.
    package init(_ members: [Member] = []) {
        self.members = []
        self.members.reserveCapacity(members.count)
        for member in members { self[member.name] = member.value }
    }

    /// The value of a name, nil when there is none.
    ///
    /// Setting nil removes the member.
    package subscript(name: String) -> JSONValue? {
        get { members.first { $0.name == name }?.value }
        set {
            let index = members.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(name: name, value: value))
            case (nil, nil): break
            }
        }
    }
}
