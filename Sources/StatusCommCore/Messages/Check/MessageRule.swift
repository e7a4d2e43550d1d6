/// A rule that every public text is checked against.
///
/// The raw value is the rule's name in configurations, in findings and after `--allow`.
package enum MessageRule: String, CaseIterable, Sendable {
    case internalHost = "internal-host"
    case ipAddress = "ip-address"
    case emailAddress = "email-address"
    case credential
    case stackTrace = "stack-trace"
    case code
    case filePath = "file-path"
    case ticketID = "ticket-id"
    case chatChannel = "chat-channel"
    case employeeName = "employee-name"
    case blame
    case promise
    case jargon
    case placeholder
    case hiddenCharacter = "hidden-character"
    case pageLink = "page-link"
    case nextUpdate = "next-update"
    case length

    /// One line for lists of the rules.
    package var summary: String {
        switch self {
        case .internalHost: "names of hosts, pods and cloud resources that only insiders know"
        case .ipAddress: "IP and hardware addresses"
        case .emailAddress: "mail addresses other than the company's support address"
        case .credential: "passwords, keys, tokens and addresses that hold them"
        case .stackTrace: "stack traces and raw errors"
        case .code: "database queries, commands and settings"
        case .filePath: "paths of files"
        case .ticketID: "numbers of internal tickets and changes"
        case .chatChannel: "chat rooms, group handles and calls of insiders"
        case .employeeName: "names from the list of employees"
        case .blame: "blaming vendors and other third parties"
        case .promise: "promises of when it will be fixed"
        case .jargon: "technical phrases for which there are plain words"
        case .placeholder: "leftovers such as TODO or an unfilled placeholder"
        case .hiddenCharacter: "characters that cannot be seen or that turn the text around"
        case .pageLink: "a missing link to the status page"
        case .nextUpdate: "a missing word on when the next update comes"
        case .length: "a text that is too long for its target"
        }
    }

    /// What it does unless the configuration tunes it.
    package var defaultSeverity: CheckSeverity {
        switch self {
        case .jargon, .hiddenCharacter: .warning
        case .internalHost, .ipAddress, .emailAddress, .credential, .stackTrace, .code, .filePath, .ticketID,
            .chatChannel, .employeeName, .blame, .promise, .placeholder, .pageLink, .nextUpdate, .length:
            .error
        }
    }
}

/// Whether a finding stops a text.
package enum CheckSeverity: String, CaseIterable, Sendable {
    /// The text is not published, exit status 4.
    case error
    /// The text is published and the finding shown.
    case warning
    /// The rule is not applied.
    case off
}
