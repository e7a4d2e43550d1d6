extension Postmortem {
    /// The postmortem with what the incident's log knows wherever it says nothing itself, and what was taken.
    ///
    /// The timeline comes from the notes with a type for customers, and when there are none, from the public messages: so
    /// notes that were typed while it happened are enough for a report.
    func completed(from incident: Incident) -> (postmortem: Postmortem, changes: [ReportChange]) {
        var whole = self
        var changes: [ReportChange] = []
        func take(_ section: String, _ what: String) {
            changes.append(ReportChange(kind: .takenFromLog, section: section, text: "", reason: what))
        }
        if whole.title.isEmpty {
            whole.title.customer = incident.title
            take("title", "the incident's title")
        }
        if whole.timeline.isEmpty {
            let notes = incident.notes.filter { $0.note.type.concernsCustomers }
            whole.timeline = notes.map { recorded in
                Entry(
                    at: recorded.note.happenedAt,
                    type: recorded.note.type,
                    wording: Wording(own: recorded.note.text, customer: recorded.note.customerText)
                )
            }
            if notes.isEmpty {
                whole.timeline = incident.updates.map { update in
                    Entry(at: update.at, type: .statusUpdate, wording: Wording(own: update.publication.message))
                }
            }
            take("timeline", notes.isEmpty ? "the public messages" : "\(notes.count) notes of the incident")
        }
        if whole.whatHappened.isEmpty, let cause = incident.resolution?.rootCause {
            whole.whatHappened.customer = cause
            take("what happened", "the cause as it was told at the end")
        }
        if whole.resolution.isEmpty, let end = incident.resolution {
            whole.resolution.customer = end.fix ?? end.publication.message
            take("resolution", end.fix == nil ? "the last public message" : "what was told at the end")
        }
        if whole.actionItems.isEmpty, let preventions = incident.resolution?.preventions, !preventions.isEmpty {
            whole.actionItems = preventions.map { words in
                ActionItem(wording: Wording(customer: words), type: "prevention", isCustomerVisible: true)
            }
            take("prevention", "what was told at the end")
        }
        return (whole, changes)
    }
}

extension Postmortem.Wording {
    /// Whether nobody wrote anything.
    var isEmpty: Bool { own.isEmpty && (customer ?? "").isEmpty }
}
