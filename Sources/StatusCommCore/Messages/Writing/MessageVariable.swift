/// A name that templates can print.
package struct MessageVariable: Hashable, Sendable {
    package var name: String
    /// What it holds; one sentence without full stop.
    package var summary: String
    /// Templates that have it.
    package var templates: Set<MessageTemplateName>
    /// Whether it may be empty, so that a template should ask with `{{#if}}`.
    package var mayBeEmpty: Bool

    /// All of them, in the order in which they are explained.
    package static let all: [MessageVariable] =
        make(
            Set(MessageTemplateName.allCases).subtracting([.report]),
            [
                ("severity", "how bad it is: critical, high, medium or low", false),
                ("service_name", "names of the affected components, by commas", false),
                ("customer_name", "the recipient's name; missing where it is not known, so give a default", true),
                ("detection_time", "when it began, with the zone named", false),
                ("incident_summary", "the incident's title, the same from the first message to the last", false),
                ("message", "what was typed with this change, light Markdown", false),
                ("next_update_minutes", "minutes until the next update is promised", true),
                ("next_update_time", "when the next update is promised, with the zone named", true),
                ("status_page_url", "address of the status page", false),
                ("company_name", "name of the company", false),
                ("company_domain", "domain of the company, as in support@…", false),
                ("current_status", "Investigating, Identified, Monitoring or Resolved", false),
                ("update_number", "number of the update, 1 for the first after the opening", false),
                ("is_resolved", "true in the last message, for {{#if}}", true),
            ]
        )
        + make(
            [.initial, .update, .resolution],
            [
                ("email", "the recipient's address", false),
                ("unsubscribe_url", "the recipient's link to get no more of these mails", true),
            ]
        )
        + make(
            [.update, .page, .chat, .ticket],
            [
                ("investigation_findings", "what was found out, light Markdown", true),
                ("current_actions", "what is being done, light Markdown", true),
                ("eta_message", "what can be said about the way ahead, light Markdown", true),
            ]
        )
        + make(
            [.resolution, .page, .chat, .ticket],
            [
                ("incident_duration", "how long it lasted, in words", true),
                ("root_cause_summary", "why it happened, light Markdown", true),
                ("resolution_summary", "what ended it, light Markdown", true),
                ("prevention_measures", "what will keep it from happening again, a Markdown list", true),
                ("report_eta", "day by which the report is published", true),
                ("postmortem_url", "where the report will be", true),
            ]
        )
        + make(
            [.ticket],
            [("is_first_reply", "true when the customer hears of the incident for the first time, for {{#if}}", true)]
        )
        + make(
            [.reportMail],
            [("report_text", "the whole report, light Markdown", false)]
        )
        + make(
            [.report],
            [
                ("title", "title of the incident", false),
                ("date", "day on which it happened", false),
                ("duration", "how long it lasted, in words", false),
                ("affected_services", "names of the affected components, by commas", false),
                ("summary", "what happened, in two or three sentences", false),
                ("timeline", "list for {{#each timeline}}: time and description of each entry", true),
                ("what_happened", "the story in customers' words, light Markdown", false),
                ("impact", "customer_count, error_rate and duration", false),
                ("resolution", "what ended it", false),
                ("prevention", "list for {{#each prevention}}: what is being done", true),
                ("company_domain", "domain of the company, as in support@…", false),
                ("company_name", "name of the company", false),
                ("status_page_url", "address of the status page", false),
            ]
        )

    private static func make(
        _ templates: Set<MessageTemplateName>,
        _ rows: [(String, String, Bool)]
    ) -> [MessageVariable] {
        rows.map { MessageVariable(name: $0.0, summary: $0.1, templates: templates, mayBeEmpty: $0.2) }
    }
}
