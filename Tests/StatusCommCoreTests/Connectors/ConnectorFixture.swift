import JSON5
import StatusCommCore
import TestSupport

/// A moment that every connector test happens at: 2026-11-23T13:05:00.250Z.
let connectorTestTime = Timestamp(milliseconds: 1_795_439_100_250)

extension ConnectorInput {
    /// A critical incident of two components, one with a remote id and one to be looked up by name.
    static func example(_ phase: IncidentPhase = .investigating, saved: JSONObject = JSONObject()) -> ConnectorInput {
        let status: [ComponentStatus] =
            phase == .resolved ? [.operational, .operational] : [.majorOutage, .partialOutage]
        var input = ConnectorInput(
            operationKey: "7f3a9c",
            title: "API \"down\" & <slow>",
            message: "We are looking into it.\nMore soon.",
            phase: phase,
            severity: .critical,
            components: [
                Component(id: "rest-api", name: "REST API", remoteID: nil, status: status[0]),
                Component(id: "dashboard", name: "Dashboard", remoteID: "c2", status: status[1]),
            ],
            startedAt: connectorTestTime,
            at: connectorTestTime.advanced(by: .seconds(60))
        )
        input.previousPhase = phase == .investigating ? nil : .investigating
        input.nextUpdate = connectorTestTime.advanced(by: .seconds(960))
        input.links = ["statusPage": "https://status.acme.example/"]
        input.saved = saved
        return input
    }
}

extension ConnectorRunner {
    /// A runner for a shipped connector, at a target named `public`.
    static func preset(
        _ name: String,
        settings: JSONObject,
        clock: any Clock<Duration> = ManualClock()
    ) throws -> Self {
        guard let connector = try Connector.preset(named: name) else { throw UnknownPreset(name: name) }
        return ConnectorRunner(
            connector: connector,
            target: "public",
            settings: settings,
            transport: .curl(),
            clock: clock,
            now: { connectorTestTime }
        )
    }
}

struct UnknownPreset: Error {
    var name: String
}

extension JSONValue {
    /// Reads the JSON5 of a test.
    static func json5(_ text: String) throws -> JSONValue {
        try JSONValue(parsing: text, options: .configuration)
    }
}
