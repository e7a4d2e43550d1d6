/// A name and its value, from `NAME=VALUE`.
package struct Assignment<Value: Sendable>: Sendable {
    package var name: String
    package var value: Value

    /// Pairs a name with its value.
    package init(name: String, value: Value) {
        self.name = name
        self.value = value
    }
}

extension Assignment: Equatable where Value: Equatable {}
extension Assignment: Hashable where Value: Hashable {}

extension ValueType {
    /// `NAME=VALUE`, cut at the first `=`; both sides are parsed by their own type.
    package static func assignment<Side: Sendable>(
        _ name: ValueType<String>,
        _ value: ValueType<Side>
    ) -> ValueType where Value == Assignment<Side> {
        ValueType(
            name: "\(name.name)=\(value.name)",
            completion: .assignment(name: name.completion, choices: value.choices)
        ) { text throws(ValueError) in
            guard let cut = text.utf8.firstIndex(of: UInt8(ascii: "=")) else {
                throw ValueError("takes \(name.name)=\(value.name), and \(quoted(text)) has no '='")
            }
            guard cut > text.startIndex else {
                throw ValueError("takes \(name.name)=\(value.name), and the name is empty")
            }
            return Assignment(
                name: try name.parse(String(text[..<cut])),
                value: try value.parse(String(text[text.utf8.index(after: cut)...]))
            )
        }
    }
}
