import CommandTable
import JSON5
package import StatusCommCore

/// `statuscomm tick`.
package struct Tick: Hashable, Sendable {
    package var check = false
    package var dryRun = false
    package var deadline: Duration?
    package var inDoubt = MailPolicy.InDoubt.resend

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "keep promises: for cron, once a minute",
        discussion: """
            Goes on with mail and deliveries that are not finished, looking first where the outcome is unknown. Posts \
            the promised 'still working' update a minute before it is due, if 'automaticUpdates' allows it, and reminds \
            the 'owners' when a promise is about to break, when it broke, and when a resolved incident has no report \
            after a day and after two. After missed calls or a change of the clock it says everything once.

            Any number of them may run at once, and beside people. It is silent when there is nothing to do, and when \
            what is queued is still queued; --verbose says so. With --check it changes nothing and tells by its exit \
            status how things stand: for monitoring.
            """,
        arguments: Self(),
        options: [
            .flag("check", to: \.check, help: "Only report what is due, late or not delivered"),
            .flag("dry-run", "n", to: \.dryRun, help: "Show what would be posted and who would be reminded, and stop"),
            .value(
                "deadline",
                as: .duration(atLeast: .seconds(1), atMost: .seconds(3_600)),
                to: \.deadline,
                help: "Longest time to spend on sending before the rest is queued"
            ),
            .inDoubt(to: \.inDoubt),
        ],
        rules: [.conflict(["check", "dry-run"])],
        examples: [
            CommandExample("The line in a crontab", "statuscomm tick"),
            CommandExample("For monitoring", "statuscomm tick --check"),
            CommandExample("What would it say now", "statuscomm tick --dry-run"),
        ],
        exitStatuses: [
            .status(.done, "nothing is left to do; with --check, nothing is due"),
            .status(.failed, "a target refused, or an incident cannot be read; with --check, a promise is broken"),
            .status(.usage),
            .status(.partlyDelivered, "something is queued; with --check, something is due or queued"),
            .status(.refusedByCheck, "an automatic update was refused, and the owners were reminded instead"),
            .status(.configuration), .status(.outcomeUnknown),
        ],
        output: TickReport.schema,
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        // The usual minute has nothing to do: it reads the configuration and a few folders, and no template or target.
        let rules = PromiseRules(try context.loadConfiguration())
        let reading = IncidentRepository(store: try context.openStore(for: .reading), author: context.author)
        let agenda = try await reading.agenda(by: rules)
        var report = TickReport(agenda: agenda, now: context.now())
        if check { return report.checked }
        if dryRun { return try await rehearse(context, rules, &report) }
        report.swept = try context.openStore(for: .writing).removeStaleTemporaries(now: context.now())
        guard !agenda.isEmpty else {
            context.explain("nothing is due and nothing is left to deliver")
            return report.done
        }
        let workspace = try await Workspace(context, writes: true, mail: MailHandling(inDoubt: inDoubt))
        context.interruption?.listen()
        let outcome = try await workspace.promiseKeeper(rules, deadline: deadline).keep(agenda)
        report.outcome = outcome
        if !outcome.deeds.isEmpty || !outcome.news.isEmpty {
            try await workspace.repository.audit(command: "tick", results: outcome.news)
        }
        for result in outcome.deliveries where !result.isFinal {
            context.explain("\(result.key) \(result.standing.word): \(result.standing.reason ?? "")")
        }
        return report.done
    }

    private func rehearse(
        _ context: CommandContext,
        _ rules: PromiseRules,
        _ report: inout TickReport
    ) async throws -> CommandResult {
        guard !report.agenda.items.isEmpty else { return report.rehearsed([]) }
        let workspace = try await Workspace(context, writes: false)
        let keeper = workspace.promiseKeeper(rules, deadline: deadline)
        var rehearsals: [String] = []
        for item in report.agenda.items {
            guard let deed = try await keeper.rehearse(item) else { continue }
            report.outcome.deeds.append(deed)
            guard case .post = deed.duty.act else { continue }
            switch try await workspace.rehearsal(of: deed.incident).text {
            case .lines(let text), .exact(let text): rehearsals.append(text)
            }
        }
        return report.rehearsed(rehearsals)
    }
}

extension Workspace {
    /// Looks after the promises of this configuration.
    fileprivate func promiseKeeper(_ rules: PromiseRules, deadline: Duration?) -> PromiseKeeper {
        // Nobody is there to let a title pass that somebody let pass before.
        let writer = CheckedWriter(
            writer: messages,
            rules: configuration.messageCheck,
            domain: configuration.company.domain,
            checksTitle: false
        )
        var limits = DeliveryRun.Limits(configuration.delivery)
        if let deadline { limits.deadline = deadline }
        // Whoever is at a target sends what there is; the next call comes in a minute.
        limits.patience = min(.seconds(5), limits.deadline)
        // Mail to many goes on in the next call: a timer that waits for this one would let promises break.
        limits.endsBulk = true
        let owners = channels.map(\.name).filter(configuration.ownerTargets.contains)
        return PromiseKeeper(
            rules: rules,
            lifecycle: IncidentLifecycle(
                repository: repository,
                components: configuration.components,
                severities: configuration.severities,
                targets: lifecycle.targets,
                write: { try writer.texts(for: $0) }
            ),
            ownerTargets: owners,
            wording: ReminderWording(company: messages.company, mark: messages.mark),
            delivery: DeliveryRun(
                repository: repository,
                channels: channels,
                limits: limits,
                clock: context.clock,
                random: { Double.random(in: 0..<1) },
                shallStop: context.interruption?.isRequested
            )
        )
    }
}
