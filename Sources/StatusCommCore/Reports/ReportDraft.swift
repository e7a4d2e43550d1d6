package import JSON5

/// The customer report that a postmortem yields, as values for the template `report`, and what was kept out of it.
package struct ReportDraft: Hashable, Sendable {
    package var data: JSONObject
    /// For the reviewer, in the order of the report.
    package var changes: [ReportChange]
}

extension MessageCheckRules {
    /// The rules with further technical phrases and the plain words for them, by phrase.
    package func adding(phrases: [String: String]) -> MessageCheckRules {
        var rules = self
        rules.jargon += phrases.sorted { $0.key < $1.key }.map { PlainWording(phrase: $0.key, plain: $0.value) }
        return rules
    }
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
    /// sentences that the check refuses. When it began, how long it lasted and which services it hit comes from the
    /// incident, and what else the postmortem does not say too. Only timeline entries that concern customers and only
    /// visible action items of type `prevention` are taken.
    package func draft(_ postmortem: Postmortem, incident: Incident?) -> ReportDraft {
        var cleaner = ReportCleaner(rules: rules, company: company, components: components)
        let (postmortem, taken) = incident.map(postmortem.completed) ?? (postmortem, [])
        for change in taken { cleaner.record(change.kind, change.section, change.text, change.reason) }
        let style = TimeStyle(language: company.language)
        let (start, end) = times(postmortem, incident, &cleaner)
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
        data["timeline"] = .array(timeline(postmortem, from: start, &cleaner))
        data["what_happened"] = .string(cleaner.words(postmortem.whatHappened, in: "what happened"))
        data["impact"] = .object(
            JSONObject([
                .init(name: "customer_count", value: .string(figure(postmortem.customerCount, &cleaner))),
                .init(name: "error_rate", value: .string(figure(postmortem.errorRate, &cleaner))),
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

    /// Beginning and end: the log's where there is an incident, since the report has to agree with what was said.
    private func times(
        _ postmortem: Postmortem,
        _ incident: Incident?,
        _ cleaner: inout ReportCleaner
    ) -> (start: Timestamp?, end: Timestamp?) {
        guard let impact = incident?.impact else { return (postmortem.startedAt, postmortem.endedAt) }
        func compare(_ section: String, _ own: Timestamp?, _ log: Timestamp?) {
            guard let own, let log, own.seconds / 60 != log.seconds / 60 else { return }
            cleaner.record(.timeFromLog, section, company.zone.longText(own), company.zone.longText(log))
        }
        compare("beginning", postmortem.startedAt, impact.start)
        compare("end", postmortem.endedAt, impact.end)
        return (impact.start, impact.end ?? postmortem.endedAt)
    }

    private func figure(_ text: String, _ cleaner: inout ReportCleaner) -> String {
        cleaner.words(.init(own: text), in: "impact")
    }

    private func timeline(
        _ postmortem: Postmortem,
        from start: Timestamp?,
        _ cleaner: inout ReportCleaner
    ) -> [JSONValue] {
        let style = TimeStyle(language: company.language)
        let firstDay = start.map { company.zone.dateText($0, style: style) }
        return postmortem.timeline.sorted { $0.at < $1.at }.compactMap { entry in
            guard entry.type.concernsCustomers else {
                cleaner.record(.entryLeftOut, "timeline", entry.wording.own, "its type is '\(entry.type.rawValue)'")
                return nil
            }
            let words = cleaner.words(entry.wording, in: "timeline")
            guard !words.isEmpty else { return nil }
            // The date of the first day stands at the top of the report.
            let date = company.zone.dateText(entry.at, style: style)
            let time = (date == firstDay ? "" : "\(date), ") + company.zone.shortText(entry.at)
            return ["time": .string(time), "description": .string(words)]
        }
    }

    private func prevention(_ postmortem: Postmortem, _ cleaner: inout ReportCleaner) -> [JSONValue] {
        postmortem.actionItems.compactMap { item in
            guard item.isCustomerVisible, item.type == "prevention" else {
                let reason = item.isCustomerVisible ? "its type is '\(item.type)'" : "it is not for customers"
                cleaner.record(.entryLeftOut, "prevention", item.wording.own, reason)
                return nil
            }
            let words = cleaner.words(item.wording, in: "prevention")
            return words.isEmpty ? nil : .string(words)
        }
    }
}
