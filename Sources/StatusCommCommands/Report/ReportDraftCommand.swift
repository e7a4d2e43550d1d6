package import CommandTable
import JSON5
import StatusCommCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `statuscomm report draft`.
package struct ReportDraftCommand: Hashable, Sendable {
    package var incident: String?
    package var postmortem: FileSource?
    package var output: String?

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "make a customers' report of a postmortem",
        discussion: """
            Takes the timeline entries that concern customers, customers' words before our own, plain words for technical \
            phrases, and of the action items the preventions that customers may see. Sentences that the message check would \
            refuse are left out. Beginning, end and duration are the incident's.

            The postmortem is JSON5, or Markdown with the same headings. What it does not say, the incident's log does: a \
            timeline from 'incident note' is as good. Without --from the log alone is used.

            What was left out or put in other words is listed for a reviewer: with --output in a second file beside the \
            draft (report.md, report.review.md), else on standard error. The postmortem is archived with the incident.
            """,
        arguments: Self(),
        options: [
            .value(
                "from",
                as: .input("POSTMORTEM", endings: ["json5", "json", "md"]),
                to: \.postmortem,
                help: "Postmortem, - for standard input"
            ),
            .value(
                "output",
                "o",
                as: .file(endings: ["md"]),
                to: \.output,
                help: "File for the draft; one that is there stays"
            ),
        ],
        positionals: [.required(.reportedIncident, to: \.incident, help: "Incident that the report is about")],
        examples: [
            CommandExample(
                "Draft, and see what left",
                "statuscomm report draft INC-7 --from postmortem.json5 --output report.md"
            ),
            CommandExample("From what was noted while it happened", "statuscomm report draft INC-7 > report.md"),
        ],
        exitStatuses: [
            .status(.done), .status(.failed), .status(.usage), .status(.configuration, "the postmortem has mistakes"),
            .status(.conflict, "the file is there already"),
        ],
        output: .object([
            .field("incident", .string, "the incident"),
            .field("report", .string, "the draft, light Markdown"),
            .field("output", .nullable(.string), "file of the draft"),
            .field("review", .nullable(.string), "file with what left"),
            .field(
                "changes",
                .list(
                    .object([
                        .field("kind", .word(ReportChange.Kind.allCases.map(\.rawValue)), "what was done"),
                        .field("section", .string, "section of the report"),
                        .field("text", .string, "what stood there, credentials masked"),
                        .field("reason", .string, "why, or what stands there now"),
                    ])
                ),
                "what left, and what reads otherwise"
            ),
            .field("findings", .list(.anything), "what 'report check' would say"),
        ]),
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: true)
        let incident = try await workspace.repository.incident(named: incident)
        let bytes = try postmortem.map { try context.bytes(of: $0, limit: StoreLimits.entrySize) }
        let source = try bytes.map { try read($0, workspace.timeInput) } ?? Postmortem()
        let draft = ReportWriter(
            rules: workspace.reportRules,
            company: workspace.messages.company,
            components: workspace.configuration.components
        ).draft(source, incident: incident)
        let text = try workspace.messages.report(draft)
        let review = draft.changes.review(of: "\(incident.id)")
        let reviewPath = output.map(Self.reviewPath)
        if let output, let reviewPath {
            for path in [output, reviewPath] where FileManager.default.fileExists(atPath: path) {
                throw FileInTheWay(path: path, option: "--output")
            }
            try NewFile.create(output, Array(text.utf8), namedBy: "--output")
            try NewFile.create(reviewPath, Array(review.utf8), namedBy: "--output")
        }
        if let bytes {
            let digest = try await workspace.repository.archive(bytes, for: incident.id)
            let record = ReportRecord.drafted(report: SHA256.hex(Array(text.utf8)), postmortem: digest)
            try await workspace.repository.record(record, for: incident.id)
        }
        let findings = try workspace.findings(inReport: text, on: incident)
        return result(context, incident, draft, text, review, reviewPath, findings)
    }

    private func read(_ bytes: [UInt8], _ times: TimeInput) throws -> Postmortem {
        let path = postmortem?.name ?? "-"
        // JSON5 begins with a brace or a comment, Markdown of this form with its title.
        let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return first == UInt8(ascii: "#")
            ? try Postmortem(markdown: bytes, path: path, times: times)
            : try Postmortem(parsing: bytes, path: path, times: times)
    }

    private func result(
        _ context: CommandContext,
        _ incident: Incident,
        _ draft: ReportDraft,
        _ text: String,
        _ review: String,
        _ reviewPath: String?,
        _ findings: [MessageFinding]
    ) -> CommandResult {
        var shown = CommandResult.Text.lines("")
        if let output, let reviewPath {
            let places = draft.changes.count == 1 ? "1 place" : "\(draft.changes.count) places"
            shown = .lines("\(output): the draft\n\(reviewPath): what left, in \(places)\n")
        } else {
            // A file gets the very bytes whose digest is on record.
            shown = context.output.isTerminal ? .lines(text) : .exact(text)
            if !context.globals.quiet { context.errors.write(review) }
        }
        let blocking = findings.blocking()
        let next = "statuscomm report check \(output ?? "report.md") --incident \(incident.id)"
        context.note(
            blocking.isEmpty
                ? "read it, then run '\(next)'"
                : "\(blocking.count) places are to be written first; '\(next)' names them"
        )
        return CommandResult(
            text: shown,
            document: [
                "incident": .string("\(incident.id)"), "report": .string(text),
                "output": output.map { .string($0) } ?? .null, "review": reviewPath.map { .string($0) } ?? .null,
                "changes": .array(
                    draft.changes.map { change in
                        [
                            "kind": .string(change.kind.rawValue), "section": .string(change.section),
                            "text": .string(change.text), "reason": .string(change.reason),
                        ]
                    }
                ),
                "findings": .array(findings.map(\.json)),
            ]
        )
    }

    /// The file beside a draft that lists what left: `report.review.md` for `report.md`.
    private static func reviewPath(_ path: String) -> String {
        path.hasSuffix(".md") ? "\(path.dropLast(3)).review.md" : "\(path).review.md"
    }
}
