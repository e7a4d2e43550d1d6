import Foundation
import StatusCommCore
import TestSupport
import Testing

@Test func `connectors of the user's own stand beside the shipped ones`() throws {
    let directory = try TemporaryDirectory()
    let source = try #require(Connector.presetSource(named: "slack"))
    try Data(source).write(to: URL(fileURLWithPath: directory.file("chat.json5")))
    try Data("{ connector: 5 }".utf8).write(to: URL(fileURLWithPath: directory.file("broken.json5")))
    try Data("not read".utf8).write(to: URL(fileURLWithPath: directory.file("README.md")))
    let library = try ConnectorLibrary(paths: [directory.path])
    #expect(Set(library.names).subtracting(Connector.presetNames) == ["broken", "chat"])
    #expect(try library.connector(named: "chat")?.settings == Connector.preset(named: "slack")?.settings)
    #expect(library.path(of: "chat") == directory.file("chat.json5") && library.path(of: "slack") == nil)
    #expect(try library.connector(named: "none") == nil)
    #expect(throws: ConnectorFileError.self) { try library.connector(named: "broken") }
    #expect(throws: UnusableConfigurationFile.self) { try ConnectorLibrary(paths: [directory.file("none")]) }
}

@Test func `what does not fit a connector is found in the configuration`() throws {
    let configuration = try parsed(
        MistakeCase.head + """
            statusPages: [
              { name: "a", connector: "statuspge" },
              { name: "b", connector: "slack" },
              { name: "c", connector: "statuspage", pageId: "x", apiKey: "hunter2" },
            ] }
            """
    )
    let mistakes = try ConnectorLibrary(paths: []).mistakes(in: configuration)
    #expect(
        InvalidConfiguration(mistakes: mistakes).mistakes.map(\.description) == [
            "c.json5:4:27: unknown connector 'statuspge'",
            "c.json5:5:27: connector 'slack' cannot be used in a status page",
            "c.json5:6:3: missing setting 'pageID' of connector 'statuspage' in a status page",
            "c.json5:6:41: connector 'statuspage' has no setting 'pageId'",
            "c.json5:6:62: 'apiKey' in a status page is a secret and must not be written here",
        ]
    )
    #expect(mistakes.first?.hint == "did you mean 'statuspage'?")
}

@Test func `the starter's connectors exist and fit`() throws {
    let library = try ConnectorLibrary(paths: [])
    #expect(library.mistakes(in: try parsed(StarterConfiguration.text)).isEmpty)
}
