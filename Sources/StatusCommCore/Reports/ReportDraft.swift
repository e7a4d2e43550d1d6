package import JSON5

/// The customer report that a postmortem yields, as values for the template `report`, and what was kept out of it.
package struct ReportDraft: Hashable, Sendable {
    package var data: JSONObject
    /// For the reviewer, in the order of the report.
    package var changes: [ReportChange]
}

/// Makes customer reports: a pure function of the postmortem, the incident and the rules.
package struct ReportWriter: Sendable {
    package let rules: MessageCheckRules
    package let company: MessageCompany
    package let components: ComponentTree

    /// Prepares for writing.
    package init(rules: MessageCheckRules, company: MessageCompany, components: ComponentTree) {
        self.rules = rules
        self.company = company
        self.components = components
    }

    /// The report on an incident.
    ///
    /// Customers' words come first; our own are used where there are none, with technical phrases in plain words and without
    /// sentences that the check refuses. Times, duration and services come from the postmortem, else from the incident.
    /// Only timeline entries that concern customers and only visible action items of type `prevention` are taken.
    package func draft(_ postmortem: Postmortem, incident: Incident?) -> ReportDraft {
        var cleaner = ReportCleaner(rules: rules, company: company, components: components)
        let style = TimeStyle(language: company.language)
        let start = postmortem.startedAt ?? incident?.startedAt
        let end = postmortem.endedAt ?? incident?.resolvedAt
        var duration = ""
        if let start, let end { duration = end.duration(since: start).text(style) }
        let title = cleaner.words(postmortem.title, in: "title")
        let services =
            postmortem.services.isEmpty
            ? incident.map { MessageVariables(company: company, components: components).serviceName(of: $0) } ?? ""
            : postmortem.services.map { cleaner.words(.init(own: $0), in: "services") }
                .filter { !$0.isEmpty }.joined(separator: ", ")
        var data = JSONObject()
        data["title"] = .string(title.isEmpty ? incident?.title ?? "" : title)
        data["date"] = .string(start.map { company.zone.dateText($0, style: style) } ?? "")
        data["duration"] = .string(duration)
        data["affected_services"] = .string(services)
        data["summary"] = .string(cleaner.words(postmortem.summary, in: "summary"))
        data["timeline"] = .array(timeline(postmortem, incident, &cleaner))
        data["what_happened"] = .string(cleaner.words(postmortem.whatHappened, in: "what happened"))
        data["impact"] = .object(
            JSONObject([
                .init(name: "customer_count", value: .string(postmortem.customerCount)),
                .init(name: "error_rate", value: .string(postmortem.errorRate)),
                .init(name: "duration", value: .string(duration)),
            ])
        )
        data["resolution"] = .string(cleaner.words(postmortem.resolution, in: "resolution"))
        data["prevention"] = .array(prevention(postmortem, &cleaner))
        data["company_domain"] = .string(company.domain)
        data["company_name"] = .string(company.name)
        data["status_page_url"] = .string(company.statusPageURL)
        return ReportDraft(data: data, changes: cleaner.changes)
    }

    private func timeline(
        _ postmortem: Postmortem,
        _ incident: Incident?,
        _ cleaner: inout ReportCleaner
    ) -> [JSONValue] {
        var entries = postmortem.timeline
        if entries.isEmpty, let incident {
            entries = incident.notes.map { recorded in
                Postmortem.Entry(
                    at: recorded.note.happenedAt,
                    type: recorded.note.type,
                    wording: .init(own: recorded.note.text, customer: recorded.note.customerText)
                )
            }
        }
        return entries.sorted { $0.at < $1.at }.compactMap { entry in
            guard entry.type.concernsCustomers else {
                cleaner.leaveOut(entry.wording.own, in: "timeline", "its type is '\(entry.type.rawValue)'")
                return nil
            }
            let words = cleaner.words(entry.wording, in: "timeline")
            guard !words.isEmpty else { return nil }
            return ["time": .string(company.zone.shortText(entry.at)), "description": .string(words)]
        }
    }

    private func prevention(_ postmortem: Postmortem, _ cleaner: inout ReportCleaner) -> [JSONValue] {
        postmortem.actionItems.compactMap { item in
            guard item.isCustomerVisible, item.type == "prevention" else {
                let reason = item.isCustomerVisible ? "its type is '\(item.type)'" : "it is not for customers"
                cleaner.leaveOut(item.wording.own, in: "prevention", reason)
                return nil
            }
            let words = cleaner.words(item.wording, in: "prevention")
            return words.isEmpty ? nil : .string(words)
        }
    }
}
