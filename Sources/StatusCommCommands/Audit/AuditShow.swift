import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm audit`.
package struct AuditShow: Hashable, Sendable {
    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "show who ran what, after checking that no entry was changed",
        discussion: """
            Every record vouches for the one before it by its SHA-256. A record that was changed, removed or put in \
            between makes the command fail and names the place.
            """,
        arguments: Self(),
        examples: [CommandExample("Who did what", "statuscomm audit")],
        exitStatuses: ExitStatusInfo.reading,
        output: .object([
            .field(
                "records",
                .list(
                    .object([
                        .field("number", .integer, "place in the audit, from 1"),
                        .field("at", .time, "when"),
                        .field("by", .string, "who"),
                        .field("command", .string, "what was run, without values of options"),
                        .field("incident", .nullable(.string), "what it was about"),
                        .field("result", .string, "what came of it"),
                        .field("data", .anything, "further facts"),
                    ])
                ),
                "oldest first"
            ),
            .field("head", .nullable(.string), "SHA-256 of the newest record, which vouches for all"),
        ]),
        run: { _, context in
            let repository = IncidentRepository(store: try context.openStore(for: .reading), author: context.author)
            let records = try await repository.auditLog().records()
            var table = Table("NO", "AT", "BY", "COMMAND", "INCIDENT", "RESULT")
            for entry in records {
                table.append([
                    "\(entry.number)", "\(entry.stamp.at)", entry.stamp.by, entry.record.command,
                    entry.record.incident ?? "-", entry.record.result,
                ])
            }
            let text =
                records.last.map { "\(table.text(width: context.tableWidth))unbroken up to \($0.digest)\n" }
                ?? "nothing was audited yet\n"
            return CommandResult(
                text: .lines(text),
                document: [
                    "records": .array(
                        records.map { entry in
                            [
                                "number": .number(JSONNumber(entry.number)),
                                "at": .string(entry.stamp.at.rfc3339),
                                "by": .string(entry.stamp.by),
                                "command": .string(entry.record.command),
                                "incident": entry.record.incident.map { .string($0) } ?? .null,
                                "result": .string(entry.record.result),
                                "data": .object(entry.record.data),
                            ]
                        }
                    ),
                    "head": records.last.map { .string($0.digest) } ?? .null,
                ]
            )
        }
    )
}
