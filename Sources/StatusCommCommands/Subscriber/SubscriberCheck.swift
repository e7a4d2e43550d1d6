import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm subscriber check`.
package struct SubscriberCheck: Hashable, Sendable {
    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "check the subscriber lists row by row",
        discussion: "Reads every list of the configuration and sends nothing.",
        arguments: Self(),
        examples: [CommandExample("Every bad row with file, line and reason", "statuscomm subscriber check")],
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
        var selection = try office.selection(leaves: [], severity: nil)
        var told = 0
        var duplicates = 0
        var suppressed = 0
        var issues: [SubscriberIssue] = []
        while let decision = try selection.next() {
            switch decision {
            case .tell: told += 1
            case .leaveOut(_, .duplicate): duplicates += 1
            case .leaveOut(_, .suppressed): suppressed += 1
            case .leaveOut: break
            case .issue(let issue): issues.append(issue)
            }
        }
        var text = issues.map { "\($0.path):\($0.line): \($0.reason)\($0.isSkipped ? "" : " (row kept)")\n" }.joined()
        text += "\(told) subscribers, \(duplicates) duplicates, \(suppressed) suppressed, \(issues.count) issues\n"
        let document: JSONValue = [
            "subscribers": .number(JSONNumber(told)), "duplicates": .number(JSONNumber(duplicates)),
            "suppressed": .number(JSONNumber(suppressed)),
            "issues": .array(
                issues.map { issue in
                    [
                        "path": .string(issue.path), "line": .number(JSONNumber(issue.line)),
                        "reason": .string(issue.reason), "skipped": .bool(issue.isSkipped),
                    ]
                }
            ),
        ]
        return CommandResult(issues.isEmpty ? .done : .failed, text: .lines(text), document: document)
    }
}
