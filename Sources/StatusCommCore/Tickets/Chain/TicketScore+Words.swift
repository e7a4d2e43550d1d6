extension TicketScore {
    /// The three signals in one line: why a ticket belongs to an incident.
    package func line(since startedAt: Timestamp) -> String {
        [
            "service \(thousandths(servicePoints)) (\(serviceWords))",
            "keywords \(thousandths(keywordPoints)) (\(keywordWords))",
            "time \(thousandths(timingPoints)) (\(timingWords(startedAt)))",
        ].joined(separator: ", ")
    }

    /// What is known about the service.
    package var serviceWords: String {
        switch service {
        case .affected(let component, let evidence): "\(evidence.words), affected as \(component)"
        case .other(let component, let evidence): "\(evidence.words) is \(component), not affected"
        case .unrecognised(let evidence): "\(evidence.words) is none of the components"
        case .unknown: "unknown, the ticket does not say"
        case .notConfigured: "unknown, the configuration names no 'service' to read it from"
        }
    }

    /// Which keywords were found, and which were not.
    package var keywordWords: String {
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
    package func timingWords(_ startedAt: Timestamp) -> String {
        let after = createdAt.duration(since: startedAt)
        let distance = (after < .zero ? .zero - after : after).text()
        let side = after < .zero ? "before" : "after"
        return "\(createdAt), \(distance) \(side) it began, window from \(windowStart)"
    }
}

extension TicketScore.ServiceEvidence {
    /// What told it, and what stood there.
    package var words: String {
        switch source {
        case .field(let name): "field '\(name)' = '\(value)'"
        case .tag: "tag '\(value)'"
        case .queue: "queue '\(value)'"
        case .text: "'\(value)' in the text"
        }
    }
}
