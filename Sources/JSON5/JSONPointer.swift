/// A path to a value inside a document, such as `/components/0/id` (RFC 6901).
package struct JSONPointer: Hashable, Sendable, CustomStringConvertible {
    /// The names or indices from the outside in, unescaped; none means the whole document.
    package let tokens: [String]

    /// Makes a pointer of its tokens.
    package init(tokens: [String]) {
        self.tokens = tokens
    }

    /// Reads the string form, nil when it neither is empty nor begins with `/`, or when a `~` is not followed by 0 or 1.
    package init?(_ text: String) {
        guard !text.isEmpty else {
            tokens = []
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        var found: [String] = []
        for part in text.unicodeScalars.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let token = Self.unescape(part) else { return nil }
            found.append(token)
        }
        tokens = found
    }

    /// The string form.
    package var description: String {
        var text = String.UnicodeScalarView()
        for token in tokens {
            text.append("/")
            for scalar in token.unicodeScalars {
                switch scalar {
                case "~": text.append(contentsOf: "~0".unicodeScalars)
                case "/": text.append(contentsOf: "~1".unicodeScalars)
                default: text.append(scalar)
                }
            }
        }
        return String(text)
    }

    private static func unescape(_ part: Substring.UnicodeScalarView) -> String? {
        var token = String.UnicodeScalarView()
        var rest = part.makeIterator()
        while let scalar = rest.next() {
            guard scalar == "~" else {
                token.append(scalar)
                continue
            }
            switch rest.next() {
            case "0": token.append("~")
            case "1": token.append("/")
            default: return nil
            }
        }
        return String(token)
    }

    /// The index a token stands for in an array: digits without a leading zero (RFC 6901 section 4).
    static func index(_ token: String) -> Int? {
        guard !token.isEmpty, token.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard token == "0" || token.utf8.first != 0x30 else { return nil }
        return Int(token)
    }
}

extension JSONValue {
    /// The value a pointer leads to, nil when the way ends before.
    ///
    /// The token `-`, the place after the last element, leads nowhere when reading.
    package subscript(pointer: JSONPointer) -> JSONValue? {
        var value = self
        for token in pointer.tokens {
            switch value {
            case .object(let object):
                guard let next = object[token] else { return nil }
                value = next
            case .array(let elements):
                guard let index = JSONPointer.index(token), elements.indices.contains(index) else { return nil }
                value = elements[index]
            case .null, .bool, .number, .string: return nil
            }
        }
        return value
    }
}
