import JSON5

/// Stands in for a target in an exercise: what would be sent is written to a file, and nothing leaves this machine.
struct ExerciseChannel: DeliveryChannel {
    /// The target as the configuration has it; asked for previews alone.
    let original: any DeliveryChannel
    /// What does the same on this machine; nil where nothing can.
    let local: (any DeliveryChannel)?
    /// Folder for what would be sent, absolute.
    let folder: String

    var name: String { original.name }
    var kind: String { original.kind }

    /// Reports go where they would in earnest.
    var takesReports: Bool { original.takesReports }

    func preview(_ job: DeliveryJob) async throws -> [DeliveryPreview] { try await original.preview(job) }

    func send(_ job: DeliveryJob, within limit: Duration) async -> DeliveryOutcome {
        let steps: [DeliveryPreview]
        do {
            steps = try await original.preview(job)
            let file = StaticFile(path: "\(name)-\(job.key.change).txt", bytes: Array(Self.text(steps).utf8))
            _ = try StaticPageWriter(directory: folder).write([file])
        } catch {
            return .refused(reason: (error as? any Diagnostic)?.message ?? "\(error)")
        }
        // What a local target thinks of it, that one says itself.
        if local == nil, let problem = steps.flatMap(\.notes).first(where: { $0.weight == .problem }) {
            return .refused(reason: problem.text)
        }
        // The provider's own name for the incident, which its later requests are made with.
        var saved = JSONObject([.init(name: "remoteID", value: .string("<remoteID of \(name)>"))])
        switch await local?.send(job, within: limit) {
        case nil: return .done(saved: saved, notes: [])
        case .done(let more, let notes):
            for member in more.members { saved[member.name] = member.value }
            return .done(saved: saved, notes: notes)
        case .refused(let reason), .blocked(let reason), .unknown(let reason): return .refused(reason: reason)
        case .retry(let reason, let after): return .retry(reason: reason, after: after)
        }
    }

    /// Whatever it is, doing it again does no harm here.
    func look(for job: DeliveryJob, within limit: Duration) async -> DeliverySighting { .repeatable }

    private static func text(_ steps: [DeliveryPreview]) -> String {
        steps.map { step in
            let notes = step.notes.map { "note: \($0.text)\n" }.joined()
            return "\(step.title)\n\(step.content.map { "\($0)\n" } ?? "")\(notes)"
        }.joined(separator: "\n")
    }
}
