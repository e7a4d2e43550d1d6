import JSON5

/// Publishes one banner feed: the feed first, then the same bytes as a push, then the purge of a cache.
///
/// The feed is made anew of every incident that is open at that moment, under the feed's lock, so that whoever comes
/// last has seen everything.
package struct BannerPublisher: Sendable {
    /// Name of the target and of the feed.
    package let name: String
    private let places: [BannerPlace]
    private let components: [String]
    private let wording: BannerWording
    private let push: BannerPush?
    private let purge: BannerPush?
    private let repository: IncidentRepository
    private let placement: BannerPlacement
    private let clock: any Clock<Duration>

    /// Prepares a banner of the configuration.
    package init(
        _ configuration: BannerConfiguration,
        components: ComponentTree,
        statusPageURL: String,
        push: BannerPush?,
        purge: BannerPush?,
        repository: IncidentRepository,
        transport: Transport,
        vault: SecretVault,
        clock: any Clock<Duration>
    ) {
        name = configuration.name
        places = configuration.places
        self.components = configuration.components
        wording = BannerWording(
            components: components,
            statusPageURL: statusPageURL,
            defaultMessage: configuration.defaultMessage
        )
        self.push = push
        self.purge = purge
        self.repository = repository
        placement = BannerPlacement(transport: transport, vault: vault, now: repository.author.now)
        self.clock = clock
    }

    /// Publishes what is true now; the limit is for each exchange.
    ///
    /// - Throws: `BannerProblem` when the feed is too large or another process is at it, `StoreError`. A half that
    ///   could not be published is no error but part of the result.
    package func publish(within limit: Duration) async throws -> BannerPublication {
        let lockName = try StoreKey("banner-\(name)")
        switch try await repository.store.lock(lockName, for: repository.author.holder, patience: limit, clock: clock) {
        case .busy(let holder): throw BannerProblem.busy(feed: name, holder: holder)
        case .taken(let lock):
            let sequence = BannerSequence(store: repository.store, feed: name)
            var publication: BannerPublication
            var rounds = 0
            // The lock holds on this machine alone: when another one took a number meanwhile, it may have put its feed
            // in place before ours, which knew less.
            repeat {
                let number = try await sequence.next(now: repository.now())
                publication = try await put(feed(of: await repository.active(), sequence: number), within: limit)
                rounds += 1
                if try await sequence.isNewest(number) { break }
            } while rounds < 5
            withExtendedLifetime(lock) {}
            return publication
        }
    }

    /// The feed as it would be published now, or with one incident as it would become.
    package func feed(replacing incident: Incident? = nil) async throws -> BannerFeed {
        var incidents = try await repository.active().filter { $0.id != incident?.id }
        if let incident { incidents.append(incident) }
        return feed(of: incidents, sequence: repository.now().milliseconds)
    }

    /// What publishing would do, secrets masked.
    package func preview(_ feed: BannerFeed) async throws -> [DeliveryPreview] {
        _ = try feed.bytes()
        var steps = places.map { DeliveryPreview(title: placement.title($0)) }
        if let push { steps += await push.preview(feed) }
        if let purge { steps += await purge.preview(feed) }
        if !steps.isEmpty { steps[0].content = JSONWriter.text(feed.document, layout: .pretty) }
        return steps
    }

    private func feed(of incidents: [Incident], sequence: Int64) -> BannerFeed {
        BannerFeed(
            name: name,
            incidents: incidents,
            showing: components,
            wording: wording,
            sequence: sequence,
            now: repository.now()
        )
    }

    private func put(_ feed: BannerFeed, within limit: Duration) async throws -> BannerPublication {
        let bytes = try feed.bytes()
        var publication = BannerPublication(feed: feed, places: [])
        for place in places {
            publication.places.append(await placement.put(bytes, in: place, within: limit))
        }
        publication.push = await push?.send(feed)
        if publication.places.contains(.done) { publication.purge = await purge?.send(feed) }
        return publication
    }
}
