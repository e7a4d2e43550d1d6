import JSON5

/// A member of a log entry that is missing, or of another type than this version writes.
package struct EntryMismatch: Error, Hashable {
    package let name: String
    /// What should be there, such as `a string`.
    package let expected: String
}

/// Reads the members of a log entry's data, naming what is wrong with it.
///
/// Members that it does not ask for are left alone: a later version may have written them.
struct EntryFields {
    let object: JSONObject

    init(_ value: JSONValue, named name: String) throws(EntryMismatch) {
        guard case .object(let object) = value else { throw EntryMismatch(name: name, expected: "an object") }
        self.object = object
    }

    func string(_ name: String) throws(EntryMismatch) -> String {
        guard let value = try optionalString(name) else { throw EntryMismatch(name: name, expected: "a string") }
        return value
    }

    func optionalString(_ name: String) throws(EntryMismatch) -> String? {
        switch object[name] {
        case nil, .null: return nil
        case .string(let text): return text
        case .bool, .number, .array, .object: throw EntryMismatch(name: name, expected: "a string")
        }
    }

    func bool(_ name: String, default fallback: Bool) throws(EntryMismatch) -> Bool {
        switch object[name] {
        case nil, .null: return fallback
        case .bool(let value): return value
        case .string, .number, .array, .object: throw EntryMismatch(name: name, expected: "true or false")
        }
    }

    func integer(_ name: String) throws(EntryMismatch) -> Int {
        guard case .number(let number)? = object[name], let value = number.int else {
            throw EntryMismatch(name: name, expected: "a whole number")
        }
        return value
    }

    func timestamp(_ name: String) throws(EntryMismatch) -> Timestamp {
        guard let value = try optionalTimestamp(name) else { throw EntryMismatch(name: name, expected: "a time") }
        return value
    }

    func optionalTimestamp(_ name: String) throws(EntryMismatch) -> Timestamp? {
        guard let text = try optionalString(name) else { return nil }
        guard let value = Timestamp(rfc3339: text) else {
            throw EntryMismatch(name: name, expected: "an RFC 3339 time")
        }
        return value
    }

    func choice<Choice: RawRepresentable>(_ name: String, of type: Choice.Type) throws(EntryMismatch) -> Choice
    where Choice.RawValue == String {
        guard let value = Choice(rawValue: try string(name)) else {
            throw EntryMismatch(name: name, expected: "a known \(name)")
        }
        return value
    }

    func optionalChoice<Choice: RawRepresentable>(_ name: String, of type: Choice.Type) throws(EntryMismatch) -> Choice?
    where Choice.RawValue == String {
        guard try optionalString(name) != nil else { return nil }
        return try choice(name, of: type)
    }

    func strings(_ name: String) throws(EntryMismatch) -> [String] {
        var strings: [String] = []
        for value in try array(name) {
            guard case .string(let text) = value else { throw EntryMismatch(name: name, expected: "a list of strings") }
            strings.append(text)
        }
        return strings
    }

    func array(_ name: String) throws(EntryMismatch) -> [JSONValue] {
        switch object[name] {
        case nil, .null: return []
        case .array(let values): return values
        case .string, .number, .bool, .object: throw EntryMismatch(name: name, expected: "a list")
        }
    }

    func members(_ name: String) throws(EntryMismatch) -> JSONObject {
        switch object[name] {
        case nil, .null: return JSONObject()
        case .object(let object): return object
        case .string, .number, .bool, .array: throw EntryMismatch(name: name, expected: "an object")
        }
    }
}

extension JSONObject {
    /// Sets a member only when there is something to say, so that entries stay short.
    mutating func set(_ name: String, _ text: String?) {
        if let text { self[name] = .string(text) }
    }

    /// Sets a list of strings unless it is empty.
    mutating func set(_ name: String, _ texts: [String]) {
        if !texts.isEmpty { self[name] = .array(texts.map { .string($0) }) }
    }
}
