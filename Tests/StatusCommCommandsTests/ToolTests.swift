import StatusCommCommands
import StatusCommCore
import Testing

@Test func `an unknown command is a usage error`() async {
    #expect(await Tool.run(["nonsense"]) == .usage)
}
