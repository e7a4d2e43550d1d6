/// Tickets as a help desk gets them during an incident, the same ones on every run.
///
/// Three of four are plain text, of which every other one quotes an earlier mail; the rest is HTML. One in eight is about
/// the incident.
struct Workload {
    static let tree = ComponentTree(roots: [
        Component(
            id: "web",
            name: "Web Application",
            children: [
                Component(id: "dashboard", name: "Dashboard", aliases: ["overview page"]),
                Component(id: "login", name: "User Authentication", aliases: ["login", "sign-in"]),
                Component(id: "reporting", name: "Reporting", aliases: ["reports"]),
            ]
        ),
        Component(
            id: "api",
            name: "API",
            children: [
                Component(id: "rest-api", name: "REST API", aliases: ["rest"]),
                Component(id: "graphql", name: "GraphQL API"),
                Component(id: "webhooks", name: "Webhooks"),
            ]
        ),
        Component(id: "payments", name: "Payments", aliases: ["checkout", "card payments"]),
    ])

    static let query = TicketQuery(
        components: ["payments"],
        keywords: ["declined", "timeout", "checkout", "gateway", "charged twice"],
        startedAt: Timestamp(seconds: 1_795_400_000)
    )

    static var service: TicketRules.ServiceSource { TicketRules.ServiceSource(field: "Affected Service") }

    private var random = Generator(state: 7)

    /// The next ticket.
    mutating func next(_ number: Int) -> Ticket {
        let isAbout = number % 8 == 0
        let words = sentence(isAbout)
        var ticket = Ticket(
            id: String(number),
            subject: isAbout ? "Payment declined at checkout" : "Question about my account \(number)",
            createdAt: Timestamp(seconds: 1_795_400_000 + Int64(random.next(20_000)) - 10_000)
        )
        ticket.fields = [
            "Affected Service": [["Payments", "Dashboard", "REST API", "Other"][isAbout ? 0 : number % 4]]
        ]
        ticket.requester = Ticket.Requester(id: "\(number % 5_000)", address: "customer\(number % 5_000)@example.org")
        ticket.tags = ["web"]
        ticket.queue = "Support"
        switch number % 4 {
        case 0:
            ticket.body = Ticket.Body("Hello,\n\n\(words)\n\nRegards\nA. Customer\n-- \nExample Ltd, 1 Example Road\n")
        case 1: ticket.body = Ticket.Body("\(words)\n")
        case 2:
            ticket.body = Ticket.Body(
                "\(words)\n\nOn Mon, 5 Jan 2026 at 10:00, Support <support@acme.example> wrote:\n> \(sentence(false))\n> \(sentence(false))\n"
            )
        default:
            ticket.body = Ticket.Body(
                "<html><head><style>p{margin:0}</style></head><body><p>Hello,</p><p>\(words)<br>It&#39;s <b>urgent</b>&nbsp;!</p><blockquote>\(sentence(false))</blockquote></body></html>",
                isHTML: true
            )
        }
        return ticket
    }

    private mutating func sentence(_ isAbout: Bool) -> String {
        var text = ""
        for place in 0..<55 {
            if place > 0 { text += place % 12 == 0 ? ".\n" : " " }
            text += Self.words[random.next(Self.words.count)]
        }
        return isAbout ? text + " My card was declined with a timeout." : text
    }

    private static let words = """
        the a my your we our please when after before since yesterday today account invoice page button order customer \
        number address message screen browser phone application error working works cannot could would still again \
        always never sometimes change update password profile delivery shipping refund question answer help thanks \
        team support email attached picture tried trying opened closed country currency language settings français
        """.split(separator: " ").map(String.init)

    private struct Generator {
        var state: UInt64

        mutating func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
    }
}
