import JSON5

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Everything that mail needs of a configuration and a state directory: freezing notifications, sending them, looking at them.
package struct MailOffice: Sendable {
    package let configuration: MailConfiguration
    package let company: CompanyConfiguration
    package let components: ComponentTree
    package let writer: MessageWriter
    package let zones: ZoneDatabase
    package let vault: SecretVault
    /// Folder of all notifications, in the state directory.
    package let root: String
    package let clock: MailClock
    /// What is done about a mail whose fate only the relay knows.
    package var inDoubt = MailPolicy.InDoubt.resend
    /// Whether those whom the relay has put off are tried at once, however short the pause was.
    package var skipsPauses = false
    /// Time in which the relay has to be reached for the first time; what is to be sent stays queued then.
    package var reachWithin: Duration = .seconds(60)

    /// Gathers what mail needs; `stateDirectory` is made when the first notification is frozen.
    package init(
        configuration: MailConfiguration,
        company: CompanyConfiguration,
        components: ComponentTree,
        writer: MessageWriter,
        zones: ZoneDatabase,
        vault: SecretVault,
        stateDirectory: String,
        clock: MailClock = .system()
    ) {
        self.configuration = configuration
        self.company = company
        self.components = components
        self.writer = writer
        self.zones = zones
        self.vault = vault
        root = stateDirectory + "/mail"
        self.clock = clock
    }

    /// File of addresses that get nothing.
    package var suppressionsPath: String { configuration.suppressions ?? root + "/suppressed" }

    /// Folder of the notification of one change.
    package func folder(of incident: Incident, change: Int) -> MailFolder {
        MailFolder(path: "\(root)/\(incidentKey(incident))/\(change)")
    }

    /// Changes of an incident that were frozen, in order.
    package func changes(of incident: Incident) -> [Int] { Self.changes(in: "\(root)/\(incidentKey(incident))") }

    static func changes(in path: String) -> [Int] {
        guard let names = try? FileDescriptor.open(path, O_RDONLY | O_DIRECTORY).names() else { return [] }
        return names.compactMap { Int($0.name) }.sorted()
    }

    /// Everybody of the lists who wants to hear of something, and why not the others.
    ///
    /// `leaves`: ids of the components it affects. `severity` nil leaves preferences aside. `paths`: the lists; nil for those of
    /// the configuration.
    ///
    /// - Throws: when a list cannot be read.
    package func selection(
        leaves: Set<String>,
        severity: Severity?,
        of paths: [String]? = nil
    ) throws -> SubscriberSelection {
        SubscriberSelection(
            paths: paths ?? configuration.subscribers,
            tree: components,
            reserved: Self.reservedNames,
            leaves: leaves,
            severity: severity,
            suppressions: try SuppressionList.open(suppressionsPath, scratch: Self.scratch),
            seen: try addressSet()
        )
    }

    /// Everybody whom an incident's newest change is for, and why not the others.
    ///
    /// - Throws: when a list or the queue cannot be read.
    package func audience(of incident: Incident) throws -> MailAudience {
        let folders = changes(of: incident).filter { $0 < incident.latestChange.sequence }
            .map { folder(of: incident, change: $0) }
        // A report is for those who were told of the incident, whatever the lists say by now.
        guard incident.report == nil else {
            return try MailAudience(
                selection: try selection(leaves: [], severity: nil, of: []),
                told: folders.map { MailAudience.Earlier(folder: $0, states: [.accepted, .inDoubt, .inFlight]) },
                waited: try addressSet()
            )
        }
        // Nobody who was told of the trouble, or may have been, is left without its end.
        let told = incident.isOpen ? [] : folders
        let history =
            try incident.isOpen ? MailHistory(root: root, limit: configuration.perRecipient, now: clock.wall()) : nil
        return try MailAudience(
            selection: try selection(leaves: Set(incident.components.map(\.id)), severity: incident.severity),
            // Whoever still waited for the last one waits for this one now.
            waiting: folders.last,
            told: told.map { MailAudience.Earlier(folder: $0, states: [.accepted, .inDoubt, .inFlight]) },
            waited: try addressSet(),
            isOverLimit: { history?.isOverLimit($0) ?? false }
        )
    }

    /// Everybody of the lists who would hear of something at some components.
    ///
    /// - Throws: when a list cannot be read.
    package func audience(leaves: Set<String>, severity: Severity) throws -> MailAudience {
        try MailAudience(selection: try selection(leaves: leaves, severity: severity), waited: try addressSet())
    }

    private func addressSet() throws(MailFolderError) -> AddressSet {
        do throws(ErrorNumber) { return try AddressSet.make(in: Self.scratch) } catch {
            throw MailFolderError(path: Self.scratch, reason: error.text)
        }
    }

    /// Where sets of addresses have their files, which nobody else can open and which are gone with the process.
    private static let scratch = "/tmp"

    /// Names that no column of a list may take, since the incident has them.
    package static let reservedNames = Set(MessageVariable.all.map(\.name)).subtracting(["customer_name"])

    /// Renders an incident's newest message for each language of the lists, so that a mistake in a template is found before
    /// anybody hears anything.
    ///
    /// Columns are those that the first rows of each list have; a list that cannot be read is left to the send.
    ///
    /// - Throws: `InvalidTemplates` with the faults of the first language that has any, `MailRefused` when a text has what
    ///   stands for a recipient's values while a message is made.
    package func check(_ incident: Incident) throws {
        var marks: [Subscriber.Variable] = MailPlanner.commonNames.map { .init(name: $0, value: "https://a.example") }
        var languages: Set<String> = [""]
        for path in configuration.subscribers where path != "-" {
            guard var reader = try? SubscriberReader.open(path, tree: components, reserved: Self.reservedNames) else {
                continue
            }
            for _ in 0..<1000 {
                guard let row = try? reader.next() else { break }
                guard case .subscriber(let subscriber) = row else { continue }
                languages.insert(subscriber.language)
                for variable in subscriber.variables where !marks.contains(where: { $0.name == variable.name }) {
                    marks.append(.init(name: variable.name, value: "x"))
                }
            }
        }
        let render = renderer(incident)
        for language in languages.sorted() {
            let mail = try render(.init(language: language, timeZone: "", marks: marks))
            for text in [mail.subject, mail.text, mail.html] where MailSlots.areReserved(in: text) {
                throw MailRefused(reason: "it has something that mails keep for a recipient's own values")
            }
        }
    }

    /// Freezes the notification of an incident's newest change, its report among them, unless it is frozen already.
    ///
    /// - Throws: when a list, a template or the disk does not let us.
    package func freeze(_ incident: Incident, seed: String) throws -> MailFolder {
        let folder = folder(of: incident, change: incident.latestChange.sequence)
        guard !folder.exists else { return folder }
        try MailFolder.makeFolders(root)
        var planner = MailPlanner(render: renderer(incident))
        planner.fallbackUnsubscribeURL = configuration.unsubscribeURL
        var audience = try self.audience(of: incident)
        let badRows = configuration.badRows
        let base = try manifest(incident, seed: seed)
        _ = try folder.make { writer in
            try planner.add(&audience, to: &writer)
            if badRows == .stop, let issue = planner.firstUnusable {
                throw SubscriberFileError(path: issue.path, line: issue.line, reason: issue.reason)
            }
            if let failure = planner.failure { throw failure }
            return planner.manifest(base)
        }
        return folder
    }

    /// The mail to one recipient, as it would leave.
    ///
    /// - Throws: when the template or the recipient's values do not let us.
    package func preview(_ incident: Incident, to subscriber: Subscriber) throws -> [UInt8] {
        var planner = MailPlanner(render: renderer(incident))
        planner.fallbackUnsubscribeURL = configuration.unsubscribeURL
        let recipient = try planner.recipient(subscriber)
        let manifest = planner.manifest(try manifest(incident, seed: ""))
        var bytes: [UInt8] = []
        _ = try MailComposer(identity: manifest.identity, contents: manifest.contents).compose(recipient, into: &bytes)
        return bytes
    }

    /// Sends a frozen notification as far as it goes; nil when another process is at it.
    ///
    /// `patience`: longest wait for a recipient whom the relay puts off, in milliseconds. `shallStop` is asked, and `onProgress`
    /// told, a few times a second; so is `isOvertaken`, whether a newer message takes the place of what has not left.
    ///
    /// - Throws: when its folder, a secret or the relay's address cannot be used.
    package func send(
        _ folder: MailFolder,
        patience: Int = 0,
        inDoubt: MailPolicy.InDoubt = .resend,
        shallStop: @escaping () -> Bool,
        isOvertaken: @escaping () -> Bool = { false },
        onProgress: @escaping (DeliveryProgress) -> Void = { _ in }
    ) throws -> MailRunResult? {
        guard let lock = try folder.lock() else { return nil }
        defer { withExtendedLifetime(lock) {} }
        let manifest = try folder.manifest()
        var policy = MailPolicy()
        policy.connections = configuration.connections
        policy.giveUpAfter = Int(configuration.retryFor / .milliseconds(1))
        policy.reachWithin = Int(reachWithin / .milliseconds(1))
        policy.patience = patience
        policy.inDoubt = inDoubt
        var map = try folder.map(manifest)
        if skipsPauses { map.reopenDeferred() }
        let run = try MailRun(
            composer: try MailComposer(identity: manifest.identity, contents: manifest.contents),
            list: try folder.list(manifest),
            map: map,
            journal: try folder.journal(),
            policy: policy,
            rate: (
                try rateWindow(manifest.severity), configuration.rate.count * 60 / max(1, configuration.rate.seconds)
            ),
            suppressions: try SuppressionList.open(suppressionsPath, scratch: root),
            clock: clock,
            madeAt: manifest.createdAt
        )
        run.shallStop = shallStop
        let rate = configuration.rate
        let perMinute = Double(rate.count) * 60 / Double(max(1, rate.seconds))
        run.onProgress = { [unowned run] counts in
            var progress = DeliveryProgress(counts, perMinute: perMinute)
            let pause = (run.pauseLeft + 999) / 1000
            progress.isAtLimit = run.isAtRateLimit
            if pause > 0 { progress.pause = "the relay asks for a pause, going on in \(pause) s" }
            onProgress(progress)
        }
        run.isOvertaken = { isOvertaken() || Self.isOvertaken(folder) }
        switch configuration.relay {
        case .directory(let path): return try run.write(to: path)
        case .server(let url): return run.run(over: try Relay.curl(try address(url)))
        }
    }

    /// Whether a newer change of the same incident was frozen.
    package static func isOvertaken(_ folder: MailFolder) -> Bool {
        let parts = folder.path.split(separator: "/", omittingEmptySubsequences: false)
        guard let change = parts.last.flatMap({ Int($0) }) else { return false }
        return changes(in: parts.dropLast().joined(separator: "/")).contains { $0 > change }
    }

    private func rateWindow(_ severity: Severity) throws -> RateWindow {
        let ranks: [Severity] = [.low, .medium, .high, .critical]
        return try RateWindow(
            path: root + "/rate",
            limit: configuration.rate.count,
            seconds: configuration.rate.seconds,
            rank: ranks.firstIndex(of: severity) ?? 0,
            clock: clock.now,
            boot: clock.boot
        )
    }

    private func address(_ url: String) throws -> RelayAddress {
        var address = RelayAddress(url: url)
        address.encryption = configuration.allowPlaintext ? .none : .automatic
        address.user = configuration.user
        if let password = configuration.password { address.password = try vault.value(of: password) }
        address.caFile = configuration.caFile
        address.proxy = configuration.proxy
        return address
    }

    // A link that names nobody stands in every mail as it is; one that does is made for each recipient.
    private var commonUnsubscribeURL: String? {
        configuration.unsubscribeURL.flatMap { $0.contains(MailConfiguration.addressMark) ? nil : $0 }
    }

    func incidentKey(_ incident: Incident) -> String { "\(incident.id)-\(incident.publicID)" }

    private func manifest(_ incident: Incident, seed: String) throws -> MailManifest {
        let update = incident.latestChange
        let base = configuration.returnPath ?? configuration.from.address
        return MailManifest(
            identity: MailIdentity(
                fromName: configuration.from.name,
                from: configuration.from.address,
                incidentKey: incidentKey(incident),
                changeKey: String(update.sequence),
                date: Int(update.at.milliseconds / 1000),
                replyTo: configuration.replyTo,
                earlierChangeKeys: changes(of: incident).filter { $0 < update.sequence }.map { String($0) },
                listID: configuration.listID ?? "status.\(configuration.from.address.domain)",
                feedbackID: configuration.feedbackID,
                unsubscribeURL: commonUnsubscribeURL,
                returnPath: configuration.usesVERP ? .perRecipient(base) : .fixed(base),
                wantsDeliveryReports: configuration.requestsDSN,
                importance: configuration.priorityHeader && incident.severity == .critical ? "high" : nil,
                seed: seed
            ),
            severity: incident.severity,
            phase: update.phase,
            createdAt: Int(update.at.milliseconds / 1000),
            frozenAt: clock.wall()
        )
    }

    private func renderer(_ incident: Incident) -> (MailPlanner.Request) throws -> MailPlanner.Rendered {
        { [writer, zones] request in
            let zone = request.timeZone.isEmpty ? nil : try zones.zone(named: request.timeZone)
            let mail = try writer.mail(
                for: incident,
                language: request.language.isEmpty ? nil : request.language,
                zone: zone,
                recipient: request.marks.map { .init(name: $0.name, value: .string($0.value)) }
            )
            return MailPlanner.Rendered(subject: mail.subject, text: mail.text, html: mail.html)
        }
    }
}
