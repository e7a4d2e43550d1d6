package import StatusCommCore

/// A configuration with its store and its targets, ready to work: what most commands begin with.
package struct Workspace: Sendable {
    package let context: CommandContext
    package let configuration: Configuration
    package let repository: IncidentRepository
    /// All ways that lead somewhere: to the public, and to the owners.
    package let channels: [any DeliveryChannel]
    package let lifecycle: IncidentLifecycle
    /// Writes the texts, with the templates that apply.
    package let messages: MessageWriter
    /// What handles mail; nil when the configuration has none.
    package let mailOffice: MailOffice?
    /// Rules of the message check that a person let pass.
    package let allowedRules: [String]

    /// Opens what the context names.
    ///
    /// - Parameters:
    ///   - context: Where everything is found.
    ///   - writes: Whether the state directory is made when it is missing; a reading command sees an empty one.
    ///   - targets: Names of the targets that changes go to; empty for all.
    ///   - allowedRules: Rules of the message check that may pass.
    ///   - mail: How mails of an earlier run are handled.
    /// - Throws: A `Diagnostic` naming every mistake in the configuration, or what is wrong with the state directory.
    package init(
        _ context: CommandContext,
        writes: Bool,
        targets: [String] = [],
        allowing allowedRules: [String] = [],
        mail: MailHandling = MailHandling()
    ) async throws {
        self.context = context
        self.allowedRules = allowedRules
        let configuration = try context.loadConfiguration()
        self.configuration = configuration
        repository = IncidentRepository(
            store: try context.openStore(for: writes ? .writing : .reading),
            author: context.author
        )
        var messages = MessageWriter(
            templates: try MessageTemplates(folder: configuration.templates),
            company: MessageCompany(configuration.company),
            components: configuration.components
        )
        messages.mark = context.exercise?.mark
        self.messages = messages
        let vault = SecretVault(
            environment: context.environment,
            hiding: configuration.secretVariables,
            isClosed: context.exercise != nil
        )
        mailOffice = try context.mailOffice(configuration, writer: messages, vault: vault, handling: mail)
        let surroundings = DeliveryChannels.Surroundings(
            repository: repository,
            library: try ConnectorLibrary(paths: configuration.connectors),
            vault: vault,
            transport: context.makeTransport(),
            clock: context.exercise?.upkeep ?? context.clock,
            mail: mailOffice
        )
        let publicChannels =
            try context.exercise?.channels(surroundings) ?? DeliveryChannels.make(configuration, surroundings)
        channels =
            publicChannels
            + (try context.exercise?.owners(surroundings) ?? DeliveryChannels.owners(configuration, surroundings))
        let names = publicChannels.map(\.name)
        for target in targets where !names.contains(target) {
            throw UnknownTarget(name: target, known: names)
        }
        let writer = CheckedWriter(
            writer: messages,
            rules: configuration.messageCheck,
            domain: configuration.company.domain,
            allowing: Set(allowedRules),
            warn: { context.warn($0) }
        )
        let chosen = targets.isEmpty ? names : names.filter(targets.contains)
        let checkedMail = chosen.contains(Configuration.mailTarget) ? mailOffice : nil
        var lifecycle = IncidentLifecycle(
            repository: repository,
            components: configuration.components,
            severities: configuration.severities,
            targets: chosen,
            write: { incident in
                try checkedMail?.check(incident)
                return try writer.texts(for: incident)
            }
        )
        lifecycle.mark = context.exercise?.mark
        self.lifecycle = lifecycle
    }

    /// Opens what a publishing command needs.
    package init(_ context: CommandContext, for publishing: PublishingArguments) async throws {
        try await self.init(
            context,
            writes: !publishing.dryRun,
            targets: publishing.channels,
            allowing: publishing.allowedRules
        )
    }

    /// How times that people type are understood.
    package var timeInput: TimeInput {
        TimeInput(
            zone: configuration.company.zone,
            database: ZoneDatabase(environment: context.environment),
            now: context.now()
        )
    }

    /// What the message check says about words that stand by themselves.
    package func findings(in words: String) -> [MessageFinding] {
        MessageCheck(
            rules: configuration.messageCheck,
            context: MessageCheckContext(
                company: MessageCompany(configuration.company),
                components: configuration.components,
                target: nil
            )
        ).findings(in: words)
    }

    /// Carries out deliveries with a live display, and marks what is settled.
    ///
    /// Whoever wants the program to end meanwhile gets the rest queued.
    ///
    /// - Parameters:
    ///   - incidents: Newest states.
    ///   - deadline: Longest time in all, also for mail; nil for the configuration's, which mail that is leaving may exceed.
    ///   - wanted: Which deliveries to touch.
    /// - Returns: One result for each delivery that was unfinished.
    /// - Throws: `StoreError` when the end of an incident cannot be marked.
    package func deliver(
        _ incidents: [Incident],
        deadline: Duration? = nil,
        where wanted: @escaping @Sendable (DeliveryKey) -> Bool = { _ in true }
    ) async throws -> [DeliveryResult] {
        var limits = DeliveryRun.Limits(configuration.delivery)
        if let deadline {
            limits.deadline = deadline
            limits.endsBulk = true
        }
        let display = DeliveryDisplay(context)
        let run = DeliveryRun(
            repository: repository,
            channels: channels,
            limits: limits,
            clock: context.clock,
            random: { Double.random(in: 0..<1) },
            shallStop: context.interruption?.isRequested,
            report: { display.show($0) }
        )
        let announcement = announceInterruption(display)
        let results = await run.carryOut(incidents, where: wanted)
        // A wish that ended the run is answered, however quickly that went.
        if context.interruption?.isRequested() != true { announcement?.cancel() }
        _ = await announcement?.result
        try await repository.settle(incidents)
        return completed(results, of: incidents)
    }

    /// Where every delivery of an incident stands, without touching any.
    package func standings(of incident: Incident) async throws -> [DeliveryResult] {
        completed(try await repository.standings(of: incident, channels: channels), of: [incident])
    }

    private func completed(_ results: [DeliveryResult], of incidents: [Incident]) -> [DeliveryResult] {
        guard let mailOffice else { return results }
        return results.map { result in
            guard let incident = incidents.first(where: { $0.id == result.key.incident }) else { return result }
            return mailOffice.completed(result, of: incident)
        }
    }

    /// Listens to the wish to end, and says once that it was heard.
    private func announceInterruption(_ display: DeliveryDisplay) -> Task<Void, any Error>? {
        guard let interruption = context.interruption else { return nil }
        interruption.listen()
        return Task {
            // In our own time, also in an exercise: its clock would jump with every look.
            while !interruption.isRequested() { try await Task.sleep(for: .milliseconds(50)) }
            display.say("stopping: finishing what is in flight, the rest stays queued; once more ends it at once")
        }
    }

    /// What a rehearsed change would send, target by target.
    package func rehearsal(of incident: Incident) async throws -> CommandResult {
        let run = DeliveryRun(
            repository: repository,
            channels: channels,
            clock: context.clock,
            random: { 0 }
        )
        return RehearsalReport(
            incident: incident,
            previews: try await run.preview(incident),
            tree: configuration.components
        ).result
    }

    /// Tells everybody about a change that is on record, and reports.
    ///
    /// The audit calls it `command`, without one `incident` and the verb.
    package func publish(
        _ incident: Incident,
        verb: String,
        _ publishing: PublishingArguments,
        command: String? = nil
    ) async throws -> CommandResult {
        let command = command ?? "incident \(verb)"
        // On record already: from here on the id is true, whatever happens to the targets.
        context.explain("\(incident.id) \(verb), telling \(incident.latestChange.publication.targets.count) targets")
        let change = incident.latestChange.sequence
        if publishing.detach {
            readListsFromInput(of: incident)
            try BackgroundDelivery.start(context)
            try await repository.audit(command: command, incident: incident.id, allowedRules: allowedRules)
            let report = IncidentReport(incident, verb: verb, tree: configuration.components, isInBackground: true)
            return report.result
        }
        let results = try await deliver([incident], deadline: publishing.deadline)
        try await repository.audit(
            command: command,
            incident: incident.id,
            results: results.filter { $0.key.change == change },
            allowedRules: allowedRules
        )
        return IncidentReport(incident, verb: verb, tree: configuration.components, deliveries: results).result
    }
}

extension Workspace {
    /// A list that comes on standard input is read now: the process in the background has none.
    private func readListsFromInput(of incident: Incident) {
        let update = incident.latestUpdate
        guard let mailOffice, mailOffice.configuration.subscribers.contains("-"),
            update.publication.targets.contains(Configuration.mailTarget)
        else { return }
        let key = DeliveryKey(incident: incident.id, target: Configuration.mailTarget, change: update.sequence)
        do {
            _ = try mailOffice.freeze(incident, seed: repository.operationKey(of: key, in: incident))
        } catch {
            context.warn((error as? any Diagnostic)?.message ?? "\(error)")
        }
    }
}

/// A target that the configuration does not have.
package struct UnknownTarget: Diagnostic, Hashable {
    package let name: String
    package let known: [String]

    package var message: String { "unknown target '\(name)'" }
    package var hint: String? {
        known.isEmpty ? "the configuration has no target" : "the configuration has \(known.joined(separator: ", "))"
    }
    package var exitStatus: ExitStatus { .usage }
}
