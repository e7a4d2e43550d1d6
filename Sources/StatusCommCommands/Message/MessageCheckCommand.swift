package import CommandTable
import JSON5
package import StatusCommCore

/// `statuscomm message check`.
package struct MessageCheckCommand: Hashable, Sendable {
    package var file: FileSource?
    package var target: MessageTarget?
    package var allowed: [String] = []

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "look in a text for what must not become public",
        discussion: """
            Finds internal names and addresses, secrets, raw errors, paths, ticket numbers, names of employees, blame, \
            promised times and technical phrases, as 'messageCheck' of the configuration tunes them. With --for the text \
            is taken as the finished one for a channel: then its link to the status page, the next update and its \
            length are looked at too.
            """,
        arguments: Self(),
        options: [
            .value("for", as: .choice("CHANNEL"), to: \.target, help: "Channel that the finished text is for"),
            .values("allow", as: .line("RULE"), to: \.allowed, help: "Rule whose findings do not stop the text"),
        ],
        positionals: [.optional(.input(), to: \.file, help: "Text; without it, standard input")],
        examples: [
            CommandExample("A draft", "statuscomm message check draft.md"),
            CommandExample(
                "A finished mail from a pipe",
                "printf 'We are on it.' | statuscomm message check - --for mail"
            ),
        ],
        exitStatuses: [
            .status(.done), .status(.failed), .status(.usage), .status(.refusedByCheck, "a finding stops the text"),
            .status(.configuration),
        ],
        output: .object([
            .field("refused", .boolean, "whether a finding stops the text"),
            .field("findings", .list(.anything), "rule, severity, line, column, excerpt, message and wayOut of each"),
        ]),
        run: { arguments, context in try arguments.run(context) }
    )

    private func run(_ context: CommandContext) throws -> CommandResult {
        let configuration = try context.loadConfiguration()
        let known = configuration.messageCheck.names
        for rule in allowed where !known.contains(rule) {
            throw UsageError(
                message: "unknown rule '\(rule)' after '--allow'",
                hint: "known are: \(known.joined(separator: ", "))"
            )
        }
        let source = file ?? .standardInput
        let text = String(decoding: try context.bytes(of: source, limit: 1 << 20), as: UTF8.self)
        let check = MessageCheck(
            rules: configuration.messageCheck,
            context: MessageCheckContext(
                company: MessageCompany(configuration.company),
                components: configuration.components,
                target: target
            )
        )
        let findings = check.findings(in: text)
        let blocking = findings.blocking(allowing: Set(allowed))
        var lines = findings.map { "\($0.line(path: source.name))\n    way out: \($0.wayOut)\n" }
        if findings.isEmpty { lines = ["nothing found\n"] }
        return CommandResult(
            blocking.isEmpty ? .done : .refusedByCheck,
            text: .lines(lines.joined()),
            document: [
                "refused": .bool(!blocking.isEmpty), "findings": .array(findings.map(\.json)),
            ]
        )
    }
}
