package import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm report check`.
package struct ReportCheckCommand: Hashable, Sendable {
    package var file = FileSource.standardInput
    package var incident: String?
    package var allowed: [String] = []

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "look in a report for what must not be published, and for what is missing",
        discussion: """
            The message check with the phrases for reports, no names of vendors, every section of the template there and \
            filled, and date, duration and times as the incident's log has them.

            What passed is put on record by its SHA-256: 'report publish' takes only a report that passed as it is. A rule \
            that is let pass with --allow is on record too.
            """,
        arguments: Self(),
        options: [
            .value(
                "incident",
                as: .reportedIncident,
                to: \.incident,
                help: "Incident that it is about, the only one that owes a report if left out"
            ),
            .values("allow", as: .line("RULE"), to: \.allowed, help: "Rule whose findings do not stop the report"),
        ],
        positionals: [.required(.input(endings: ["md"]), to: \.file, help: "Report, light Markdown")],
        examples: [
            CommandExample("Before it is published", "statuscomm report check report.md --incident INC-7"),
            CommandExample(
                "A vendor's name that customers need to know",
                "statuscomm report check report.md --allow report-vendor"
            ),
        ],
        exitStatuses: [
            .status(.done), .status(.failed), .status(.usage), .status(.refusedByCheck, "a finding stops the report"),
            .status(.configuration),
        ],
        output: .object([
            .field("incident", .string, "the incident it is about"),
            .field("sha256", .string, "digest of the report"),
            .field("refused", .boolean, "whether a finding stops the report"),
            .field("findings", .list(.anything), "rule, severity, line, column, excerpt, message and wayOut of each"),
        ]),
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: true)
        let allowed = try workspace.allowed(inReport: allowed)
        let incident = try await workspace.incident(owingReport: incident)
        let bytes = try context.bytes(of: file, limit: FileSource.reportLimit)
        let digest = SHA256.hex(bytes)
        let findings = try workspace.findings(inReport: String(decoding: bytes, as: UTF8.self), on: incident)
        let isRefused = !findings.blocking(allowing: allowed).isEmpty
        var text = findings.map { "\($0.line(path: file.name))\n    way out: \($0.wayOut)\n" }.joined()
        if isRefused {
            text += "\(file.name): refused as a report on \(incident.id)\n"
        } else {
            let record = ReportRecord.checked(report: digest, allowing: allowed.sorted())
            try await workspace.repository.record(record, for: incident.id)
            text += "\(file.name): passed as the report on \(incident.id) (\(digest.prefix(12)))\n"
        }
        return CommandResult(
            isRefused ? .refusedByCheck : .done,
            text: .lines(text),
            document: [
                "incident": .string("\(incident.id)"), "sha256": .string(digest), "refused": .bool(isRefused),
                "findings": .array(findings.map(\.json)),
            ]
        )
    }
}
