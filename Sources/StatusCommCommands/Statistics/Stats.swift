import CommandTable
import JSON5
package import StatusCommCore

/// `statuscomm stats`.
package struct Stats: Hashable, Sendable {
    package var since: TimeText?
    package var until: TimeText?
    package var period: StatisticsPeriod?
    package var page: String?

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "tell how fast and how reliably customers were told",
        discussion: """
            For each incident: the time from when customers began to notice until the first target had the first \
            message, the promised updates that came on time, the time to the resolution notice and to the report; then \
            all of them together, and target by target.

            Customers began to notice at --started-at of the opening, or at an earlier note of type impact-started. A \
            promise is kept when the next message is out before its minute is over. A '!' marks what misses its goal: a \
            first message within 2 minutes, every update on time, a report before 'reports.escalateAfter' is over. \
            Incidents that are not resolved say so and have no time to the end.
            """,
        arguments: Self(),
        options: [
            .value("since", as: .dayOrTime(), to: \.since, help: "Only incidents that began then or later"),
            .value("until", as: .dayOrTime(), to: \.until, help: "Only incidents that began before"),
            .value("by", as: .choice("PERIOD"), to: \.period, help: "A line for each period instead of each incident"),
            .value(
                "page",
                as: .file("FILE", endings: ["html"]),
                to: \.page,
                help: "Write plots and tables as a web page too",
                details: """
                    A folder gets it as statistics.html. It is for yourselves: it names targets and failures. A static \
                    page with 'statistics: true' has one for everybody.
                    """
            ),
        ],
        examples: [
            CommandExample("All incidents", "statuscomm stats"),
            CommandExample(
                "November, month by month",
                "statuscomm stats --by month --since 2026-11-01 --until 2026-12-01"
            ),
            CommandExample("As a page with plots", "statuscomm stats --page statistics.html"),
        ],
        exitStatuses: ExitStatusInfo.reading,
        output: .statistics,
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: false)
        let input = workspace.timeInput
        let since = try since.map { try $0.instant(by: input) } ?? .earliest
        let until = try until.map { try $0.instant(by: input) }
        var figures: [IncidentFigures] = []
        for incident in try await workspace.repository.all()
        where incident.detectedAt >= since && until.map({ incident.detectedAt < $0 }) != false {
            figures.append(
                IncidentFigures(
                    incident,
                    deliveries: try await workspace.repository.deliveryFacts(of: incident),
                    now: context.now()
                )
            )
        }
        let company = workspace.configuration.company
        let statistics = Statistics(
            figures,
            goals: StatisticsGoals(workspace.configuration.reports),
            zone: company.zone
        )
        var written: String?
        if let page {
            written = try StatisticsPage(statistics, company: company.name, audience: .ourselves).write(to: page)
            context.note("wrote \(written ?? page)")
        }
        return CommandResult(
            text: .lines(StatisticsText(statistics, by: period).text(width: context.tableWidth)),
            document: statistics.document(by: period ?? .month, page: written)
        )
    }
}

extension ValueType where Value == TimeText {
    /// A time as elsewhere, or a day or a month alone, which means its beginning.
    fileprivate static func dayOrTime() -> ValueType {
        let time = ValueType.time()
        return ValueType<String>.line("TIME", limit: 128).map { text throws(ValueError) in
            let isDigits = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
            switch (isDigits, text.utf8.count) {
            case (true, 7): return try time.parse("\(text)-01 00:00")
            case (true, 10): return try time.parse("\(text) 00:00")
            default: return try time.parse(text)
            }
        }
    }
}
