package import JSON5

/// The values that templates print for an incident's newest public change.
package struct MessageVariables: Sendable {
    package var company: MessageCompany
    package var components: ComponentTree
    /// Zone of the reader.
    package var zone: ZoneRules
    package var style: TimeStyle

    /// Values for one kind of reader; without zone and language, the company's.
    package init(
        company: MessageCompany,
        components: ComponentTree,
        zone: ZoneRules? = nil,
        language: String? = nil
    ) {
        self.company = company
        self.components = components
        self.zone = zone ?? company.zone
        style = TimeStyle(language: language ?? company.language)
    }

    /// Whether the values go into a subject, or into a body, where signs of Markdown in plain values are escaped.
    package enum Place: Sendable {
        case subject
        case body
    }

    /// All values; a name without a value holds the empty text, so that a template may print it.
    ///
    /// Variables given with the command come on top; `customer_name` is left to the recipient.
    package func data(for incident: Incident, in place: Place) -> JSONObject {
        func plain(_ text: String) -> JSONValue { .string(place == .body ? Self.escaped(text) : text) }
        func words(_ text: String?) -> JSONValue { .string(text ?? "") }
        let update = incident.latestUpdate
        var data = JSONObject()
        data["severity"] = plain(incident.severity.rawValue)
        data["service_name"] = plain(serviceName(of: incident))
        data["detection_time"] = plain(zone.longText(incident.startedAt, style: style))
        data["incident_summary"] = plain(incident.title)
        data["message"] = words(update.publication.message)
        data["status_page_url"] = .string(company.statusPageURL)
        data["company_name"] = plain(company.name)
        data["company_domain"] = .string(company.domain)
        data["current_status"] = plain(incident.phase.title)
        data["update_number"] = .number(JSONNumber(incident.updates.count - 1))
        data["is_first_reply"] = .bool(true)
        data["is_resolved"] = .bool(!incident.isOpen)
        data["investigation_findings"] = words(update.finding)
        data["current_actions"] = words(update.action)
        data["eta_message"] = words(update.eta)
        add(nextUpdate: incident.isOpen ? update.publication.nextUpdateAt : nil, after: update.at, to: &data)
        add(end: incident, to: &data)
        if let report = incident.report { data["report_text"] = .string(report.report.text) }
        for variable in update.publication.variables.members { data[variable.name] = variable.value }
        return data
    }

    /// Names of the components that the incident affects or has affected.
    package func serviceName(of incident: Incident) -> String {
        let hurt = incident.components.filter { !incident.isOpen || $0.status != .operational }
        let names = (hurt.isEmpty ? incident.components : hurt).map { components[$0.id]?.name ?? $0.id }
        return names.isEmpty ? "our service" : names.joined(separator: ", ")
    }

    private func add(nextUpdate: Timestamp?, after at: Timestamp, to data: inout JSONObject) {
        guard let nextUpdate else {
            data["next_update_minutes"] = .string("")
            data["next_update_time"] = .string("")
            return
        }
        let minutes = max(1, (nextUpdate.duration(since: at).milliseconds + 59_999) / 60_000)
        data["next_update_minutes"] = .number(JSONNumber(Int(minutes)))
        data["next_update_time"] = .string(zone.longText(nextUpdate, style: style))
    }

    private func add(end incident: Incident, to data: inout JSONObject) {
        let end = incident.resolvedAt
        data["incident_duration"] = .string(end.map { $0.duration(since: incident.startedAt).text(style) } ?? "")
        data["root_cause_summary"] = .string(incident.resolution?.rootCause ?? "")
        data["resolution_summary"] = .string(incident.resolution?.fix ?? "")
        let preventions = incident.resolution?.preventions ?? []
        data["prevention_measures"] = .string(preventions.map { "- \($0)" }.joined(separator: "\n"))
        data["report_eta"] = .string(
            end.map { zone.dateText($0.advanced(by: company.reportWithin), style: style) } ?? ""
        )
        data["postmortem_url"] = .string(end == nil ? "" : company.statusPageURL)
    }

    /// Text whose signs show as themselves in light Markdown.
    static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if "\\`*[]".unicodeScalars.contains(scalar) { escaped.append("\\") }
            escaped.append(scalar == "\n" || scalar == "\r" ? " " : scalar)
        }
        return String(escaped)
    }
}
