import TestSupport
import Testing

@testable import StatusCommCore

private let start = Timestamp(seconds: 1_795_426_200)
private let tree = ComponentTree(roots: [
    Component(id: "payments", name: "Payments", aliases: ["checkout"]),
    Component(
        id: "api",
        name: "API",
        children: [Component(id: "rest-api", name: "REST API"), Component(id: "graphql", name: "GraphQL")]
    ),
    Component(id: "login", name: "Login", aliases: ["sign-in"]),
])

private func makeRules(_ change: (inout TicketRules) -> Void = { _ in }) -> TicketRules {
    var rules = TicketRules()
    rules.service.field = "Affected Service"
    change(&rules)
    return rules
}

private func makeTicket(
    _ subject: String = "",
    body: String = "",
    service: [String] = [],
    at time: Timestamp = start,
    _ change: (inout Ticket) -> Void = { _ in }
) -> Ticket {
    var ticket = Ticket(id: "1", subject: subject, body: Ticket.Body(body), createdAt: time)
    if !service.isEmpty { ticket.fields = ["Affected Service": service] }
    change(&ticket)
    return ticket
}

private func makeScore(
    _ ticket: Ticket,
    keywords: [String] = ["declined", "timeout", "gateway"],
    components: [String] = ["payments"],
    rules: TicketRules = makeRules()
) -> TicketScore {
    var scorer = TicketScorer(
        TicketQuery(components: components, keywords: keywords, startedAt: start),
        rules: rules,
        tree: tree
    )
    return scorer.score(ticket)
}

/// The mission's formula: 0.5 for the service, 0.3 for the share of keywords, 0.2 for the time.
@Test(arguments: [
    ("", ["Payments"], 0, 700), ("declined", ["Payments"], 0, 800), ("declined timeout", ["Payments"], 0, 900),
    ("declined timeout gateway", ["Payments"], 0, 1000), ("declined timeout gateway", ["Payments"], -1_801, 800),
    ("declined timeout gateway", ["Payments"], -1_800, 1000), ("declined timeout gateway", ["Login"], 0, 500),
    ("declined timeout gateway", [], 0, 500), ("", [], -1_801, 0), ("declined", [], -1_801, 100),
    ("declined declined declined", ["Payments"], 0, 800), ("", ["Payments"], 86_400, 700),
])
func theFormulaIsTheMissions(subject: String, service: [String], seconds: Int, points: Int) {
    let score = makeScore(makeTicket(subject, service: service, at: start.advanced(by: .seconds(seconds))))
    #expect(score.points == points)
}

@Test
func exactlyTheThresholdIsNotAboveIt() {
    #expect(makeScore(makeTicket(service: ["Payments"])).points == 700)
    #expect(TicketRules().threshold == 700)
}

/// One of seven keywords is 42.857…; rounding never moves a score over a threshold, nor below it.
@Test(arguments: 1...40)
func pointsExceedAThresholdExactlyWhenTheFractionDoes(total: Int) {
    let keywords = (0..<total).map { "word\($0)x" }
    for matched in 0...total {
        let found = makeScore(
            makeTicket(keywords.prefix(matched).joined(separator: " "), at: start.advanced(by: .seconds(-7_200))),
            keywords: keywords
        )
        for threshold in 0...300 {
            // points / 1000 > threshold / 1000 against 0.3 × matched / total > threshold / 1000, in whole numbers.
            #expect((found.points > threshold) == (300 * matched > threshold * total))
        }
    }
}

@Test
func withoutKeywordsTheirPartIsNoneAndSaysSo() {
    let score = makeScore(makeTicket("anything", service: ["Payments"]), keywords: [])
    #expect(score.points == 700)
    #expect(score.keywords.isEmpty && score.matches.isEmpty && score.missing.isEmpty)
}

@Test
func everySignalTellsWhy() {
    let score = makeScore(makeTicket("Card declined", body: "declined, declined again", service: ["payments"]))
    #expect(score.service == .affected(component: "payments", .init(.field("Affected Service"), "payments")))
    #expect(score.matches == [.init("declined", inSubject: 1, inBody: 2)])
    #expect(score.missing == ["timeout", "gateway"])
    #expect(score.windowStart == start.advanced(by: .seconds(-1_800)) && score.isTimely)
}

