import JSON5

/// Where an answer has the elements of a list: JSON pointers in which `*` means every element.
struct ListPath: Hashable, Sendable {
    var pointers: [JSONPointer]

    /// Whether the answer itself is the one element there is.
    var isWhole = false

    static let root = ListPath(pointers: [JSONPointer(tokens: [])])
    static let whole = ListPath(pointers: [], isWhole: true)

    /// The elements, those of the first pointer first; nil when no pointer leads to a list.
    func elements(in value: JSONValue) -> [JSONValue]? {
        if isWhole { return [value] }
        var found: [JSONValue] = []
        var isList = false
        for pointer in pointers {
            guard pointer.tokens.contains("*") else {
                guard let elements = value[pointer]?.array else { continue }
                isList = true
                found += elements
                continue
            }
            for reached in Self.reached(from: value, by: pointer.tokens[...], isList: &isList) {
                found += reached.array ?? [reached]
            }
        }
        return isList ? found : nil
    }

    private static func reached(
        from value: JSONValue,
        by tokens: ArraySlice<String>,
        isList: inout Bool
    ) -> [JSONValue] {
        guard let star = tokens.firstIndex(of: "*") else {
            let end = value[JSONPointer(tokens: Array(tokens))]
            return end.map { $0.isNull ? [] : [$0] } ?? []
        }
        guard let elements = value[JSONPointer(tokens: Array(tokens[..<star]))]?.array else { return [] }
        isList = true
        var found: [JSONValue] = []
        for element in elements {
            found += reached(from: element, by: tokens[(star + 1)...], isList: &isList)
        }
        return found
    }
}
