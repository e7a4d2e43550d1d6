import JSON5
import StatusCommCore
import TestSupport
import Testing

/// A provider with a place for reports.
private struct Place: CustomTestStringConvertible, Sendable {
    var preset: String
    var settings: JSONObject
    var make: @Sendable () throws -> ProviderDouble
    /// Where the first incident's published report stands in what the double remembers.
    var body: @Sendable (JSONValue) -> JSONValue?
    var baseSuffix = ""

    var testDescription: String { preset }

    static let all = [
        Place(
            preset: "statuspage",
            settings: ["pageID": "page1", "apiKey": "key1"],
            make: { try .statuspage() },
            body: { $0["postmortem_body"] }
        ),
        Place(
            preset: "oneuptime",
            settings: ["apiKey": "key1"],
            make: { try .oneUptime() },
            body: { $0["postmortemNote"] },
            baseSuffix: "/api"
        ),
    ]

    func runner(_ double: ProviderDouble) throws -> ConnectorRunner {
        var settings = settings
        settings["baseURL"] = .string(double.url + baseSuffix)
        return try ConnectorRunner.preset(preset, settings: settings)
    }
}

private let text = "# Slow sign-in\n\n## Summary\n\nIt was slow & \"odd\" <b>.\n"

private func report(_ saved: JSONObject) -> ConnectorInput {
    var input = ConnectorInput.example(.resolved, saved: saved)
    input.message = text
    return input
}

@Test(arguments: Place.all)
private func `a report is published once, and found after an answer that got lost`(place: Place) async throws {
    let double = try place.make()
    let runner = try place.runner(double)
    let opened = await runner.run(.open, .example())
    #expect(opened.outcome == .done)
    let resolved = ConnectorInput.example(.resolved, saved: opened.saved)
    #expect(await runner.run(.resolve, resolved).outcome == .done)
    #expect(await runner.find(after: .report, report(opened.saved)) == .absent)
    let result = await runner.run(.report, report(opened.saved))
    #expect(result.outcome == .done, "\(result)")
    let incident = try #require(double.state["incidents"]?.array?.first)
    #expect(place.body(incident)?.string?.contains("It was slow") == true)
    #expect(double.state["told"]?.array?.count == 1)
    guard case .found = await runner.find(after: .report, report(opened.saved)) else {
        Issue.record("the report is not found")
        return
    }
    var other = report(opened.saved)
    other.message = "# Another report\n"
    #expect(await runner.find(after: .report, other) == .absent)
}
