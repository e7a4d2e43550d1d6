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
            .field("leftOut", .map(.integer), "number of rows by reason"),
            .optional(
                "others",
                .list(
                    .object([
                        .field("address", .string, "who would not be told"),
                        .field("reason", .word(SubscriberExclusion.allCases.map(\.rawValue)), "why"),
                    ])
                ),
                "everybody else, with --all"
            ),
        ]),
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: false)
        let office = try workspace.mail()
        var audience: MailAudience
        if incident != nil || components.isEmpty {
            audience = try office.audience(of: try await workspace.repository.incident(named: incident))
        } else {
            let leaves = try workspace.configuration.components.leaves(named: components)
            audience = try office.audience(leaves: Set(leaves), severity: severity)
        }
        let wantsDocument = context.globals.json
        var lines = ResultLines(on: context.output)
        var count = 0
        var leftOut: [SubscriberExclusion: Int] = [:]
        var told: [JSONValue] = []
        var others: [JSONValue] = []
        while let decision = try audience.next() {
            switch decision {
            case .tell(let subscriber):
                count += 1
                let address = subscriber.address.text
                if wantsDocument { told.append(.string(address)) } else { lines.add(address) }
            case .leaveOut(let address, let reason):
                leftOut[reason, default: 0] += 1
                guard showsAll, let address else { continue }
                if wantsDocument {
                    others.append(["address": .string(address.text), "reason": .string(reason.rawValue)])
                } else {
                    lines.add("- \(address.text): \(reason.title)")
                }
            case .issue(let issue): context.warn(terminalLine(issue.text))
            }
        }
        lines.flush()
        var text = "\(count) would be told\n"
        var counts = JSONObject()
        for reason in SubscriberExclusion.allCases {
            guard let number = leftOut[reason] else { continue }
            text += "\(number) would not: \(reason.title)\n"
            counts[reason.rawValue] = .number(JSONNumber(number))
        }
        var document = JSONObject([
            .init(name: "told", value: .array(told)), .init(name: "leftOut", value: .object(counts)),
        ])
        if showsAll { document["others"] = .array(others) }
        return CommandResult(text: .lines(text), document: .object(document))
    }
}
