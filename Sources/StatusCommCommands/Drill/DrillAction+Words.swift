import JSON5
import StatusCommCore

extension DrillScenario.Action {
    /// The command line that a person would type, without the program's name.
    ///
    /// - Parameters:
    ///   - incident: Id of the incident of the exercise.
    ///   - start: When customers began to notice.
    ///   - fallback: Component that is affected when the scenario names none.
    /// - Returns: Nil for what takes more than one command.
    func words(incident: String, start: Timestamp, fallback: String?) -> [String]? {
        switch self {
        case .open(let opening):
            let components = opening.components.isEmpty ? [fallback].compactMap { $0 } : opening.components
            return ["incident", "open"]
                + option("title", opening.title) + option("severity", opening.severity.rawValue)
                + components.flatMap { option("component", $0) } + option("message", opening.message)
                + opening.keywords.flatMap { option("keyword", $0) } + option("started-at", start.rfc3339)
                + option("next-update", opening.nextUpdate?.typed)
        case .note(let note):
            return ["incident", "note", incident]
                + option("type", note.type.rawValue) + option("text", note.text)
                + option("customer-text", note.customerText)
        case .update(let update):
            return ["incident", "update", incident]
                + option("status", update.phase?.rawValue) + option("severity", update.severity?.rawValue)
                + option("message", update.message) + option("finding", update.finding)
                + option("action", update.action) + option("eta", update.eta)
                + update.components.sorted { $0.key < $1.key }
                .flatMap { option("component", "\($0.key)=\($0.value.rawValue)") }
                + option("next-update", update.nextUpdate?.typed)
        case .resolve(let resolution):
            return ["incident", "resolve", incident]
                + option("message", resolution.message) + option("root-cause", resolution.rootCause)
                + option("fix", resolution.fix) + resolution.preventions.flatMap { option("prevention", $0) }
        case .report: return nil
        }
    }

    /// One line for those who watch.
    var line: String {
        switch self {
        case .open(let opening): "incident open (\(opening.severity.rawValue)): \(opening.title)\n\(opening.message)"
        case .note(let note): "incident note (\(note.type.rawValue)): \(note.text)"
        case .update(let update):
            "incident update\(update.phase.map { " (\($0.rawValue))" } ?? "")\n\(update.message)"
        case .resolve(let resolution): "incident resolve\n\(resolution.message)"
        case .report: "report draft, report check, report publish"
        }
    }

    /// The value stands in the word of the option, so that none is taken for an option of its own.
    private func option(_ name: String, _ value: String?) -> [String] { value.map { ["--\(name)=\($0)"] } ?? [] }
}

extension Duration {
    /// As it would be typed, exactly.
    fileprivate var typed: String { "\(components.seconds)s" }
}
