import Foundation
import StatusCommCore
import Testing

@Test func `the configuration in the README has no mistakes`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../../.."
    let readme = try String(contentsOfFile: root + "/README.md", encoding: .utf8)
    let block = try #require(readme.components(separatedBy: "```json5\n").dropFirst().first)
    let text = try #require(block.components(separatedBy: "```").first)
    let configuration = try Configuration(
        parsing: Array(text.utf8),
        path: "README.md",
        baseDirectory: "/nowhere",
        zones: ZoneDatabase(environment: [:])
    )
    #expect(try ConnectorLibrary(paths: []).mistakes(in: configuration).isEmpty)
    #expect(configuration.targetNames == ["local", "public", "team"])
}

@Test func `the README stays short`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../../.."
    let readme = try String(contentsOfFile: root + "/README.md", encoding: .utf8)
    #expect(readme.split(separator: "\n", omittingEmptySubsequences: false).count <= 150)
}
