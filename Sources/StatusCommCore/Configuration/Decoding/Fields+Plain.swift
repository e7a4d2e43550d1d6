import JSON5
import Spelling

extension Fields {
    /// One line of text, not empty and free of control characters, since it may end in a header.
    mutating func text(_ key: String) -> String? {
        node(key).flatMap { line($0, key) }
    }

    /// One line of text that has to be there.
    mutating func requiredText(_ key: String, hint: String? = nil) -> String? {
        required(key, hint: hint).flatMap { line($0, key) }
    }

    func line(_ node: JSON5Node, _ key: String) -> String? {
        guard let text = node.string else {
            wrong(node, key, "a string")
            return nil
        }
        guard !text.isEmpty else {
            reading.report("'\(key)' in \(what) is empty", at: node.location)
            return nil
        }
        guard !text.unicodeScalars.contains(where: isUnsafeToShow) else {
            reading.report("'\(key)' in \(what) has a control character", at: node.location)
            return nil
        }
        return text
    }

    mutating func bool(_ key: String) -> Bool? {
        guard let node = node(key) else { return nil }
        if let value = node.value.bool { return value }
        wrong(node, key, "true or false")
        return nil
    }

    mutating func int(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = node(key) else { return nil }
        if let value = node.value.int, range.contains(value) { return value }
        wrong(node, key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    /// A fraction from 0 to 1 as thousandths, exactly.
    mutating func thousandths(_ key: String) -> Int? {
        guard let node = node(key) else { return nil }
        if let value = node.value.double, (0...1).contains(value) { return Int((value * 1000).rounded()) }
        wrong(node, key, "a number from 0 to 1")
        return nil
    }

    /// One word of an enumeration.
    mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(_ key: String, _: Choice.Type) -> Choice? {
        node(key).flatMap { choice($0, key, Choice.self) }
    }

    func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ node: JSON5Node,
        _ key: String,
        _: Choice.Type
    ) -> Choice? {
        let known = Choice.allCases.map(\.rawValue)
        if let word = node.string {
            if let value = Choice(rawValue: word) { return value }
            reading.report(
                "unknown value \(quoted(word)) of '\(key)' in \(what)",
                hint: suggestion(nearest(to: word, in: known), among: known),
                at: node.location
            )
        } else {
            wrong(node, key, "one of \(known.joined(separator: ", "))")
        }
        return nil
    }

    /// The elements of a list; empty when it is absent.
    mutating func list(_ key: String) -> [JSON5Node] {
        guard let node = node(key) else { return [] }
        if let elements = node.array { return elements }
        wrong(node, key, "a list")
        return []
    }

    /// A list of lines of text, or one alone; empty when it is absent.
    mutating func texts(_ key: String) -> [String] {
        guard let node = node(key) else { return [] }
        if node.string != nil { return line(node, key).map { [$0] } ?? [] }
        guard let elements = node.array else {
            wrong(node, key, "a string or a list of strings")
            return []
        }
        return elements.compactMap { line($0, key) }
    }

    /// The members of a nested object, nil when it is absent.
    mutating func fields(_ key: String, of what: String? = nil) -> Fields? {
        node(key).map { Fields($0, of: what ?? "'\(key)'", reading) }
    }

    /// Texts under free keys.
    mutating func table(_ key: String) -> [(name: String, value: String)] {
        guard let table = fields(key) else { return [] }
        return table.members.compactMap { member in
            table.line(member.value, member.name).map { (member.name, $0) }
        }
    }
}
