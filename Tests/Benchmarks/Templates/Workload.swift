import JSON5

/// The messages that are measured: three mails of about 540 bytes and a report with 50 timeline entries.
enum Workload {
    static let customerNames = ["customer_name", "customer_company", "preferences_url"]

    static func customer(_ number: Int) -> JSONValue {
        let first = ["Ada", "Bertrand", "Carmen", "Dmitri", "Eun-ji", "Fatima", "Gustav", "Hélène"][number % 8]
        return [
            "customer_name": .string("\(first) Example-\(number)"),
            "customer_company": .string("Company \(number % 977) Ltd"),
            "preferences_url": .string("https://status.acme.example/p/\(100_000 + number)"),
        ]
    }

    static let incident: JSONValue = [
        "severity": "high",
        "service_name": "REST API",
        "detection_time": "14:05 CET",
        "incident_summary": "Requests to the REST API fail or answer slowly.",
        "next_update_minutes": "30",
        "status_page_url": "https://status.acme.example",
        "company_name": "Acme",
        "update_number": "3",
        "current_status": "identified",
        "investigation_findings": "A cache in one region answers too slowly.",
        "current_actions": "We are moving its traffic to another region.",
        "eta_message": "We will say more in the next update.",
        "next_update_time": "15:30 CET",
        "incident_duration": "1 hour 40 minutes",
        "root_cause_summary": "A cache ran out of memory.",
        "resolution_summary": "We doubled its memory and restarted it.",
        "prevention_measures": "An alarm now watches its memory.",
        "report_eta": "two working days",
        "postmortem_url": "https://status.acme.example/r/42",
        "timeline": .array(
            (0..<50).map { entry in
                [
                    "time": .string("14:\(entry < 10 ? "0" : "")\(entry)"),
                    "description": .string(
                        "Step \(entry): error rate measured, team informed, page updated for all customers."
                    ),
                ]
            }
        ),
    ]

    static let mails = [
        """
        Dear {{customer_name}},

        since {{detection_time}} we see a problem with {{service_name}} (severity {{severity}}) that can affect
        {{customer_company}}. {{incident_summary}}

        Our engineers are working on it. You will hear from us again within {{next_update_minutes}} minutes, also when
        there is nothing new to tell. The current state is always shown at {{status_page_url}}.

        We are sorry for the trouble this causes you. Please answer this mail if you have a question.

        The team of {{company_name}}
        Which mails you receive is up to you: {{preferences_url}}

        """,
        """
        Dear {{customer_name}},

        this is update {{update_number}} on the problem with {{service_name}} (severity {{severity}}, since
        {{detection_time}}). State: {{current_status}}.

        What we know: {{investigation_findings}}
        What we do: {{current_actions}}
        What comes next: {{eta_message}}

        The next update for {{customer_company}} comes at {{next_update_time}}; until then see {{status_page_url}}.
        Thank you for your patience.

        The team of {{company_name}}
        Which mails you receive is up to you: {{preferences_url}}

        """,
        """
        Dear {{customer_name}},

        the problem with {{service_name}} is solved; it lasted {{incident_duration}} from {{detection_time}}.

        Cause: {{root_cause_summary}}
        Solution: {{resolution_summary}}
        From now on: {{prevention_measures}}

        {{customer_company}} will get a full report within {{report_eta}}: {{postmortem_url}}. The state of all our
        services is shown at {{status_page_url}}. We are sorry for the trouble.

        The team of {{company_name}}
        Which mails you receive is up to you: {{preferences_url}}

        """,
    ]

    static let report = """
        Report for {{customer_name}}, {{customer_company}}

        {{service_name}} was disturbed for {{incident_duration}}. {{incident_summary}}

        What happened when:
        {{#each timeline}}
        {{this.time}} {{this.description}}
        {{/each}}

        Cause: {{root_cause_summary}}
        From now on: {{prevention_measures}}

        The team of {{company_name}}, {{status_page_url}}
        Which mails you receive is up to you: {{preferences_url}}

        """
}
