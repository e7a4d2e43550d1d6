import Foundation
import JSON5
import TestSupport
import Testing

/// A report from a postmortem full of internal details, by the built program: draft, check, publish.
@Suite struct ReportLeakRunTests {
    /// Names that no rule can know.
    private static let rules = """
        messageCheck: { employees: ["Priya Raman", "Tom Becker", "Mei-Ling Chen"], vendors: ["Northwind Telecom"],
          internalHosts: ["falcon"] },
        """

    /// The details that the rules were made good on.
    private static func details() throws -> [String] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("StatusCommCoreTests/Messages/Fixtures/details.txt")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .compactMap { $0.components(separatedBy: " | ").last }
    }

    /// A postmortem with each detail in one of its texts.
    private static func postmortem(_ details: [String]) -> String {
        func part(_ number: Int) -> JSONValue {
            let sentences = details.enumerated().filter { $0.offset % 5 == number }.map { "We saw \($0.element) then." }
            return .string((["Some requests failed."] + sentences).joined(separator: " "))
        }
        return JSONWriter.text([
            "title": "Some requests failed", "summary": part(0), "whatHappened": part(1), "resolution": part(2),
            "impact": ["customerCount": "about 300", "errorRate": part(3)],
            "actionItems": [["text": part(4), "type": "prevention", "customerVisible": true]],
        ])
    }

    @Test func `no detail of a postmortem is drafted, checked or published unnoticed`() throws {
        let details = try Self.details()
        try #require(details.count >= 60)
        let double = try ProviderDouble.statuspage()
        let stage = try Stage(double.url, naming: true)
        func write(_ text: String, _ name: String) throws {
            try text.write(toFile: stage.folder.file(name), atomically: true, encoding: .utf8)
        }
        func read(_ name: String) throws -> String {
            try String(contentsOfFile: stage.folder.file(name), encoding: .utf8)
        }
        func leaked(_ text: String) -> [String] { details.filter { text.contains($0) } }
        try write(try read("config.json5").replacing("delivery:", with: "\(Self.rules) delivery:"), "config.json5")
        try write(Self.postmortem(details), "postmortem.json5")
        #expect(try stage.run(Stage.opening).status == 0)
        #expect(try stage.run(["incident", "resolve", "-m", "All requests work again."]).status == 0)

        let report = stage.folder.file("report.md")
        let source = stage.folder.file("postmortem.json5")
        let drafted = try stage.run(["report", "draft", "INC-1", "--from", source, "--output", report])
        #expect(drafted.status == 0, "\(drafted)")
        let draft = try read("report.md")
        #expect(leaked(draft) == [])

        // Somebody puts them back in by hand: every one is named.
        let sentences = details.map { "We saw \($0) then." }.joined(separator: "\n")
        try write(draft.replacing("## Timeline", with: "\(sentences)\n\n## Timeline"), "report.md")
        #expect(leaked(try read("report.md")).count == details.count)
        let refused = try stage.document(["report", "check", report])
        #expect(refused.status == 4)
        let excerpts = (refused.value["result"]?["findings"]?.array ?? []).compactMap { finding in
            finding["severity"] == "error" ? finding["excerpt"]?.string?.replacing("…", with: "") : nil
        }.filter { !$0.isEmpty }
        try #require(!excerpts.isEmpty)
        let unnamed = details.filter { detail in !excerpts.contains { detail.contains($0) || $0.contains(detail) } }
        #expect(unnamed == [])
        #expect(try stage.run(["report", "publish", "INC-1", report]).status != 0)
        #expect(double.incidents.first?["postmortem_body"]?.string == nil)

        try write(draft, "report.md")
        let checked = try stage.run(["report", "check", report])
        #expect(checked.status == 0, "\(checked)")
        let published = try stage.run(["report", "publish", "INC-1", report])
        #expect(published.status == 0, "\(published)")
        let names = try FileManager.default.subpathsOfDirectory(atPath: stage.folder.file("site"))
        let pages = names.compactMap { stage.page($0) } + [double.incidents.first?["postmortem_body"]?.string ?? ""]
        #expect(pages.contains { $0.contains("Some requests failed") })
        #expect(pages.flatMap(leaked) == [])
    }
}
