import Spelling

extension Connector {
    /// The shipped connectors, embedded when the program is built.
    ///
    /// A new one is a file in `Presets` and a line here.
    private static let presets: [(name: String, bytes: @Sendable () -> [UInt8])] = [
        ("statuspage", { PackageResources.statuspage_json5 }),
        ("cachet", { PackageResources.cachet_json5 }),
        ("cachet-2", { PackageResources.cachet_2_json5 }),
        ("instatus", { PackageResources.instatus_json5 }),
        ("incident-io", { PackageResources.incident_io_json5 }),
        ("oneuptime", { PackageResources.oneuptime_json5 }),
        ("better-stack", { PackageResources.better_stack_json5 }),
        ("slack", { PackageResources.slack_json5 }),
        ("microsoft-teams", { PackageResources.microsoft_teams_json5 }),
        ("discord", { PackageResources.discord_json5 }),
        ("mattermost", { PackageResources.mattermost_json5 }),
        ("google-chat", { PackageResources.google_chat_json5 }),
        ("webhook", { PackageResources.webhook_json5 }),
        ("nchan", { PackageResources.nchan_json5 }),
        ("mercure", { PackageResources.mercure_json5 }),
        ("centrifugo", { PackageResources.centrifugo_json5 }),
        ("ably", { PackageResources.ably_json5 }),
        ("ntfy", { PackageResources.ntfy_json5 }),
        ("azure-web-pubsub", { PackageResources.azure_web_pubsub_json5 }),
        ("cdn-purge", { PackageResources.cdn_purge_json5 }),
        ("request-tracker", { PackageResources.request_tracker_json5 }),
        ("roundup", { PackageResources.roundup_json5 }),
        ("zendesk", { PackageResources.zendesk_json5 }),
        ("freshdesk", { PackageResources.freshdesk_json5 }),
        ("jira-service-management", { PackageResources.jira_service_management_json5 }),
        ("zammad", { PackageResources.zammad_json5 }),
        ("intercom", { PackageResources.intercom_json5 }),
        ("help-scout", { PackageResources.help_scout_json5 }),
        ("github-issues", { PackageResources.github_issues_json5 }),
        ("gitlab-issues", { PackageResources.gitlab_issues_json5 }),
        ("servicenow", { PackageResources.servicenow_json5 }),
    ]

    /// Names of the shipped connectors.
    package static var presetNames: [String] { presets.map(\.name) }

    /// Text of a shipped connector, to be read or to start one's own from; nil when there is none of that name.
    package static func presetSource(named name: String) -> [UInt8]? {
        presets.first { $0.name == name }?.bytes()
    }

    /// A shipped connector, nil when there is none of that name.
    ///
    /// - Throws: what is wrong with the file; a test keeps every shipped one free of it.
    package static func preset(named name: String) throws(ConnectorFileError) -> Connector? {
        guard let source = presetSource(named: name) else { return nil }
        return try Connector(parsing: source, path: "\(name).json5")
    }

    /// Names of shipped connectors that a misspelt one may have meant.
    package static func presets(near name: String) -> [String] {
        nearest(to: name, in: presetNames)
    }
}
