import JSON5
import Mustache
import StatusCommCore
import Testing

/// What a company would have in its configuration: names that no rule can know.
private var rules: MessageCheckRules {
    var rules = MessageCheckRules()
    rules.employees = [
        "Priya Raman", "Tom Becker", "Mei-Ling Chen", "Ana Ortiz", "Jonas Lindqvist", "Sara Novak", "Idris Bello",
    ]
    rules.vendors = ["Northwind Telecom", "Contoso Payments"]
    rules.internalHosts = ["falcon"]
    rules.ownRules = [.init(name: "codename", patterns: ["project falcon|osprey"])]
    return rules
}

private let company = MessageCompany(name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example")
private let components = ComponentTree(roots: [
    Component(id: "api", name: "API"), Component(id: "web", name: "Dashboard"),
])
private let start = Timestamp(seconds: 1_795_439_100)

/// Where a detail can stand in a postmortem, and get into the report from.
enum DetailPlace: String, CaseIterable, Sendable {
    case title, summary, whatHappened, resolution, impact, ownEntry, customerEntry, actionItem

    /// A postmortem in which these sentences stand in one place, and every other text is clean.
    func postmortem(with sentences: [String]) -> Postmortem {
        let clean = "Sign-in was slow for some of you."
        func words(_ place: Self) -> String { ([clean] + (place == self ? sentences : [])).joined(separator: " ") }
        var postmortem = Postmortem()
        postmortem.title.own = words(.title)
        postmortem.startedAt = start
        postmortem.endedAt = start.advanced(by: .seconds(4_800))
        postmortem.services = ["API"]
        postmortem.summary.own = words(.summary)
        postmortem.whatHappened.own = words(.whatHappened)
        postmortem.resolution.own = words(.resolution)
        postmortem.customerCount = words(.impact)
        postmortem.errorRate = "12 %"
        postmortem.timeline = [
            .init(at: start, type: .impactStarted, wording: .init(own: words(.ownEntry))),
            .init(
                at: start.advanced(by: .seconds(600)),
                type: .statusUpdate,
                wording: .init(own: "x", customer: words(.customerEntry))
            ),
        ]
        postmortem.actionItems = [
            .init(wording: .init(own: words(.actionItem)), type: "prevention", isCustomerVisible: true)
        ]
        return postmortem
    }
}

private let sentences = ["We saw % then.", "It came from % at first.", "% was looked at."]

/// Texts of a list that get into a report in some place, in some sentence, and are not named when it is checked.
private func leaks(_ list: [ListedText]) throws -> [String] {
    let writer = ReportWriter(rules: rules, company: company, components: components)
    let check = ReportCheck(rules: rules, company: company, components: components)
    let template = try #require(try MessageTemplates.builtIn().template(.report))
    var leaked: Set<String> = []
    for place in DetailPlace.allCases {
        for frame in sentences {
            let postmortem = place.postmortem(with: list.map { frame.replacing("%", with: $0.text) })
            let report = try template.body.render(.object(writer.draft(postmortem, incident: nil).data))
            let published = list.filter { report.contains($0.text) }
            guard !published.isEmpty else { continue }
            let named = check.findings(in: report).blocking().map { $0.excerpt.replacing("…", with: "") }
                .filter { !$0.isEmpty }
            for detail in published
            where !named.contains(where: { detail.text.contains($0) || $0.contains(detail.text) }) {
                leaked.insert(detail.testDescription)
            }
        }
    }
    return leaked.sorted()
}

@Test(arguments: ["details.txt", "details-second.txt", "details-third.txt"])
func `no internal detail gets into a report, wherever it stands`(_ name: String) throws {
    let list = try ListedText.read(name, withRules: true)
    try #require(list.count >= 40)
    let leaked = try leaks(list)
    print("\(name): \(list.count - leaked.count) of \(list.count) details kept out or refused by name")
    #expect(leaked == [])
}

@Test func `most details that the rules were not made for are kept out, too`() throws {
    let list = try ListedText.read("details-held-out.txt", withRules: true)
    try #require(list.count >= 40)
    let leaked = try leaks(list)
    for detail in leaked { print("published: \(detail)") }
    print("held-out details: \(list.count - leaked.count) of \(list.count) kept out or refused by name")
    #expect(leaked.count * 5 <= list.count)
}
