/// The banner inside the product as a target of deliveries.
///
/// What a delivery sends is not the change alone but the whole feed as it stands then, so that sending twice does no
/// harm and a late one says nothing that is out of date.
package struct BannerChannel: DeliveryChannel {
    package var name: String { publisher.name }
    package let kind = "banner"
    /// What the channel publishes with.
    package let publisher: BannerPublisher

    /// Makes a target of a publisher.
    package init(_ publisher: BannerPublisher) {
        self.publisher = publisher
    }

    /// What would be published; see `DeliveryChannel`.
    package func preview(_ job: DeliveryJob) async throws -> [DeliveryPreview] {
        try await publisher.preview(publisher.feed(replacing: job.incident))
    }

    /// One attempt; see `DeliveryChannel`.
    package func send(_ job: DeliveryJob, within limit: Duration) async -> DeliveryOutcome {
        do {
            return try await publisher.publish(within: limit).outcome
        } catch let problem as BannerProblem {
            switch problem {
            case .tooLarge, .unknownFeed, .noFeed, .notAllOut: return .refused(reason: problem.message)
            case .busy: return .retry(reason: problem.message, after: nil)
            }
        } catch {
            return .retry(reason: (error as? any Diagnostic)?.message ?? "\(error)", after: nil)
        }
    }

    /// One look; see `DeliveryChannel`.
    package func look(for job: DeliveryJob, within limit: Duration) async -> DeliverySighting { .repeatable }
}
