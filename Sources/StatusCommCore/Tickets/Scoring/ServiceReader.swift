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
    private let finder: PhraseFinder?
    /// What each phrase of the finder tells.
    private let answers: [TicketScore.Service]

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
        guard source.text else {
            finder = nil
            answers = []
            return
        }
        // Never inside longer words: there is an 'api' in 'capital'.
        let finder = PhraseFinder(names.map(\.0), matching: rules.matching == .stems ? .stems : .words)
        var components: [[Component]] = Array(repeating: [], count: finder.phrases.count)
        for (place, name) in zip(finder.places, names) {
            if let place, !components[place].contains(name.1) { components[place].append(name.1) }
        }
        self.finder = finder
        answers = zip(finder.phrases, components).map { phrase, components in
            Self.service(components.map(\.id), TicketScore.ServiceEvidence(.text, phrase), affected)
        }
    }

    private static func lowered(_ table: [String: String]) -> [String: String] {
        Dictionary(table.sorted { $0.key < $1.key }.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
    }

    /// What a ticket says, by field, tags, queue and text in this order.
    mutating func read(_ ticket: Ticket, _ text: UnsafeBufferPointer<UInt8>) -> TicketScore.Service {
        var byField: TicketScore.Service?
        if let field = source.field {
            byField = best(values(of: field, ticket), field)
            switch byField {
            case .affected, .other: return byField ?? .unknown
            case .unrecognised, .unknown, .notConfigured, nil: break
            }
        }
        if !tags.isEmpty {
            let answers = ticket.tags.compactMap { tag in
                tags[tag.lowercased()].map { service([$0], TicketScore.ServiceEvidence(.tag, tag)) }
            }
            if let answer = answers.first(where: \.isAffected) ?? answers.first { return answer }
        }
        if let queue = ticket.queue, let component = queues[queue.lowercased()] {
            return service([component], TicketScore.ServiceEvidence(.queue, queue))
        }
        if let answer = find(in: text) { return answer }
        return byField ?? (source.isEmpty ? .notConfigured : .unknown)
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

    /// The first affected component that the text names, else the first one that it names.
    private func find(in text: UnsafeBufferPointer<UInt8>) -> TicketScore.Service? {
        guard let finder else { return nil }
        var answer: TicketScore.Service?
        finder.find(in: text) { [answers] phrase, _ in
            if answer == nil || (answer?.isAffected == false && answers[phrase].isAffected) { answer = answers[phrase] }
        }
        return answer
    }

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