struct ServiceCase: CustomTestStringConvertible {
    let name: String
    let ticket: Ticket
    let rules: TicketRules
    let service: TicketScore.Service

    init(_ name: String, _ ticket: Ticket, _ rules: TicketRules, _ service: TicketScore.Service) {
        self.name = name
        self.ticket = ticket
        self.rules = rules
        self.service = service
    }

    var testDescription: String { name }

    private static func text(_ words: String) -> TicketScore.ServiceEvidence { .init(.text, words) }

    private static let field = TicketScore.ServiceEvidence.Source.field("Affected Service")
    private static let byText = makeRules {
        $0.service.field = nil
        $0.service.text = true
    }

    static let all = [
        ServiceCase("no source", makeTicket(), TicketRules(), .notConfigured),
        ServiceCase("no value", makeTicket(), makeRules(), .unknown),
        ServiceCase("an empty value", makeTicket(service: [" "]), makeRules(), .unknown),
        ServiceCase(
            "a foreign value",
            makeTicket(service: ["Parking"]),
            makeRules(),
            .unrecognised(.init(field, "Parking"))
        ),
        ServiceCase(
            "other",
            makeTicket(service: ["Login"]),
            makeRules(),
            .other(component: "login", .init(field, "Login"))
        ),
        ServiceCase(
            "any of several values",
            makeTicket(service: ["Parking", "Login", "CHECKOUT"]),
            makeRules(),
            .affected(component: "payments", .init(field, "CHECKOUT"))
        ),
        ServiceCase(
            "the field's name in another case",
            makeTicket { $0.fields = ["affected service": ["Payments"]] },
            makeRules(),
            .affected(component: "payments", .init(field, "Payments"))
        ),
        ServiceCase(
            "the system's own name",
            makeTicket(service: ["Card Team"]),
            makeRules { $0.components = ["payments": "Card Team"] },
            .affected(component: "payments", .init(field, "Card Team"))
        ),
        ServiceCase(
            "a tag",
            makeTicket { $0.tags = ["x", "Pay"] },
            makeRules { $0.service.tags = ["pay": "payments"] },
            .affected(component: "payments", .init(.tag, "Pay"))
        ),
        ServiceCase(
            "an affected tag before another",
            makeTicket { $0.tags = ["auth", "pay"] },
            makeRules { $0.service.tags = ["pay": "payments", "auth": "login"] },
            .affected(component: "payments", .init(.tag, "pay"))
        ),
        ServiceCase(
            "the field before the tag",
            makeTicket(service: ["Login"]) { $0.tags = ["pay"] },
            makeRules { $0.service.tags = ["pay": "payments"] },
            .other(component: "login", .init(field, "Login"))
        ),
        ServiceCase(
            "the tag where the field says nothing known",
            makeTicket(service: ["Parking"]) { $0.tags = ["pay"] },
            makeRules { $0.service.tags = ["pay": "payments"] },
            .affected(component: "payments", .init(.tag, "pay"))
        ),
        ServiceCase(
            "a queue",
            makeTicket { $0.queue = "billing" },
            makeRules { $0.service.queues = ["Billing": "payments"] },
            .affected(component: "payments", .init(.queue, "billing"))
        ),
        ServiceCase(
            "an alias in the text",
            makeTicket("Problem at the Checkout"),
            byText,
            .affected(component: "payments", .init(.text, "checkout"))
        ),
        ServiceCase(
            "a name in a longer word is none",
            makeTicket("checkouts and repayments"),
            byText,
            .unknown
        ),
        ServiceCase(
            "an inflected alias, with stems",
            makeTicket("checkouts"),
            makeRules {
                $0.service = TicketRules.ServiceSource(text: true)
                $0.matching = .stems
            },
            .affected(component: "payments", .init(.text, "checkout"))
        ),
        ServiceCase(
            "the affected one of two in the text",
            makeTicket("login works, payments do not"),
            byText,
            .affected(component: "payments", .init(.text, "payments"))
        ),
        ServiceCase(
            "another one in the text",
            makeTicket("sign in"),
            byText,
            .other(component: "login", .init(.text, "sign-in"))
        ),
    ]
}

@Test(arguments: ServiceCase.all)
func theServiceIsReadWhereTheConfigurationSays(_ row: ServiceCase) {
    #expect(makeScore(row.ticket, rules: row.rules).service == row.service)
}

