/// The phrase tables of one configuration: names, jargon, blame and the user's own rules.
struct MessageTables: Sendable {
    private let names: PhraseTable<Void>
    private let handles: [MessagePattern]
    private let jargon: PhraseTable<String>
    private let blame: BlameTables
    private let own: [(rule: MessageCheckRules.OwnRule, phrases: PhraseTable<Void>, tokens: [MessagePattern])]

    init(rules: MessageCheckRules, context: MessageCheckContext) {
        names = PhraseTable(phrases: rules.employees + rules.employees.compactMap(Self.lastNameFirst))
        handles = rules.employees.filter { !$0.contains(" ") }.map { MessagePattern("@\($0)") }
        // Later entries of the same length win nothing: the user's come first, so that they replace the built-in ones.
        jargon = PhraseTable((rules.jargon + JargonTable.builtIn).map { (phrase: $0.phrase, value: $0.plain) })
        blame = BlameTables(vendors: rules.vendors, componentNames: context.componentNames)
        own = rules.ownRules.map { rule in
            (rule, PhraseTable(phrases: rule.patterns), rule.patterns.map(MessagePattern.init))
        }
    }

    /// `Becker, Tom` for `Tom Becker`.
    private static func lastNameFirst(_ name: String) -> String? {
        let words = name.split(separator: " ")
        guard words.count > 1, let last = words.last else { return nil }
        return "\(last) \(words.dropLast().joined(separator: " "))"
    }

    func hits(_ words: [MessageWord], _ tokens: [MessageToken]) -> [MessageHit] {
        func range(_ matched: Range<Int>) -> Range<Int> {
            words[matched.lowerBound].range.lowerBound..<words[matched.upperBound - 1].range.upperBound
        }
        func nameHit(_ range: Range<Int>) -> MessageHit {
            MessageHit(.employeeName, range, "name of an employee", wayOut: "write 'our team' or 'we'")
        }
        var hits = names.matches(in: words).map { nameHit(range($0.words)) }
        hits += tokens.filter { token in handles.contains { $0.matches(token) } }.map { nameHit($0.range) }
        hits += jargon.matches(in: words).map { match in
            var hit = MessageHit(.jargon, range(match.words), "technical phrase", wayOut: "write '\(match.value)'")
            hit.replacement = match.value
            return hit
        }
        hits += blame.matches(in: words).map { matched in
            MessageHit(
                .blame,
                range(matched),
                "blames others",
                wayOut: "say what customers notice and what you are doing about it"
            )
        }
        for (rule, phrases, patterns) in own {
            hits += phrases.matches(in: words).map { MessageHit(own: rule, range($0.words)) }
            hits += tokens.filter { token in patterns.contains { $0.matches(token) } }
                .map { MessageHit(own: rule, $0.range) }
        }
        return hits
    }
}
