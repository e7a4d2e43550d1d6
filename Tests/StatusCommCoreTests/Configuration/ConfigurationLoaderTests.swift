import Foundation
import StatusCommCore
import TestSupport
import Testing

private let minimal =
    "{ company: { name: 'A', domain: 'a.example', statusPageURL: 'https://a.example' }, templates: 't' }"

private func write(_ text: String, to path: String, mode: Int = 0o600) throws {
    let folder = (path as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
}

@Test func `the file is looked for in the documented order`() {
    func candidates(_ option: String?, _ environment: [String: String]) -> [String] {
        ConfigurationLoader(option: option, environment: environment, stateDirectory: "/s").candidates
    }
    let system = "/etc/statuscomm/config.json5"
    #expect(candidates("/o", ["STATUSCOMM_CONFIG": "/e"]) == ["/o"])
    #expect(candidates(nil, ["STATUSCOMM_CONFIG": "/e", "HOME": "/h"]) == ["/e"])
    #expect(
        candidates(nil, ["STATUSCOMM_CONFIG": "", "HOME": "/h"]) == ["/h/.config/statuscomm/config.json5", system]
    )
    #expect(candidates(nil, ["XDG_CONFIG_HOME": "/x", "HOME": "/h"]) == ["/x/statuscomm/config.json5", system])
    #expect(candidates(nil, ["XDG_CONFIG_HOME": "x", "HOME": "/h"]) == ["/h/.config/statuscomm/config.json5", system])
    #expect(candidates(nil, [:]) == [system])
}

@Test func `relative paths start from the folder of the file`() throws {
    let directory = try TemporaryDirectory()
    try write(minimal, to: directory.file("statuscomm/config.json5"))
    let loader = ConfigurationLoader(
        option: nil,
        environment: ["XDG_CONFIG_HOME": directory.path],
        stateDirectory: "/s"
    )
    let configuration = try loader.load()
    #expect(configuration.templates == directory.file("statuscomm/t"))
    #expect(configuration.origin == .file(directory.file("statuscomm/config.json5")))
}

@Test func `without any file the built-in configuration applies`() throws {
    let configuration = try Configuration.builtIn(
        stateDirectory: "/var/my state",
        zones: ZoneDatabase(environment: [:])
    )
    #expect(configuration.origin == .builtIn)
    #expect(configuration.company.statusPageURL == "file:///var/my%20state/site/index.html")
    #expect(configuration.components.roots.map(\.name) == ["Web Application", "API", "Integrations"])
    #expect(configuration.targetNames == ["local"])
    guard case .directory("/var/my state/site") = configuration.statusPages[0].destination else {
        Issue.record("the page is not in the state directory")
        return
    }
}

/// A file that must not be used, and why.
struct UnusableCase: CustomTestStringConvertible, Sendable {
    let name: String
    let mode: Int
    let message: String
    let hint: String?

    var testDescription: String { name }

    static let all: [UnusableCase] = [
        .init(
            name: "missing",
            mode: -1,
            message: "cannot read configuration 'PATH': no such file or directory",
            hint: "run 'statuscomm init' to write one"
        ),
        .init(
            name: "directory",
            mode: -2,
            message: "cannot read configuration 'PATH': it is a directory",
            hint: "name the file in it with --config"
        ),
        .init(
            name: "writable",
            mode: 0o666,
            message: "refusing configuration 'PATH': everybody can change it",
            hint: "it can name commands to run; run chmod o-w 'PATH'"
        ),
    ]
}

@Test(arguments: UnusableCase.all) func `a file that cannot be trusted or read is refused`(
    _ example: UnusableCase
) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("config.json5")
    if example.mode >= 0 { try write(minimal, to: path, mode: example.mode) }
    if example.mode == -2 { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false) }
    let loader = ConfigurationLoader(option: path, environment: [:], stateDirectory: "/s")
    let error = #expect(throws: UnusableConfigurationFile.self) { try loader.load() }
    #expect(error?.message == example.message.replacing("PATH", with: path))
    #expect(error?.hint == example.hint?.replacing("PATH", with: path))
}

@Test(.enabled(if: geteuid() == 0)) func `a file of another user is refused`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("config.json5")
    try write(minimal, to: path)
    #expect(chown(path, 4242, 4242) == 0)
    let loader = ConfigurationLoader(option: path, environment: [:], stateDirectory: "/s")
    let error = #expect(throws: UnusableConfigurationFile.self) { try loader.load() }
    #expect(error?.message == "refusing configuration '\(path)': it belongs to another user (id 4242)")
}
