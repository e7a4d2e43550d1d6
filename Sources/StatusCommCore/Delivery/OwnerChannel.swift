import JSON5

/// A way to the owners, who are told nothing that is out of date.
///
/// What could not be sent in time gives way to a newer reminder, or to the update or report that made it needless; so a
/// relay that comes back after a night brings one mail and not ten.
package struct OwnerChannel: DeliveryChannel {
    package var name: String { channel.name }
    package var kind: String { channel.kind }
    private let channel: any DeliveryChannel

    /// Tells the owners through a channel that has one of the names in `OwnerTarget`.
    package init(_ channel: any DeliveryChannel) {
        self.channel = channel
    }

    /// What would be sent; see `DeliveryChannel`.
    package func preview(_ job: DeliveryJob) async throws -> [DeliveryPreview] {
        try await channel.preview(job)
    }

    /// One attempt; see `DeliveryChannel`.
    package func send(_ job: DeliveryJob, within limit: Duration) async -> DeliveryOutcome {
        guard !job.isMoot else { return .done(saved: JSONObject(), notes: [Self.note]) }
        return await channel.send(job, within: limit)
    }

    /// One look; see `DeliveryChannel`.
    package func look(for job: DeliveryJob, within limit: Duration) async -> DeliverySighting {
        guard !job.isMoot else { return .found(saved: JSONObject(), notes: [Self.note]) }
        return await channel.look(for: job, within: limit)
    }

    private static let note = DeliveryNote(.information, "given up: there is newer word, or nothing to remind of")
}

extension DeliveryJob {
    /// Whether its reminder would tell the owners nothing they can use.
    fileprivate var isMoot: Bool { reminder.map { incident.isMoot($0, entry: key.change) } ?? false }
}
