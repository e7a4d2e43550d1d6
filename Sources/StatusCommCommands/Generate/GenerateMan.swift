import CommandTable
import JSON5
import StatusCommCore

/// `generate man`: the manual page.
package struct GenerateMan: Hashable, Sendable {
    package static let command = ToolCommand<Self>(
        "print the manual page",
        discussion: "The page is in roff, for section 1.",
        arguments: Self(),
        examples: [
            CommandExample("Read it", "statuscomm generate man | man -l -"),
            CommandExample("Install it", "statuscomm generate man > /usr/local/share/man/man1/statuscomm.1"),
        ],
        exitStatuses: [.status(.done), .status(.failed), .status(.usage)],
        output: .object([.field("text", .string, "the page")]),
        run: { _, _ in
            let text = manPage(Commands.program.info)
            return CommandResult(text: .exact(text), document: ["text": .string(text)])
        }
    )
}
