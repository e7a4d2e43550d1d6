extension TicketScore {
    /// One part of a score: what it gave, out of what, and why.
    package struct Signal: Hashable, Sendable {
        /// `service`, `keywords` or `time`.
        package var name: String
        /// Thousandths that it gave.
        package var points: Int
        /// Thousandths that it gives at most.
        package var weight: Int
        /// One word for what was found, so that programs tell "does not match" from "nobody knows".
        package var state: State
        /// What it was found in, one line for people.
        package var evidence: String

        /// What a signal came to.
        package enum State: String, CaseIterable, Sendable {
            case affected
            case notAffected = "not-affected"
            case unrecognised
            case unknown
            case notConfigured = "not-configured"
            case found
            case notFound = "not-found"
            case noKeywords = "no-keywords"
            case timely
            case early
        }
    }

    /// The three signals, whose points make up the score.
    package func signals(since startedAt: Timestamp) -> [Signal] {
        let keywordState: Signal.State =
            if keywords.isEmpty { .noKeywords } else if matches.isEmpty { .notFound } else { .found }
        return [
            Signal(
                name: "service",
                points: servicePoints,
                weight: Self.serviceWeight,
                state: service.state,
                evidence: serviceWords
            ),
            Signal(
                name: "keywords",
                points: keywordPoints,
                weight: Self.keywordWeight,
                state: keywordState,
                evidence: keywordWords
            ),
            Signal(
                name: "time",
                points: timingPoints,
                weight: Self.timingWeight,
                state: isTimely ? .timely : .early,
                evidence: timingWords(startedAt)
            ),
        ]
    }

    /// The three signals in one line: why a ticket belongs to an incident.
    package func line(since startedAt: Timestamp) -> String {
        signals(since: startedAt).map { "\($0.name) \(thousandths($0.points)) (\($0.evidence))" }
            .joined(separator: ", ")
    }

    /// What is known about the service.
    private var serviceWords: String {
        switch service {
        case .affected(let component, let evidence): "\(evidence.words), affected as \(component)"
        case .other(let component, let evidence): "\(evidence.words) is \(component), not affected"
        case .unrecognised(let evidence): "\(evidence.words) is none of the components"
        case .unknown: "unknown, the ticket does not say"
        case .notConfigured: "unknown, the configuration names no 'service' to read it from"
        }
    }

    /// Which keywords were found, and which were not.
    private var keywordWords: String {
        guard !keywords.isEmpty else { return "the incident has none" }
        let found = matches.map { match in
            let places = [match.inSubject > 0 ? "subject" : nil, match.inBody > 0 ? "text" : nil].compactMap { $0 }
            return "'\(match.keyword)' in \(places.joined(separator: " and "))"
        }
        let missing = missing.map { "'\($0)'" }
        var words = "\(matches.count) of \(keywords.count)"
        if !found.isEmpty { words += ": " + found.joined(separator: ", ") }
        if !missing.isEmpty { words += "; not \(missing.joined(separator: ", "))" }
        if !hasBody { words += "; the text was not looked at" }
        return words
    }

    /// When it was created, as seen from the incident's beginning.
    private func timingWords(_ startedAt: Timestamp) -> String {
        let after = createdAt.duration(since: startedAt)
        let distance = (after < .zero ? .zero - after : after).text()
        let side = after < .zero ? "before" : "after"
        return "\(createdAt), \(distance) \(side) it began, window from \(windowStart)"
    }
}

extension TicketScore.Service {
    fileprivate var state: TicketScore.Signal.State {
        switch self {
        case .affected: .affected
        case .other: .notAffected
        case .unrecognised: .unrecognised
        case .unknown: .unknown
        case .notConfigured: .notConfigured
        }
    }
}

extension TicketScore.ServiceEvidence {
    /// What told it, and what stood there.
    fileprivate var words: String {
        switch source {
        case .field(let name): "field '\(name)' = '\(value)'"
        case .tag: "tag '\(value)'"
        case .queue: "queue '\(value)'"
        case .text: "'\(value)' in the text"
        }
    }
}
