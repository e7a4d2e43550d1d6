import JSON5

/// The static status page in a folder.
///
/// Every delivery builds the whole page from the log, so that doing it twice, or late, or by another process, gives the
/// same page.
package struct StaticPageChannel: DeliveryChannel {
    package let name: String
    package let kind = "static"
    package let takesReports = true
    private let directory: String
    private let repository: IncidentRepository
    private let company: CompanyConfiguration
    private let components: ComponentTree
    private let goals: StatisticsGoals?
    private let clock: any Clock<Duration>

    /// Describes the page of a folder.
    ///
    /// `goals` are what the page's figures are held against; without them the page has no figures.
    package init(
        name: String,
        directory: String,
        repository: IncidentRepository,
        company: CompanyConfiguration,
        components: ComponentTree,
        goals: StatisticsGoals? = nil,
        clock: any Clock<Duration>
    ) {
        self.name = name
        self.directory = directory
        self.repository = repository
        self.company = company
        self.components = components
        self.goals = goals
        self.clock = clock
    }

    /// What would be sent or written; see `DeliveryChannel`.
    package func preview(_ job: DeliveryJob) async -> [DeliveryPreview] {
        [
            DeliveryPreview(
                title: "write the page in \(directory)",
                content: job.update.publication.texts["page"] ?? job.update.publication.message
            )
        ]
    }

    /// One attempt; see `DeliveryChannel`.
    package func send(_ job: DeliveryJob, within limit: Duration) async -> DeliveryOutcome {
        do {
            _ = try await build(within: limit)
            return .done(saved: address(of: job.incident, isReport: job.action == .report), notes: [])
        } catch {
            return .retry(reason: (error as? any Diagnostic)?.message ?? "\(error)", after: nil)
        }
    }

    /// One look; see `DeliveryChannel`.
    package func look(for job: DeliveryJob, within limit: Duration) async -> DeliverySighting { .repeatable }

    /// Builds the page from the log; tells which files changed.
    ///
    /// - Throws: `StaticPageError`, or `StoreError` when the log cannot be read.
    package func build(within patience: Duration) async throws -> [String] {
        try await StaticPage.write(
            to: directory,
            store: repository.store,
            holder: repository.author.holder,
            patience: patience,
            clock: clock
        ) {
            StatusPageSnapshot(
                of: try await repository.all(),
                company: company,
                components: components,
                now: repository.now(),
                goals: goals
            )
        }
    }

    private func address(of incident: Incident, isReport: Bool) -> JSONObject {
        let file = "\(isReport ? "reports" : "incidents")/\(PageIncident(incident).publicID).html"
        var base = company.statusPageURL
        if base.hasSuffix("/index.html") { base.removeLast("/index.html".count) }
        while base.hasSuffix("/") { base.removeLast() }
        return JSONObject([.init(name: "url", value: .string("\(base)/\(file)"))])
    }
}
