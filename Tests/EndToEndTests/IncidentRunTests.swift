import Foundation
import JSON5
import TestSupport
import Testing

@Suite struct IncidentRunTests {
    @Test func `opening, updating and resolving arrive field by field at both pages`() throws {
        let double = try ProviderDouble.statuspage()
        let stage = try Stage(double.url)
        let opened = try stage.document(Stage.opening)
        #expect(opened.status == 0, "\(opened.value)")
        #expect(opened.value["result"]?["id"] == "INC-1")
        var incident = try #require(double.incidents.first)
        #expect(double.incidents.count == 1)
        #expect(incident["name"] == "Some requests fail")
        #expect(incident["status"] == "investigating")
        #expect(incident["component_ids"] == ["c1"])
        #expect(incident["components"]?.array?.first?["status"] == "partial_outage")
        #expect(
            incident["incident_updates"]?.array?.first?["body"]?.string?.contains("We are looking into it.") == true
        )
        #expect(try stage.pageEntries().map { $0["status"] } == ["investigating"])
        #expect(stage.page("index.html")?.contains("Some requests fail") == true)

        let updated = try stage.document(
            ["incident", "update", "--status", "identified", "-m", "We found the cause."]
        )
        #expect(updated.status == 0, "\(updated.value)")
        incident = try #require(double.incidents.first)
        #expect(incident["status"] == "identified")
        #expect(incident["incident_updates"]?.array?.count == 2)
        #expect(incident["components"]?.array?.first?["status"] == "partial_outage")

        let resolved = try stage.document(["incident", "resolve", "-m", "All requests work again."])
        #expect(resolved.status == 0, "\(resolved.value)")
        incident = try #require(double.incidents.first)
        #expect(double.incidents.count == 1)
        #expect(incident["status"] == "resolved")
        #expect(incident["incident_updates"]?.array?.count == 3)
        #expect(incident["components"]?.array?.first?["status"] == "operational")
        #expect(try stage.pageEntries().map { $0["status"] } == ["resolved"])
        for name in [
            "index.html", "history.html", "history.atom", "history.rss", "api/v2/summary.json", "api/v2/status.json",
            "api/v2/components.json", "api/v2/incidents.json", "api/v2/incidents/unresolved.json",
        ] {
            #expect(stage.page(name)?.isEmpty == false, "\(name)")
        }
        for command in [
            ["incident", "list"], ["incident", "show", "INC-1"], ["incident", "log", "INC-1"], ["delivery", "list"],
            ["audit"],
        ] {
            #expect(try stage.document(command).status == 0, "\(command)")
        }
    }

    @Test func `a rehearsal sends nothing, writes nothing and shows no secret`() throws {
        let double = try ProviderDouble.statuspage()
        let stage = try Stage(double.url, naming: true)
        let result = try stage.run(Stage.opening + ["--dry-run"])
        #expect(result.status == 0, "\(result)")
        #expect(!double.requests.contains { $0.method != "GET" })
        #expect(stage.stateFiles().isEmpty)
        #expect(stage.page("index.html") == nil)
        #expect(result.output.contains("Some requests fail"))
        #expect(!(result.output + result.errors).contains("key1"))
    }

    @Test func `the key is in no output, no state and no argument of a child`() throws {
        let double = try ProviderDouble.statuspage()
        let stage = try Stage(double.url, apiKey: "{ command: ['sh', '-c', 'printf ke; printf y1'] }")
        let trace = stage.folder.file("trace")
        let result = try stage.run(
            Stage.opening + ["--verbose"],
            wrapper: Strace.isWanted ? ["strace", "-f", "-qq", "-s", "9999", "-e", "trace=execve", "-o", trace] : []
        )
        #expect(result.status == 0, "\(result)")
        #expect(double.incidents.count == 1)
        #expect(!(result.output + result.errors).contains("key1"))
        #expect(!stage.stateFiles().values.contains { $0.range(of: Data("key1".utf8)) != nil })
        if Strace.isWanted {
            let calls = try String(contentsOfFile: trace, encoding: .utf8)
            #expect(calls.contains("printf ke"))
            // The environment is not part of the arguments; strace prints it as an address.
            #expect(!calls.contains("key1"))
        }
    }
}
