import JSON5

/// What must hold of a value: some places in it, each with what it must be.
struct Condition: Hashable, Sendable {
    indirect enum Test: Hashable, Sendable {
        case equals(JSONValue)
        case equalsText(ConnectorText)
        case oneOf([Test])
        case not(Test)
        /// Neither missing nor null.
        case present(Bool)
        /// Has a text in it, capitals aside.
        case contains(ConnectorText)
    }

    struct Clause: Hashable, Sendable {
        enum Place: Hashable, Sendable {
            /// Dotted name in the context.
            case name([String])
            /// With a `*` in it, the test must hold of one of the values, and `not` of all.
            case pointer(JSONPointer)
            /// The whole answer as text, blanks at the ends aside.
            case text
        }

        var place: Place
        /// The place as it was written.
        var written: String
        var test: Test
    }

    var clauses: [Clause]

    static let always = Condition(clauses: [])

    var isEmpty: Bool { clauses.isEmpty }

    /// Templates in the tests.
    var texts: [ConnectorText] { clauses.flatMap(\.test.texts) }

    /// Names in the context that the clauses look at.
    var paths: [[String]] {
        clauses.compactMap { clause in
            switch clause.place {
            case .name(let path): path
            case .pointer, .text: nil
            }
        }
    }

    /// Whether some clause reads the answer as JSON.
    var needsJSON: Bool {
        clauses.contains { clause in
            switch clause.place {
            case .pointer: true
            case .name, .text: false
            }
        }
    }

    /// The first clause that does not hold, nil when all do.
    func firstFailure(of value: JSONValue, text: String = "", in context: JSONObject) throws(RenderError) -> Clause? {
        for clause in clauses where !(try clause.holds(of: value, text: text, in: context)) { return clause }
        return nil
    }

    func holds(of value: JSONValue, text: String = "", in context: JSONObject) throws(RenderError) -> Bool {
        try firstFailure(of: value, text: text, in: context) == nil
    }
}

extension Condition.Clause {
    /// What is found at the place, nil when nothing is.
    func found(in value: JSONValue, text: String = "") -> JSONValue? {
        switch place {
        case .name(let path): value.object?.value(at: path)
        case .pointer(let pointer):
            pointer.isPattern ? .array(value.values(at: pointer)) : value[pointer]
        case .text: .string(text)
        }
    }

    fileprivate func holds(of value: JSONValue, text: String, in context: JSONObject) throws(RenderError) -> Bool {
        if case .pointer(let pointer) = place, pointer.isPattern {
            return try test.holds(ofAny: value.values(at: pointer), in: context)
        }
        return try test.holds(of: found(in: value, text: text), in: context)
    }
}

extension Condition.Test {
    var texts: [ConnectorText] {
        switch self {
        case .equals, .present: []
        case .equalsText(let text), .contains(let text): [text]
        case .oneOf(let tests): tests.flatMap(\.texts)
        case .not(let test): test.texts
        }
    }

    fileprivate func holds(of value: JSONValue?, in context: JSONObject) throws(RenderError) -> Bool {
        switch self {
        case .equals(let expected): return Self.isSame(value, expected)
        case .equalsText(let text): return Self.isSame(value, try text.value(in: context))
        case .oneOf(let tests):
            for test in tests where try test.holds(of: value, in: context) { return true }
            return false
        case .not(let test): return !(try test.holds(of: value, in: context))
        case .present(let expected): return (value.map { !$0.isNull } ?? false) == expected
        case .contains(let text):
            guard let value = value?.scalarText else { return false }
            return value.lowercased().contains(try text.render(in: context, for: .value).lowercased())
        }
    }

    fileprivate func holds(ofAny values: [JSONValue], in context: JSONObject) throws(RenderError) -> Bool {
        switch self {
        case .not(let test): return !(try test.holds(ofAny: values, in: context))
        case .present(let expected): return values.isEmpty != expected
        case .equals, .equalsText, .oneOf, .contains:
            for value in values where try holds(of: value, in: context) { return true }
            return false
        }
    }

    /// What is expected, for a message.
    func words(in context: JSONObject) -> String {
        switch self {
        case .equals(let value): "'\(value.scalarText ?? JSONWriter.text(value))'"
        case .equalsText(let text): "'\((try? text.render(in: context, for: .value)) ?? text.source)'"
        case .oneOf(let tests): tests.map { $0.words(in: context) }.joined(separator: " or ")
        case .not(let test): "not \(test.words(in: context))"
        case .present(let expected): expected ? "a value" : "no value"
        case .contains(let text): "with '\((try? text.render(in: context, for: .value)) ?? text.source)' in it"
        }
    }

    // Ids are numbers at one provider and strings at the next, and configurations write either.
    private static func isSame(_ first: JSONValue?, _ second: JSONValue?) -> Bool {
        if let first = first?.scalarText, let second = second?.scalarText { return first == second }
        return (first ?? .null) == (second ?? .null)
    }
}
