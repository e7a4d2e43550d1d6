/// Time limits of a delivery run.
package struct DeliveryConfiguration: Hashable, Sendable {
    /// Time for a whole run; what is left then is queued.
    package var deadline: Duration = .seconds(60)
    /// Longest time for one attempt.
    package var attempt: Duration = .seconds(30)
    /// Time between two looks that both have to find nothing before a request is sent again.
    package var recheckAfter: Duration = .seconds(30)

    init() {}

    init(_ fields: inout Fields) {
        if let value = fields.duration("deadline", in: .seconds(1)...(.seconds(3_600))) { deadline = value }
        if let value = fields.duration("attempt", in: .seconds(1)...(.seconds(600))) { attempt = value }
        if let value = fields.duration("recheckAfter", in: .seconds(1)...(.seconds(3_600))) { recheckAfter = value }
        fields.finish()
    }
}

/// What `tick` may say without a person.
package struct AutomaticUpdateConfiguration: Hashable, Sendable {
    /// Whether a promised update is posted when nobody has written one.
    package var isEnabled = false
    /// Most of them in a row; then the owners are reminded instead.
    package var maximum = 3
    /// Time before a promise breaks at which the owners are warned.
    package var warnBefore: Duration = .seconds(300)

    init() {}

    init(_ fields: inout Fields) {
        isEnabled = fields.bool("enabled") ?? false
        maximum = fields.int("maxAutomatic", in: 0...100) ?? 3
        warnBefore = fields.duration("warnBefore", in: .seconds(0)...(.seconds(86_400))) ?? .seconds(300)
        fields.finish()
    }
}

/// When a report is due, and its wording.
package struct ReportConfiguration: Hashable, Sendable {
    /// Age of a resolved incident without a report at which the owners are warned.
    package var remindAfter: Duration = .seconds(24 * 3_600)
    /// Age at which it is escalated.
    package var escalateAfter: Duration = .seconds(48 * 3_600)
    /// Technical phrases and the plain ones that replace them, beside the built-in table.
    package var phrases: [String: String] = [:]

    init() {}

    init(_ fields: inout Fields) {
        let range: ClosedRange<Duration> = .seconds(3_600)...(.seconds(30 * 86_400))
        if let value = fields.duration("remindAfter", in: range) { remindAfter = value }
        if let value = fields.duration("escalateAfter", in: range) { escalateAfter = value }
        for (phrase, plain) in fields.table("phrases") { phrases[phrase] = plain }
        fields.finish()
    }
}

/// Somebody who is warned when a promise is about to break.
package enum Owner: Hashable, Sendable {
    case mail(MailAddress)
    /// Name of an announcement target.
    case announcement(String)
}
