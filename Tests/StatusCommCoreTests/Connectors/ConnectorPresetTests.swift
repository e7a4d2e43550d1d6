import StatusCommCore
import Testing

@Test(arguments: Connector.presetNames)
func `a shipped connector has no mistakes and says where its facts are from`(name: String) throws {
    let connector = try #require(try Connector.preset(named: name))
    #expect(connector.name == name)
    #expect(connector.reference?.hasPrefix("https://") == true)
    #expect(connector.settings.allSatisfy { $0.help != nil || $0.defaultValue != nil })
}

@Test func `a misspelt connector is named`() {
    #expect(Connector.presets(near: "statspage") == ["statuspage"])
}