@Test
func aParentMeansItsPartsAndAPartItself() {
    #expect(makeScore(makeTicket(service: ["API"]), components: ["graphql"]).service.isAffected)
    #expect(!makeScore(makeTicket(service: ["REST API"]), components: ["graphql"]).service.isAffected)
    #expect(makeScore(makeTicket(service: ["API - GraphQL"]), components: ["graphql"]).service.isAffected)
}

@Test
func quotedWordsDoNotCount() {
    let body = "I have a question.\n> your payment declined with a timeout at the gateway"
    #expect(makeScore(makeTicket("Re: Hello", body: body)).matches.isEmpty)
}

/// What a customer does to a text without saying anything else changes no score.
@Test
func writingMakesNoDifference() {
    let plain = makeTicket("card declined", body: "timeout at the gateway", service: ["Payments"])
    let wanted = makeScore(plain).points
    for (subject, body, isHTML) in [
        ("CARD DECLINED", "Timeout at the Gateway", false), ("card déclined", "ｔｉｍｅｏｕｔ at the gate\u{AD}way", false),
        ("card declined", "<p>time&shy;out at <b>the</b></p><p>gateway</p>", true),
        ("card declined", "timeout at the gateway\n\n-- \ndeclined Ltd", false),
    ] {
        var other = plain
        other.subject = subject
        other.body = Ticket.Body(body, isHTML: isHTML)
        #expect(makeScore(other).points == wanted)
    }
}

@Test
func aTicketsScoreDoesNotDependOnTheOnesBefore() {
    var random = SplitMix(seed: 3)
    let words = ["declined", "timeout", "gateway", "hello", "payments", "login", "checkout"]
    let services = [["Payments"], ["Login"], ["Parking"], []]
    let tickets = (0..<300).map { _ in
        makeTicket(
            words.shuffled(using: &random).prefix(3).joined(separator: " "),
            body: words.shuffled(using: &random).prefix(2).joined(separator: " "),
            service: services.randomElement(using: &random)!
        )
    }
    for text in [true, false] {
        let rules = makeRules { $0.service.text = text }
        let query = TicketQuery(components: ["payments"], keywords: ["declined", "timeout"], startedAt: start)
        var scorer = TicketScorer(query, rules: rules, tree: tree)
        for ticket in tickets {
            #expect(scorer.score(ticket) == makeScore(ticket, keywords: ["declined", "timeout"], rules: rules))
        }
    }
}

struct ExclusionCase: CustomTestStringConvertible {
    let ticket: Ticket
    let rules: TicketRules.Exclusions
    let reason: TicketExclusion?

    init(
        tag: String? = nil,
        address: String? = "a@b.example",
        isAutomatic: Bool = false,
        _ rules: TicketRules.Exclusions,
        _ reason: TicketExclusion?
    ) {
        ticket = makeTicket {
            $0.tags = tag.map { [$0] } ?? []
            $0.requester = Ticket.Requester(address: address)
            $0.isAutomatic = isAutomatic
        }
        self.rules = rules
        self.reason = reason
    }

    var testDescription: String { "\(ticket.requester?.address ?? "nobody") \(ticket.tags) against \(rules)" }

    private static let domain = TicketRules.Exclusions(requesterDomains: ["b.example"])

    static let all = [
        ExclusionCase(tag: "VIP", TicketRules.Exclusions(tags: ["vip"]), .tag("VIP")),
        ExclusionCase(tag: "other", TicketRules.Exclusions(tags: ["vip"]), nil),
        ExclusionCase(address: "a@B.Example", domain, .requesterDomain("b.example")),
        ExclusionCase(address: "a@mail.b.example", domain, .requesterDomain("b.example")),
        ExclusionCase(address: "a@notb.example", domain, nil),
        ExclusionCase(address: "b.example", domain, nil),
        ExclusionCase(address: nil, domain, nil),
        ExclusionCase(isAutomatic: true, TicketRules.Exclusions(), .automatic),
        ExclusionCase(isAutomatic: true, TicketRules.Exclusions(automatic: false), nil),
    ]
}

@Test(arguments: ExclusionCase.all)
func exclusionsLeaveTicketsAlone(_ row: ExclusionCase) {
    #expect(row.rules.reason(for: row.ticket) == row.reason)
}
