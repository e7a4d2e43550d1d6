import JSON5

/// A realtime engine, or the cache before a feed, that is told of a new version through a connector.
package struct BannerPush: Sendable {
    /// Name of the connector.
    package let kind: String
    private let makeRunner: @Sendable () async throws -> ConnectorRunner
    private let makePreviewRunner: @Sendable () -> ConnectorRunner

    /// Binds a connector of the kind `banner`.
    ///
    /// - Parameters:
    ///   - kind: Name of the connector.
    ///   - makeRunner: A runner with its secrets read, which may mean asking another program.
    ///   - makePreviewRunner: A runner that knows no secret, for showing what would be sent.
    package init(
        kind: String,
        makeRunner: @escaping @Sendable () async throws -> ConnectorRunner,
        makePreviewRunner: @escaping @Sendable () -> ConnectorRunner
    ) {
        self.kind = kind
        self.makeRunner = makeRunner
        self.makePreviewRunner = makePreviewRunner
    }

    func send(_ feed: BannerFeed) async -> BannerOutcome {
        do {
            switch try await makeRunner().run(.publish, ConnectorInput(feed)).outcome {
            case .done: return .done
            case .refused(_, let words): return .refused(words)
            case .retryLater(let after, let words): return .retry(words, after: after)
            case .unknown(let words): return .retry(words, after: nil)
            }
        } catch let error as SecretError {
            return .blocked(error.reason)
        } catch {
            return .retry((error as? any Diagnostic)?.message ?? "\(error)", after: nil)
        }
    }

    func preview(_ feed: BannerFeed) async -> [DeliveryPreview] {
        let preview = await makePreviewRunner().preview(.publish, ConnectorInput(feed))
        return preview.requests.map { DeliveryPreview(title: "\($0.method.rawValue) \($0.url)") }
            + (preview.problem.map { [DeliveryPreview(title: kind, notes: [DeliveryNote(.problem, $0)])] } ?? [])
    }
}

extension ConnectorInput {
    /// The input of a push: the document alone.
    fileprivate init(_ feed: BannerFeed) {
        self.init(
            operationKey: "\(feed.name)-\(feed.sequence)",
            title: feed.name,
            message: "",
            phase: .investigating,
            severity: .low,
            components: [],
            startedAt: feed.publishedAt,
            at: feed.publishedAt
        )
        self.feed = feed.document
    }
}
