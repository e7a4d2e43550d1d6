import Spelling

extension ValueType where Value: CaseIterable & RawRepresentable<String> {
    /// One of the enum's cases, written as its raw value with `-` for `_`; `_` is read as well.
    ///
    /// Only some cases may be allowed; all are when none are named.
    package static func choice(_ name: String, of cases: [Value]? = nil) -> ValueType {
        let cases = cases ?? Array(Value.allCases)
        let words = cases.map { word(for: $0.rawValue) }
        return ValueType(name: name, choices: words, completion: .choices) { text throws(ValueError) in
            let wanted = word(for: text.lowercased())
            for (index, candidate) in words.enumerated() where word(for: candidate.lowercased()) == wanted {
                return cases[index]
            }
            let known = "use \(alternatives(words))"
            let guess = nearest(to: text, in: words, limit: 1).first.map { "did you mean '\($0)'? \(known)" }
            throw ValueError("does not know \(quoted(text))", hint: guess ?? known)
        }
    }
}

/// A raw value as it is typed.
private func word(for rawValue: String) -> String {
    String(rawValue.map { $0 == "_" ? "-" : $0 })
}
