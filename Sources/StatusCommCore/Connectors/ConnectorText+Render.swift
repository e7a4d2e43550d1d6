import JSON5

/// Why a request cannot be made of the values at hand; nothing was sent.
struct RenderError: Error, Hashable {
    var message: String
}

extension ConnectorText {
    /// The value that the text stands for; nil when it is one tag whose value is missing.
    func value(in context: JSONObject) throws(RenderError) -> JSONValue? {
        if let path = singleTag { return context.value(at: path) }
        return .string(try render(in: context, for: .value))
    }

    /// The text with its tags filled in.
    ///
    /// - Throws: when a value is missing, null, a list or an object, or does not fit the place.
    func render(in context: JSONObject, for place: Place) throws(RenderError) -> String {
        var result = ""
        for (index, part) in parts.enumerated() {
            switch part {
            case .literal(let text):
                result += text
            case .tag(let path):
                let name = path.joined(separator: ".")
                guard let text = context.value(at: path)?.scalarText else {
                    throw RenderError(message: "no value for '\(name)'")
                }
                result += try escaped(text, name: name, isFirst: index == 0, for: place)
            case .template(let template):
                result += try template.render(in: context, for: place)
            }
        }
        return result
    }

    private func escaped(
        _ text: String,
        name: String,
        isFirst: Bool,
        for place: Place
    ) throws(RenderError) -> String {
        switch place {
        case .value:
            return text
        case .header:
            guard !text.unicodeScalars.contains(where: isUnsafeToShow) else {
                throw RenderError(message: "the value of '\(name)' has a control character")
            }
            return text
        case .path:
            if isFirst { return text }
            guard text != "", text != ".", text != ".." else {
                throw RenderError(message: "the value of '\(name)' cannot stand in a path")
            }
            return PercentEncoding.encode(text)
        }
    }
}

extension JSONObject {
    /// The value a dotted name leads to, nil when the way ends before or ends in null.
    func value(at path: [String]) -> JSONValue? {
        guard let first = path.first, var value = self[first] else { return nil }
        for name in path.dropFirst() {
            guard let next = value.object?[name] else { return nil }
            value = next
        }
        return value.isNull ? nil : value
    }
}

extension JSONValue {
    /// Text of a string, a number or a truth value; nil for anything else.
    var scalarText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.text
        case .bool(let value): value ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// Whether there is nothing in it: null, an empty text, list or object.
    var isEmpty: Bool {
        switch self {
        case .null: true
        case .string(let text): text.isEmpty
        case .array(let elements): elements.isEmpty
        case .object(let object): object.members.isEmpty
        case .bool, .number: false
        }
    }
}

/// Percent-encoding of all but RFC 3986's unreserved characters.
enum PercentEncoding {
    static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".unicodeScalars)
        var result = String.UnicodeScalarView()
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                result.append(Unicode.Scalar(byte))
            default:
                result.append("%")
                result.append(digits[Int(byte >> 4)])
                result.append(digits[Int(byte & 15)])
            }
        }
        return String(result)
    }
}
