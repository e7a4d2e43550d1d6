import StatusCommCore

/// Pages to test and to look at.
enum PageSamples {
    static let now = Timestamp(rfc3339: "2026-11-23T13:40:00Z") ?? .earliest

    static let berlin: ZoneRules =
        (try? ZoneDatabase(directories: ZoneDatabase.usualDirectories).zone(named: "Europe/Berlin")) ?? .utc

    static let calm = snapshot(incidents: [logins, exports])
    static let empty = snapshot(incidents: [])
    static let one = snapshot(incidents: [payments, logins, exports]) { $0 == "rest-api" ? .majorOutage : .operational }
    static let three = snapshot(incidents: [payments, slow, late, logins, exports]) { id in
        switch id {
        case "rest-api", "webhooks": .majorOutage
        case "dashboard": .degradedPerformance
        case "email-delivery": .partialOutage
        case "slack": .underMaintenance
        default: .operational
        }
    }
    static let long = snapshot(incidents: [endless]) { $0 == "reporting" ? .degradedPerformance : .operational }

    static func snapshot(
        company: String = "Acme",
        url: String = "https://status.acme.example/",
        zone: ZoneRules = berlin,
        incidents: [PageIncident],
        status: (String) -> ComponentStatus = { _ in .operational }
    ) -> StatusPageSnapshot {
        func part(_ id: String, _ name: String, _ description: String? = nil) -> PageComponent {
            PageComponent(id: id, name: name, description: description, status: status(id))
        }
        func product(_ id: String, _ name: String, _ children: [PageComponent]) -> PageComponent {
            PageComponent(id: id, name: name, status: .operational, children: children)
        }
        let authentication = part("auth", "User Authentication", "Sign-in and single sign-on")
        return StatusPageSnapshot(
            company: company,
            url: url,
            zone: zone,
            began: ago(days: 90),
            now: now,
            components: [
                product(
                    "web",
                    "Web Application",
                    [part("dashboard", "Dashboard"), authentication, part("reporting", "Reporting")]
                ),
                product(
                    "api",
                    "API",
                    [part("rest-api", "REST API"), part("graphql", "GraphQL API"), part("webhooks", "Webhooks")]
                ),
                product(
                    "integrations",
                    "Integrations",
                    [
                        part("slack", "Slack"), part("teams", "Microsoft Teams"),
                        part("email-delivery", "Email Delivery"),
                    ]
                ),
                part("website", "Website"),
            ],
            incidents: incidents
        )
    }

    static let payments = PageIncident(
        identity: "n-payments",
        title: "Payments are failing",
        phase: .identified,
        impact: .critical,
        startedAt: ago(minutes: 72),
        nextUpdateAt: ago(minutes: -20),
        components: ["rest-api", "webhooks"],
        updates: [
            PageUpdate(
                number: 1,
                phase: .investigating,
                message: "Some payments are failing, and you may see an error at checkout. We are looking into it.",
                at: ago(minutes: 70),
                changes: [.init(component: "rest-api", old: .operational, new: .majorOutage)]
            ),
            update(2, .investigating, "We are still investigating. What failed was **not** charged.", 45),
            update(
                3,
                .identified,
                """
                A storage server stopped answering. We are moving its work to another one.

                What you can do now:

                - pay by invoice
                - try again later, see [our help](https://help.acme.example/pay)
                """,
                12
            ),
        ]
    )

    static let slow = PageIncident(
        identity: "n-slow",
        title: "Dashboards load slowly",
        phase: .monitoring,
        impact: .minor,
        startedAt: ago(minutes: 260),
        monitoringAt: ago(minutes: 30),
        nextUpdateAt: ago(minutes: -30),
        components: ["dashboard"],
        updates: [
            update(1, .investigating, "Dashboards take longer than usual to load.", 255),
            update(2, .monitoring, "A fix is in place, and we are watching the results.", 30),
        ]
    )

    static let late = PageIncident(
        identity: "n-late",
        title: "Some notification e-mails arrive late",
        phase: .investigating,
        impact: .major,
        startedAt: ago(minutes: 8),
        components: ["email-delivery"],
        updates: [update(1, .investigating, "E-mails from us may arrive up to an hour late.", 6)]
    )

    static let logins = PageIncident(
        identity: "n-logins",
        title: "Sign-in did not work for some users",
        phase: .resolved,
        impact: .major,
        startedAt: ago(days: 3),
        monitoringAt: ago(minutes: 3 * 1_440 - 50),
        resolvedAt: ago(minutes: 3 * 1_440 - 80),
        components: ["auth"],
        updates: [
            update(1, .investigating, "Some users cannot sign in.", 3 * 1_440 - 2),
            update(2, .monitoring, "Sign-in works again; we keep watching.", 3 * 1_440 - 50),
            update(3, .resolved, "Everybody can sign in again. An expired certificate was the cause.", 3 * 1_440 - 80),
        ]
    )

    static let exports = PageIncident(
        identity: "n-exports",
        title: "Exports were delayed",
        phase: .resolved,
        impact: .minor,
        startedAt: ago(days: 40),
        resolvedAt: ago(minutes: 40 * 1_440 - 121),
        components: ["reporting", "gone-from-the-configuration"],
        updates: [
            update(1, .investigating, "Exports take longer than usual.", 40 * 1_440 - 5),
            update(2, .resolved, "Exports run at their usual speed.", 40 * 1_440 - 121),
        ]
    )

    static let endless = PageIncident(
        identity: "n-endless",
        title: "Reports of the \(String(repeating: "very ", count: 30))long kind "
            + "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft are late",
        phase: .identified,
        impact: .minor,
        startedAt: ago(days: 2),
        nextUpdateAt: ago(minutes: -60),
        components: ["reporting"],
        updates: (1...9).map { number in
            update(
                number,
                .identified,
                """
                \(String(repeating: "We keep working on it, and the queue becomes shorter. ", count: number))

                # What is known

                1. The address https://status.acme.example/\(String(repeating: "x", count: 120))
                2. `code-without-any-break-\(String(repeating: "y", count: 90))`
                """,
                2_880 - number * 240
            )
        }
    )

    static func ago(minutes: Int) -> Timestamp { now.advanced(by: .seconds(-60 * minutes)) }
    static func ago(days: Int) -> Timestamp { ago(minutes: days * 1_440) }

    static func update(_ number: Int, _ phase: IncidentPhase, _ message: String, _ minutesAgo: Int) -> PageUpdate {
        PageUpdate(number: number, phase: phase, message: message, at: ago(minutes: minutesAgo))
    }
}
