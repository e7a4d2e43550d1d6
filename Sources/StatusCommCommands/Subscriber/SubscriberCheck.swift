package import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm subscriber check`.
package struct SubscriberCheck: Hashable, Sendable {
    package var files: [FileSource] = []

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "check the subscriber lists row by row",
        discussion: """
            Reads every list of the configuration, or the files that are named in their place, and sends nothing. Rows that \
            are no use, and lines of the suppression list that are no address, are named with file, line and reason.
            """,
        arguments: Self(),
        positionals: [
            .rest(
                .input("FILE", endings: ["csv", "jsonl"]),
                to: \.files,
                help: "List to check in place of those of the configuration, - for standard input"
            )
        ],
        examples: [
            CommandExample("Every bad row with file, line and reason", "statuscomm subscriber check"),
            CommandExample("A new list, before it is used", "statuscomm subscriber check new-subscribers.csv"),
        ],
        exitStatuses: ExitStatusInfo.reading,
        output: .object([
            .field("subscribers", .integer, "different addresses that can be told"),
            .field("duplicates", .integer, "rows whose address came before"),
            .field("suppressed", .integer, "rows whose address is suppressed"),
            .field(
                "issues",
                .list(
                    .object([
                        .field("path", .string, "file"), .field("line", .integer, "line, from 1"),
                        .field("reason", .string, "what is wrong"),
                        .field("skipped", .boolean, "whether the whole row is left out"),
                    ])
                ),
                "what is wrong"
            ),
        ]),
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let office = try await Workspace(context, writes: false).mail()
        let paths = files.isEmpty ? nil : files.map(\.name)
        var selection = try office.selection(leaves: [], severity: nil, of: paths)
        var lines = ResultLines(on: context.output)
        var told = 0
        var duplicates = 0
        var suppressed = 0
        var issueCount = 0
        var issues: [JSONValue] = []
        while let decision = try selection.next() {
            switch decision {
            case .tell: told += 1
            case .leaveOut(_, .duplicate): duplicates += 1
            case .leaveOut(_, .suppressed): suppressed += 1
            case .leaveOut: break
            case .issue(let issue):
                issueCount += 1
                if context.globals.json { issues.append(issue.document) } else { lines.add(issue.text) }
            }
        }
        lines.flush()
        return CommandResult(
            issueCount == 0 ? .done : .failed,
            text: .lines(
                "\(told) subscribers, \(duplicates) duplicates, \(suppressed) suppressed, \(issueCount) issues\n"
            ),
            document: [
                "subscribers": .number(JSONNumber(told)), "duplicates": .number(JSONNumber(duplicates)),
                "suppressed": .number(JSONNumber(suppressed)), "issues": .array(issues),
            ]
        )
    }
}

extension SubscriberIssue {
    fileprivate var document: JSONValue {
        [
            "path": .string(path), "line": .number(JSONNumber(line)), "reason": .string(reason),
            "skipped": .bool(isSkipped),
        ]
    }
}
