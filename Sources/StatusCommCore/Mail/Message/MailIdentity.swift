/// What all mails of one change of an incident have in common, apart from their text.
package struct MailIdentity: Hashable, Sendable {
    /// Where bounces go.
    package enum ReturnPath: Hashable, Sendable {
        /// The same address for all.
        case fixed(MailAddress)
        /// `local+token@domain`, a token for each mail (variable envelope return path).
        case perRecipient(MailAddress)
        /// The null path: nobody is told of a bounce.
        case null
    }

    package var fromName: String
    package var from: MailAddress
    package var replyTo: MailAddress?
    /// Domain in each `Message-ID`.
    package var domain: String
    /// Names the incident in each `Message-ID`: letters, digits, hyphens and dots; never used for another incident.
    package var incidentKey: String
    /// Names the change within the incident.
    package var changeKey: String
    /// Changes that were mailed before, oldest first.
    package var earlierChangeKeys: [String]
    /// Seconds since 1970, UTC: when the change was made, not when a mail leaves.
    package var date: Int
    /// Identifier of `List-Id` (RFC 2919) without brackets, such as `status.acme.example`.
    package var listID: String?
    /// `a:b:c:SenderId`; source: <https://support.google.com/mail/answer/6254652>.
    package var feedbackID: String?
    /// Link for those who have none of their own; it cannot be a one-click link, since it names nobody.
    package var unsubscribeURL: String?
    package var returnPath: ReturnPath
    /// Whether DSN parameters are asked for where the relay knows them (RFC 3461).
    package var wantsDeliveryReports: Bool
    /// Value of `Importance`; nil leaves the header out.
    package var importance: String?
    /// Secret of this change's return-path tokens.
    package var seed: String

    /// Names sender, incident and change; the rest has defaults.
    package init(
        fromName: String,
        from: MailAddress,
        incidentKey: String,
        changeKey: String,
        date: Int,
        replyTo: MailAddress? = nil,
        domain: String? = nil,
        earlierChangeKeys: [String] = [],
        listID: String? = nil,
        feedbackID: String? = nil,
        unsubscribeURL: String? = nil,
        returnPath: ReturnPath? = nil,
        wantsDeliveryReports: Bool = false,
        importance: String? = nil,
        seed: String = ""
    ) {
        self.fromName = fromName
        self.from = from
        self.replyTo = replyTo
        self.domain = domain ?? String(from.domain)
        self.incidentKey = incidentKey
        self.changeKey = changeKey
        self.earlierChangeKeys = earlierChangeKeys
        self.date = date
        self.listID = listID
        self.feedbackID = feedbackID
        self.unsubscribeURL = unsubscribeURL
        self.returnPath = returnPath ?? .fixed(from)
        self.wantsDeliveryReports = wantsDeliveryReports
        self.importance = importance
        self.seed = seed
    }
}

/// Somebody a mail goes to, as it stands in the frozen list.
package struct MailRecipient: Hashable, Sendable {
    package var address: MailAddress
    package var name: String
    /// Own link to leave the list; empty when there is none.
    package var unsubscribeURL: String
    /// Which of the message's contents is meant.
    package var variant: Int
    /// Values of the fields, in the order of the message's slots.
    package var values: [String]

    /// Describes a recipient.
    package init(
        address: MailAddress,
        name: String = "",
        unsubscribeURL: String = "",
        variant: Int = 0,
        values: [String] = []
    ) {
        self.address = address
        self.name = name
        self.unsubscribeURL = unsubscribeURL
        self.variant = variant
        self.values = values
    }
}
