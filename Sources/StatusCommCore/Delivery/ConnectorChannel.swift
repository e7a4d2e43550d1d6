import JSON5

/// A target that a connector speaks to: a status page, or a place for announcements.
package struct ConnectorChannel: DeliveryChannel {
    package let name: String
    package var kind: String { connector.name }
    package var takesReports: Bool { connector.kind == .statusPage && connector.supports(.report) }
    private let connector: Connector
    /// Ids that the provider has for our components, by our id.
    private let remoteIDs: [String: String]
    private let tree: ComponentTree
    private let statusPageURL: String
    /// A runner with its secrets read, which may mean asking another program.
    private let makeRunner: @Sendable () async throws -> ConnectorRunner
    /// A runner that knows no secret, for showing what would be sent.
    private let makePreviewRunner: @Sendable () -> ConnectorRunner

    /// Binds a connector to a target of the configuration.
    package init(
        name: String,
        connector: Connector,
        remoteIDs: [String: String],
        tree: ComponentTree,
        statusPageURL: String,
        makeRunner: @escaping @Sendable () async throws -> ConnectorRunner,
        makePreviewRunner: @escaping @Sendable () -> ConnectorRunner
    ) {
        self.name = name
        self.connector = connector
        self.remoteIDs = remoteIDs
        self.tree = tree
        self.statusPageURL = statusPageURL
        self.makeRunner = makeRunner
        self.makePreviewRunner = makePreviewRunner
    }

    /// What would be sent or written; see `DeliveryChannel`.
    package func preview(_ job: DeliveryJob) async -> [DeliveryPreview] {
        let preview = await makePreviewRunner().preview(action(for: job), input(for: job))
        var notes = preview.reports.map { DeliveryNote(.information, $0.words) }
        if let problem = preview.problem { notes.append(DeliveryNote(.problem, problem)) }
        var steps = preview.requests.map { request in
            let headers = request.headers.map { "\($0.name): \($0.value)\n" }.joined()
            return DeliveryPreview(
                title: "\(request.method.rawValue) \(request.url)",
                content: request.body.map { "\(headers)\n\($0)" } ?? headers
            )
        }
        if steps.isEmpty {
            steps = [DeliveryPreview(title: "nothing to send", notes: notes)]
        } else {
            steps[steps.count - 1].notes = notes
        }
        return steps
    }

    /// One attempt; see `DeliveryChannel`.
    package func send(_ job: DeliveryJob, within limit: Duration) async -> DeliveryOutcome {
        if job.action == .report, job.saved["remoteID"] == nil {
            return .refused(reason: "the page does not have the incident, so it has no place for its report")
        }
        let runner: ConnectorRunner
        do {
            runner = try await makeRunner().ending(within: limit)
        } catch let error as SecretError {
            // A password manager that is asked again and again asks its user again and again.
            return .blocked(reason: error.reason)
        } catch {
            return .retry(reason: describe(error), after: nil)
        }
        let input = input(for: job)
        let action = action(for: job)
        let result = await runner.run(action, input)
        if result.completed != input.completed, result.outcome != .done {
            do {
                try await job.record(
                    ["completed": .array(result.completed.map { .string($0) }), "saved": .object(result.saved)]
                )
            } catch {
                return .unknown(reason: describe(error))
            }
        }
        switch result.outcome {
        case .done:
            var notes = result.reports.map { DeliveryNote(.information, $0.words) }
            if action == .resolve { notes += await verification(runner, job, saved: result.saved) }
            return .done(saved: result.saved, notes: notes)
        case .refused(let status, let words):
            return .refused(reason: status.map { "\($0) \(words)" } ?? words)
        case .retryLater(let after, let words):
            return .retry(reason: words, after: after)
        case .unknown(let words):
            return .unknown(reason: words)
        }
    }

    /// One look; see `DeliveryChannel`.
    package func look(for job: DeliveryJob, within limit: Duration) async -> DeliverySighting {
        do {
            let runner = try await makeRunner().ending(within: limit)
            let action = action(for: job)
            switch await runner.find(after: action, input(for: job)) {
            case .found(let saved):
                return .found(
                    saved: saved,
                    notes: action == .resolve ? await verification(runner, job, saved: saved) : []
                )
            case .absent:
                return .absent
            case .unsupported:
                return connector.isRepeatable(action) ? .repeatable : .unrecognisable
            case .failed(let outcome):
                switch outcome {
                case .done: return .failed(reason: "the look ended without an answer", after: nil)
                case .refused(_, let words), .unknown(let words): return .failed(reason: words, after: nil)
                case .retryLater(let after, let words): return .failed(reason: words, after: after)
                }
            }
        } catch let error as SecretError {
            return .blocked(reason: error.reason)
        } catch {
            return .failed(reason: describe(error), after: nil)
        }
    }

    /// Asks the provider whether it would understand us; publishes nothing.
    ///
    /// - Throws: `SecretError` when a secret cannot be fetched.
    package func check() async throws -> ConnectorCheck {
        try await makeRunner().check(
            components: connector.kind == .statusPage
                ? tree.leaves.map {
                    ConnectorInput.Component(
                        id: $0.id,
                        name: $0.name,
                        remoteID: remoteIDs[$0.id],
                        status: .operational
                    )
                } : []
        )
    }

    /// An update of an incident that the page does not know is an opening: the page refused that one.
    ///
    /// A report never is: without the incident there is nothing to add it to.
    private func action(for job: DeliveryJob) -> ConnectorAction {
        switch connector.kind {
        // A ticket connector is another channel's; here it is refused for having no such action.
        case .announcement, .banner, .ticket: return .publish
        case .statusPage:
            guard job.saved["remoteID"] != nil || job.action == .report else { return .open }
            switch job.action {
            case .open: return .open
            // A page is nobody's reminder.
            case .update, .remind: return .update
            case .resolve: return .resolve
            case .report: return .report
            }
        }
    }

    private func input(for job: DeliveryJob) -> ConnectorInput {
        let publication = job.update.publication
        let text =
            switch connector.kind {
            case .statusPage: publication.texts["page"]
            case .announcement, .banner, .ticket: publication.texts["chat"] ?? publication.texts["page"]
            }
        var input = ConnectorInput(
            operationKey: job.operationKey,
            title: job.reminder?.title ?? job.incident.title,
            message: job.reminder?.text ?? text ?? publication.message,
            phase: job.update.phase,
            severity: job.update.severity,
            components: publication.components.map { self.component($0, job) },
            startedAt: job.incident.startedAt,
            at: job.update.at
        )
        input.previousPhase = job.incident.updates.last { $0.sequence < job.update.sequence }?.phase
        input.notify = publication.notify
        input.nextUpdate = publication.nextUpdateAt
        input.links["statusPage"] = .string(statusPageURL)
        input.saved = job.saved
        input.completed = job.steps.last?["completed"]?.array?.compactMap(\.string) ?? []
        // What a completed request saved, the next one may need.
        for member in job.steps.last?["saved"]?.object?.members ?? [] { input.saved[member.name] = member.value }
        return input
    }

    private func component(_ component: AffectedComponent, _ job: DeliveryJob) -> ConnectorInput.Component {
        var told = ConnectorInput.Component(
            id: component.id,
            name: tree[component.id]?.name ?? component.id,
            remoteID: remoteIDs[component.id],
            status: component.shownStatus
        )
        let earlier = job.incident.updates.last {
            $0.sequence < job.update.sequence && $0.publication.targets.contains(job.key.target)
        }
        if let before = earlier?.publication.components.first(where: { $0.id == component.id }) {
            told.previousStatus = before.shownStatus
        }
        return told
    }

    /// Reads the page back after a resolution: what is still red is what customers see.
    private func verification(
        _ runner: ConnectorRunner,
        _ job: DeliveryJob,
        saved: JSONObject
    ) async -> [DeliveryNote] {
        var input = input(for: job)
        for member in saved.members { input.saved[member.name] = member.value }
        switch await runner.verify(input) {
        case .confirmed: return []
        case .differs(let differences): return differences.map { DeliveryNote(.problem, $0) }
        case .unsupported:
            return connector.kind == .statusPage
                ? [DeliveryNote(.information, "this connector cannot read the page back")] : []
        case .failed(let outcome):
            switch outcome {
            case .done: return []
            case .refused(_, let words), .retryLater(_, let words), .unknown(let words):
                return [DeliveryNote(.problem, "the page could not be read back: \(words)")]
            }
        }
    }

    private func describe(_ error: any Error) -> String {
        (error as? any Diagnostic)?.message ?? "\(error)"
    }
}

extension Connector {
    /// Whether an action may be carried out twice without harm, by the provider's own key.
    fileprivate func isRepeatable(_ action: ConnectorAction) -> Bool {
        actions[action]?.allSatisfy(\.isRepeatable) ?? false
    }
}
