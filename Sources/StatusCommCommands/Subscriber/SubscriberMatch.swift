import CommandTable
import JSON5
package import StatusCommCore

/// `statuscomm subscriber match`.
package struct SubscriberMatch: Hashable, Sendable {
    package var incident: String?
    package var components: [String] = []
    package var severity = Severity.critical
    package var showsAll = false

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "tell who would get mail, and why not the others",
        discussion: "For an incident, or for components and a severity.",
        arguments: Self(),
        options: [
            .values("component", "c", as: .component, to: \.components, help: "Component that would be affected"),
            .value(
                "severity",
                "s",
                as: .choice("LEVEL"),
                to: \.severity,
                default: "critical",
                help: "Severity it would have"
            ),
            .flag("all", "a", to: \.showsAll, help: "Those who would not be told, too"),
        ],
        positionals: [.optional(.incident, to: \.incident, help: "Incident")],
        examples: [
            CommandExample("Who hears of an incident", "statuscomm subscriber match INC-7"),
            CommandExample("Who would hear of one", "statuscomm subscriber match --component api --severity low"),
        ],
        exitStatuses: ExitStatusInfo.reading,
        output: .object([
            .field("told", .list(.string), "addresses"),
            .field("leftOut", .object([.field("REASON", .integer, "number of rows")]), "rows by reason"),
        ]),
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: false)
        var leaves = try workspace.configuration.components.leaves(named: components)
        var severity = severity
        if incident != nil || components.isEmpty {
            let incident = try await workspace.repository.incident(named: incident)
            leaves = incident.components.map(\.id)
            severity = incident.severity
        }
        var selection = try workspace.mail().selection(leaves: Set(leaves), severity: severity)
        var told: [String] = []
        var lines = ""
        var leftOut: [SubscriberExclusion: Int] = [:]
        while let decision = try selection.next() {
            switch decision {
            case .tell(let subscriber):
                told.append(subscriber.address.text)
                lines += subscriber.address.text + "\n"
            case .leaveOut(let address, let reason):
                leftOut[reason, default: 0] += 1
                if showsAll, let address { lines += "- \(address.text): \(reason.title)\n" }
            case .issue(let issue): context.warn("\(issue.path):\(issue.line): \(issue.reason)")
            }
        }
        let counted = SubscriberExclusion.allCases.filter { leftOut[$0] != nil }
        lines += "\(told.count) would be told"
        for reason in counted { lines += ", \(leftOut[reason] ?? 0) \(reason.title)" }
        let document: JSONValue = [
            "told": .array(told.map(JSONValue.string)),
            "leftOut": .object(
                JSONObject(counted.map { .init(name: $0.rawValue, value: .number(JSONNumber(leftOut[$0] ?? 0))) })
            ),
        ]
        return CommandResult(text: .lines(lines + "\n"), document: document)
    }
}
