/// Tells which component a ticket is about.
struct ServiceReader {
    private let source: TicketRules.ServiceSource
    /// Ids of components that are affected themselves or in a part.
    private let affected: Set<String>
    /// Tags and queues in lower case.
    private let tags: [String: String]
    private let queues: [String: String]
    /// Components by each of their names, folded.
    private let named: [[UInt8]: [Component]]
    /// Answers for values of the field; a queue of a hundred thousand tickets has a few dozen of them.
    private var known: [String: TicketScore.Service] = [:]
    /// Names of components that are looked for in the text; empty when it is not asked.
    let names: [String]
    private let componentOfName: [Component]

    init(_ query: TicketQuery, _ rules: TicketRules, _ tree: ComponentTree) {
        source = rules.service
        let leaves = Set(query.components)
        let affected = leaves.union(
            tree.all.filter { ComponentTree.leaves(below: $0).contains { leaves.contains($0.id) } }.map(\.id)
        )
        self.affected = affected
        tags = Self.lowered(rules.service.tags)
        queues = Self.lowered(rules.service.queues)
        let names = tree.all.flatMap { component in
            [component.id, component.name, tree.qualifiedName(of: component.id), rules.components[component.id]]
                .compactMap { $0 }.map { ($0, component) } + component.aliases.map { ($0, component) }
        }
        var named: [[UInt8]: [Component]] = [:]
        for (name, component) in names {
            let folded = TicketText.folded(name)
            if named[folded]?.contains(component) != true { named[folded, default: []].append(component) }
        }
        self.named = named
        self.names = source.text ? names.map(\.0) : []
        componentOfName = names.map(\.1)
    }

    /// How names are looked for in a text: never inside longer words, since there is an 'api' in 'capital'.
    static func matching(_ rules: TicketRules) -> TicketRules.Matching { rules.matching == .stems ? .stems : .words }

    /// What each phrase of a finder tells, given the place of each name in it; nil for a phrase that is no name.
    func answers(_ finder: PhraseFinder, places: ArraySlice<Int?>) -> [TicketScore.Service?] {
        var components: [[Component]] = Array(repeating: [], count: finder.phrases.count)
        for (place, component) in zip(places, componentOfName) {
            if let place, !components[place].contains(component) { components[place].append(component) }
        }
        return zip(finder.phrases, components).map { phrase, components in
            components.isEmpty ? nil : service(components.map(\.id), TicketScore.ServiceEvidence(.text, phrase))
        }
    }

    private static func lowered(_ table: [String: String]) -> [String: String] {
        Dictionary(table.sorted { $0.key < $1.key }.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
    }

    /// What a ticket says by field, tags and queue, in this order.
    ///
    /// `isCertain` is false when none of them tells, so that the text may.
    mutating func read(_ ticket: Ticket) -> (service: TicketScore.Service, isCertain: Bool) {
        var byField: TicketScore.Service?
        if let field = source.field {
            byField = best(values(of: field, ticket), field)
            switch byField {
            case .affected, .other: return (byField ?? .unknown, true)
            case .unrecognised, .unknown, .notConfigured, nil: break
            }
        }
        if !tags.isEmpty {
            let answers = ticket.tags.compactMap { tag in
                tags[tag.lowercased()].map { service([$0], TicketScore.ServiceEvidence(.tag, tag)) }
            }
            if let answer = answers.first(where: \.isAffected) ?? answers.first { return (answer, true) }
        }
        if !queues.isEmpty, let queue = ticket.queue, let component = queues[queue.lowercased()] {
            return (service([component], TicketScore.ServiceEvidence(.queue, queue)), true)
        }
        return (byField ?? (source.isEmpty ? .notConfigured : .unknown), false)
    }

    private func values(of field: String, _ ticket: Ticket) -> [String] {
        if let values = ticket.fields[field] { return values }
        guard !ticket.fields.isEmpty else { return [] }
        let folded = field.lowercased()
        return ticket.fields.first { $0.key.lowercased() == folded }?.value ?? []
    }

    /// What tells most among the values of a field; nil when none says anything.
    private mutating func best(_ values: [String], _ field: String) -> TicketScore.Service? {
        var best: TicketScore.Service?
        for value in values {
            let answer = service(ofField: field, value)
            switch answer {
            case .affected: return answer
            case .other: if best?.isOther != true { best = answer }
            case .unrecognised: best = best ?? answer
            case .unknown, .notConfigured: break
            }
        }
        return best
    }

    private mutating func service(ofField field: String, _ value: String) -> TicketScore.Service {
        if let answer = known[value] { return answer }
        let evidence = TicketScore.ServiceEvidence(.field(field), value)
        let folded = TicketText.folded(value)
        let answer: TicketScore.Service =
            if folded.isEmpty { .unknown } else {
                named[folded].map { service($0.map(\.id), evidence) } ?? .unrecognised(evidence)
            }
        if known.count >= Self.mostKnown { known = [:] }
        known[value] = answer
        return answer
    }

    private static let mostKnown = 4_096

    private func service(_ ids: [String], _ evidence: TicketScore.ServiceEvidence) -> TicketScore.Service {
        Self.service(ids, evidence, affected)
    }

    /// The first affected one of some components, else the first one.
    private static func service(
        _ ids: [String],
        _ evidence: TicketScore.ServiceEvidence,
        _ affected: Set<String>
    ) -> TicketScore.Service {
        if let hurt = ids.first(where: affected.contains) { return .affected(component: hurt, evidence) }
        return .other(component: ids.first ?? "", evidence)
    }
}

extension TicketScore.Service {
    fileprivate var isOther: Bool {
        switch self {
        case .other: true
        case .affected, .unrecognised, .unknown, .notConfigured: false
        }
    }

    /// Whether the incident affects it.
    package var isAffected: Bool {
        switch self {
        case .affected: true
        case .other, .unrecognised, .unknown, .notConfigured: false
        }
    }
}
