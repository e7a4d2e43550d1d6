extension MailOffice {
    /// A result of the mail target with what the notification's folder tells beyond the delivery's log.
    ///
    /// The log knows that an attempt began; the folder knows how many mails have left since, and whether anybody is at it.
    package func completed(_ result: DeliveryResult, of incident: Incident) -> DeliveryResult {
        guard result.key.target == Configuration.mailTarget else { return result }
        var result = result
        result.mail = try? counts(of: incident, change: result.key.change)
        guard let counts = result.mail, case .unknown = result.standing else { return result }
        // Nothing about mail is ever unknown but the mails in doubt, which have a state of their own.
        let isBeingSent = folder(of: incident, change: result.key.change).isBeingSent
        result.standing =
            isBeingSent
            ? .busy(reason: "\(counts.words) so far, another process is sending")
            : .queued(reason: "interrupted: \(counts.words)", notBefore: nil)
        return result
    }
}
