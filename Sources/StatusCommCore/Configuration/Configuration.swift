import JSON5

/// Everything a configuration file says, with defaults where it says nothing.
///
/// Paths are absolute, names are resolved, times and rates are values; only the settings of connectors are still as they
/// were written, since the connector decides what they mean.
package struct Configuration: Sendable {
    /// Where it comes from.
    package enum Origin: Hashable, Sendable {
        case file(String)
        /// The one built into the program, used when there is no file.
        case builtIn
    }

    package var origin: Origin
    package var company: CompanyConfiguration
    package var components: ComponentTree
    package var severities: SeverityMapping
    package var statusPages: [StatusPageConfiguration]
    package var announcements: [AnnouncementConfiguration]
    package var mail: MailConfiguration?
    package var tickets: [TicketConfiguration]
    package var banners: [BannerConfiguration]
    /// Folder whose files replace the default templates of the same name, absolute.
    package var templates: String?
    /// Files of the user's own connectors, or folders of them, absolute.
    package var connectors: [String]
    package var messageCheck: MessageCheckRules
    package var delivery: DeliveryConfiguration
    package var automaticUpdates: AutomaticUpdateConfiguration
    package var reports: ReportConfiguration
    /// Who is warned when a promise is about to break.
    package var owners: [Owner]
    /// Names of environment variables that hold secrets; children of the program do not get them.
    package var secretVariables: Set<String>

    /// Name under which mail is a target.
    package static let mailTarget = "mail"

    /// Names of all targets, in the order of the file: pages, announcements, mail, tickets, banners.
    package var targetNames: [String] {
        statusPages.map(\.name) + announcements.map(\.name) + (mail == nil ? [] : [Self.mailTarget])
            + tickets.map(\.name) + banners.map(\.name)
    }

    /// Every use of a connector, to be checked against what the connector declares.
    package var connectorSettings: [ConnectorSettings] {
        statusPages.compactMap { page in
            switch page.destination {
            case .directory: nil
            case .connector(let settings): settings
            }
        } + announcements.map(\.connector) + tickets.map(\.connector)
            + banners.flatMap { [$0.stream, $0.purge].compactMap { $0 } }
    }
}
