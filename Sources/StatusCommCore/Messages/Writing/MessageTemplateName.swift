/// The texts that are made from templates; the raw value is the file's name before its language.
package enum MessageTemplateName: String, CaseIterable, Sendable {
    /// First mail about an incident, with its subject.
    case initial
    /// Mail about news, with its subject.
    case update
    /// Mail about the end, with its subject.
    case resolution
    /// Message on status pages and in banners.
    case page
    /// Message in chat rooms.
    case chat
    /// Public reply on a support ticket.
    case ticket
    /// Post-incident report.
    case report
    /// Mail with the report, with its subject.
    case reportMail = "report-mail"

    /// Whether the file begins with a line `Subject: …`.
    package var hasSubject: Bool {
        switch self {
        case .initial, .update, .resolution, .reportMail: true
        case .page, .chat, .ticket, .report: false
        }
    }

    /// One line for lists of the templates.
    package var summary: String {
        switch self {
        case .initial: "first mail about an incident"
        case .update: "mail about news"
        case .resolution: "mail about the end of an incident"
        case .page: "message on status pages"
        case .chat: "message in chat rooms"
        case .ticket: "public reply on a support ticket"
        case .report: "post-incident report"
        case .reportMail: "mail with the report"
        }
    }

    /// The mail's template for an incident's newest change.
    package static func mail(for incident: Incident) -> MessageTemplateName {
        if incident.report != nil { return .reportMail }
        if !incident.isOpen { return .resolution }
        return incident.updates.count == 1 ? .initial : .update
    }

    /// The shipped text.
    package var defaultSource: [UInt8] {
        switch self {
        case .initial: PackageResources.initial_mustache
        case .update: PackageResources.update_mustache
        case .resolution: PackageResources.resolution_mustache
        case .page: PackageResources.page_mustache
        case .chat: PackageResources.chat_mustache
        case .ticket: PackageResources.ticket_mustache
        case .report: PackageResources.report_mustache
        case .reportMail: PackageResources.report_mail_mustache
        }
    }
}
