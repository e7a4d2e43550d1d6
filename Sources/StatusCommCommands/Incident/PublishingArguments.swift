package import CommandTable
import StatusCommCore

/// What every command takes that makes something public.
package struct PublishingArguments: Hashable, Sendable {
    package var message: TextSource?
    /// Names of the targets to tell; empty for all.
    package var channels: [String] = []
    package var noNotify = false
    package var variables: [Assignment<String>] = []
    /// Rules of the message check that may pass this once.
    package var allowedRules: [String] = []
    package var deadline: Duration?
    /// Whether another process does the sending.
    package var detach = false
    package var dryRun = false

    /// Nothing given.
    package init() {}
}

/// A command that makes something public.
package protocol PublishingCommand: Sendable {
    /// The options it shares with the others.
    var publishing: PublishingArguments { get set }
}

extension Option where Arguments: PublishingCommand {
    /// The options of `PublishingArguments`, the same everywhere.
    static var publishing: [Option] {
        [
            .value(
                "message",
                "m",
                as: .text(),
                to: \.publishing.message,
                required: true,
                help: "What customers read, - for standard input"
            ),
            .values(
                "var",
                as: .assignment(.line("NAME", limit: 100), .line("VALUE")),
                to: \.publishing.variables,
                help: "Value of a variable in your own templates"
            ),
            .values(
                "allow",
                as: .line("RULE", limit: 100),
                to: \.publishing.allowedRules,
                help: "Let this rule of the message check pass, on record"
            ),
        ] + sending
    }

    /// Those that say where to send it, and how.
    static var sending: [Option] {
        [
            .values("channel", as: .target, to: \.publishing.channels, help: "Tell only this target"),
            .flag("no-notify", to: \.publishing.noNotify, help: "Pages do not tell their own subscribers"),
            .value(
                "deadline",
                as: .duration(atLeast: .seconds(1), atMost: .seconds(3_600)),
                to: \.publishing.deadline,
                help: "Longest time to spend on sending before the rest is queued"
            ),
            .flag("detach", to: \.publishing.detach, help: "Send in the background; exit 0 once it is on record"),
            .flag("dry-run", "n", to: \.publishing.dryRun, help: "Show everything that would be sent, and stop"),
        ]
    }
}
