/// Where a finished text goes; the raw value is what stands after `--for`.
package enum MessageTarget: String, CaseIterable, Sendable {
    case page
    case mail
    case chat
    case ticket
    case banner
    case report

    /// Most characters, nil where any number will do.
    ///
    /// Statuspage refuses longer updates, Slack cuts longer messages (<https://docs.slack.dev/reference/methods/chat.postMessage>),
    /// and a banner is read in passing. A connector's own limit is to be asked too.
    package var limit: Int? {
        switch self {
        case .page: 25_000
        case .chat: 4_000
        case .banner: 300
        case .mail, .ticket, .report: nil
        }
    }

    /// Whether it stands elsewhere than on the status page, so that it has to link there; a banner has its own link.
    package var needsPageLink: Bool {
        switch self {
        case .mail, .chat, .ticket, .report: true
        case .page, .banner: false
        }
    }

    /// Whether it has to tell when the next update comes, while the incident is open.
    package var needsNextUpdate: Bool {
        switch self {
        case .mail, .chat, .ticket, .page: true
        case .banner, .report: false
        }
    }
}

extension MessageCheckContext {
    /// The surroundings of a text for a target; nil stands for words that a template will embed.
    package init(
        company: MessageCompany,
        components: ComponentTree,
        target: MessageTarget?,
        isResolved: Bool = false
    ) {
        self.init(
            companyDomain: company.domain,
            statusPageURL: company.statusPageURL,
            componentNames: components.all.map(\.name),
            needsPageLink: target?.needsPageLink ?? false,
            needsNextUpdate: !isResolved && target?.needsNextUpdate ?? false,
            limit: target?.limit
        )
    }
}
