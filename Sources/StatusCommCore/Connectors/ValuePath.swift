import JSON5

extension JSONValue {
    /// Every value that a pointer leads to in which `*` means every element or member; null counts as none.
    func values(at pattern: JSONPointer) -> [JSONValue] { values(at: pattern.tokens[...]) }

    private func values(at tokens: ArraySlice<String>) -> [JSONValue] {
        guard let star = tokens.firstIndex(of: "*") else {
            let value = self[JSONPointer(tokens: Array(tokens))]
            return value.map { $0.isNull ? [] : [$0] } ?? []
        }
        let rest = tokens[(star + 1)...]
        switch self[JSONPointer(tokens: Array(tokens[..<star]))] {
        case .array(let elements): return elements.flatMap { $0.values(at: rest) }
        case .object(let object): return object.members.flatMap { $0.value.values(at: rest) }
        case .null, .bool, .number, .string, nil: return []
        }
    }
}

extension JSONPointer {
    /// Whether it may lead to several values.
    var isPattern: Bool { tokens.contains("*") }
}
