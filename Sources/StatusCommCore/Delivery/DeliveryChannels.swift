import JSON5

/// The one list of what a configuration can deliver to.
package enum DeliveryChannels {
    /// What channels need of the world.
    package struct Surroundings: Sendable {
        package var repository: IncidentRepository
        package var library: ConnectorLibrary
        package var vault: SecretVault
        package var transport: Transport
        package var catalogues: CatalogueCache
        package var clock: any Clock<Duration>
        /// What handles mail; without it the configuration's mail is no target.
        package var mail: MailOffice?
        /// Puts another ticket system in the place of one of the configuration, by the target's name; nil in earnest.
        package var standIn: (@Sendable (String, any TicketSystem) -> any TicketSystem)?

        /// Gathers what channels need.
        package init(
            repository: IncidentRepository,
            library: ConnectorLibrary,
            vault: SecretVault,
            transport: Transport,
            catalogues: CatalogueCache = .inMemory(),
            clock: any Clock<Duration>,
            mail: MailOffice? = nil
        ) {
            self.mail = mail
            self.repository = repository
            self.library = library
            self.vault = vault
            self.transport = transport
            self.catalogues = catalogues
            self.clock = clock
        }
    }

    /// Every target of a configuration, in its order.
    ///
    /// - Throws: `InvalidConfiguration` when a target does not fit its connector.
    package static func make(
        _ configuration: Configuration,
        _ surroundings: Surroundings
    ) throws -> [any DeliveryChannel] {
        let mistakes = surroundings.library.mistakes(in: configuration)
        guard mistakes.isEmpty else { throw InvalidConfiguration(mistakes: mistakes) }
        var channels: [any DeliveryChannel] = []
        for page in configuration.statusPages {
            switch page.destination {
            case .directory(let directory):
                channels.append(
                    StaticPageChannel(
                        name: page.name,
                        directory: directory,
                        repository: surroundings.repository,
                        company: configuration.company,
                        components: configuration.components,
                        goals: page.showsStatistics ? StatisticsGoals(configuration.reports) : nil,
                        clock: surroundings.clock
                    )
                )
            case .connector(let settings):
                channels += try channel(page.name, settings, page.components, configuration, surroundings)
            }
        }
        for announcement in configuration.announcements {
            channels += try channel(announcement.name, announcement.connector, [:], configuration, surroundings)
        }
        if let office = surroundings.mail {
            channels.append(mail(office, surroundings.repository))
        }
        channels += try ticketChannels(configuration, surroundings)
        channels += try bannerPublishers(configuration, surroundings).map(BannerChannel.init)
        return channels
    }

    /// The ticket systems as targets, in the order of the configuration.
    private static func ticketChannels(
        _ configuration: Configuration,
        _ surroundings: Surroundings
    ) throws -> [TicketChannel] {
        let systems = try ticketSystems(configuration, surroundings, limit: configuration.delivery.attempt)
        let address = IncidentAddress(configuration)
        return configuration.tickets.compactMap { target in
            guard let real = systems[target.name] else { return nil }
            let system = surroundings.standIn?(target.name, real) ?? real
            return TicketChannel(
                name: target.name,
                kind: real.kind,
                rules: target.rules,
                lookback: target.lookback,
                tree: configuration.components,
                repository: surroundings.repository,
                recheckAfter: configuration.delivery.recheckAfter,
                clock: surroundings.clock,
                incidentURL: { address.url(of: $0) },
                // One for all attempts, since it counts requests against the vendor's rate.
                makeSystem: { _ in system }
            )
        }
    }

    /// Mail, with what becomes of each notification on record in a repository.
    package static func mail(_ office: MailOffice, _ repository: IncidentRepository) -> MailChannel {
        MailChannel(office: office) { try await repository.audit($0, of: $1) }
    }

    /// The ways to the owners of a configuration; no public change goes there.
    ///
    /// - Throws: `ConnectorFileError` when a connector of the user's own cannot be read.
    package static func owners(
        _ configuration: Configuration,
        _ surroundings: Surroundings
    ) throws -> [OwnerChannel] {
        var channels: [any DeliveryChannel] = []
        for announcement in configuration.announcements
        where configuration.owners.contains(.announcement(announcement.name)) {
            let name = OwnerTarget.announcement(announcement.name)
            channels += try channel(name, announcement.connector, [:], configuration, surroundings)
        }
        if let office = surroundings.mail, !configuration.ownerAddresses.isEmpty {
            channels.append(OwnerMailChannel(office: office, addresses: configuration.ownerAddresses))
        }
        return channels.map(OwnerChannel.init)
    }

    /// What publishes each banner of a configuration, in its order.
    ///
    /// - Throws: `ConnectorFileError` when a connector of the user's own cannot be read.
    package static func bannerPublishers(
        _ configuration: Configuration,
        _ surroundings: Surroundings
    ) throws -> [BannerPublisher] {
        try configuration.banners.map { banner in
            BannerPublisher(
                banner,
                components: configuration.components,
                statusPageURL: configuration.company.statusPageURL,
                push: try banner.stream.flatMap { try push(banner.name, $0, surroundings) },
                purge: try banner.purge.flatMap { try push(banner.name, $0, surroundings) },
                repository: surroundings.repository,
                transport: surroundings.transport,
                vault: surroundings.vault,
                clock: surroundings.clock
            )
        }
    }

    /// The ticket systems of a configuration.
    ///
    /// - Parameters:
    ///   - configuration: What names them.
    ///   - surroundings: What they need of the world.
    ///   - limit: Longest time for one call to a system, waiting for the vendor's rate included.
    /// - Returns: The systems by the name of the target.
    /// - Throws: `ConnectorFileError` when a connector of the user's own cannot be read.
    package static func ticketSystems(
        _ configuration: Configuration,
        _ surroundings: Surroundings,
        limit: Duration
    ) throws -> [String: ConnectorTicketSystem] {
        var systems: [String: ConnectorTicketSystem] = [:]
        for target in configuration.tickets {
            let settings = target.connector
            guard let connector = try surroundings.library.connector(named: settings.connector) else { continue }
            systems[target.name] = ConnectorTicketSystem(
                connector: connector,
                limit: limit,
                makeRunner: {
                    let values = try settings.values(for: connector, vault: surroundings.vault)
                    return runner(connector, target.name, values, surroundings)
                },
                makePreviewRunner: { runner(connector, target.name, settings.masked(for: connector), surroundings) },
                now: surroundings.repository.author.now
            )
        }
        return systems
    }

    private static func push(
        _ name: String,
        _ settings: ConnectorSettings,
        _ surroundings: Surroundings
    ) throws -> BannerPush? {
        guard let connector = try surroundings.library.connector(named: settings.connector) else { return nil }
        return BannerPush(
            kind: connector.name,
            makeRunner: {
                let values = try settings.values(for: connector, vault: surroundings.vault)
                return runner(connector, name, values, surroundings)
            },
            makePreviewRunner: { runner(connector, name, settings.masked(for: connector), surroundings) }
        )
    }

    private static func runner(
        _ connector: Connector,
        _ target: String,
        _ values: JSONObject,
        _ surroundings: Surroundings
    ) -> ConnectorRunner {
        ConnectorRunner(
            connector: connector,
            target: target,
            settings: values,
            transport: surroundings.transport,
            cache: surroundings.catalogues,
            clock: surroundings.clock,
            now: surroundings.repository.author.now
        )
    }

    private static func channel(
        _ name: String,
        _ settings: ConnectorSettings,
        _ remoteIDs: [String: String],
        _ configuration: Configuration,
        _ surroundings: Surroundings
    ) throws -> [ConnectorChannel] {
        guard let connector = try surroundings.library.connector(named: settings.connector) else { return [] }
        let channel = ConnectorChannel(
            name: name,
            connector: connector,
            remoteIDs: remoteIDs,
            tree: configuration.components,
            statusPageURL: configuration.company.statusPageURL,
            makeRunner: {
                let values = try settings.values(for: connector, vault: surroundings.vault)
                return runner(connector, name, values, surroundings)
            },
            makePreviewRunner: { runner(connector, name, settings.masked(for: connector), surroundings) }
        )
        return [channel]
    }
}

extension ConnectorSettings {
    /// The settings with a mask in the place of each secret; nothing is fetched.
    fileprivate func masked(for connector: Connector) -> JSONObject {
        let secret = Set(connector.settings.filter(\.isSecret).map(\.name))
        return JSONObject(
            members.map { member in
                .init(
                    name: member.name,
                    value: secret.contains(member.name) ? .string(Connector.secretMask) : member.value.value
                )
            }
        )
    }
}
