import CommandTable
import StatusCommCore

/// The list of commands.
package enum Commands {
    /// The whole program; a command is not made before it is called or described.
    package static var program: ToolProgram {
        ToolProgram(
            description,
            globals: GlobalArguments(),
            options: GlobalArguments.options,
            groups: [
                GroupInfo("incident", "open, update and resolve incidents"),
                GroupInfo("report", "write, check and publish the report after an incident"),
                GroupInfo("delivery", "see and mend what was not delivered"),
                GroupInfo("mail", "look at mails and test the relay"),
                GroupInfo("subscriber", "check who is told, and leave people out"),
                GroupInfo("ticket", "see and decide which support tickets belong to an incident"),
                GroupInfo("message", "check texts before they become public"),
                GroupInfo("template", "list, check and render the templates of messages"),
                GroupInfo("component", "see the components"),
                GroupInfo("connector", "see and check the connectors"),
                GroupInfo("config", "check and show the configuration"),
                GroupInfo("page", "build the static pages"),
                GroupInfo("banner", "show and publish the banner inside the product"),
                GroupInfo("generate", "write shell completions, the manual page and the schema of documents"),
            ],
            commands: [
                ToolEntry("incident open", IncidentOpen.command),
                ToolEntry("incident update", IncidentUpdate.command),
                ToolEntry("incident resolve", IncidentResolve.command),
                ToolEntry("incident note", IncidentNote.command),
                ToolEntry("incident list", IncidentList.command),
                ToolEntry("incident show", IncidentShow.command),
                ToolEntry("incident log", IncidentLog.command),
                ToolEntry("report draft", ReportDraftCommand.command),
                ToolEntry("report check", ReportCheckCommand.command),
                ToolEntry("report publish", ReportPublish.command),
                ToolEntry("report skip", ReportSkip.command),
                ToolEntry("tick", Tick.command),
                ToolEntry("delivery list", DeliveryList.command),
                ToolEntry("delivery retry", DeliveryRetry.command),
                ToolEntry("delivery settle", DeliverySettle.command),
                ToolEntry("mail preview", MailPreview.command),
                ToolEntry("mail test", MailTest.command),
                ToolEntry("subscriber check", SubscriberCheck.command),
                ToolEntry("subscriber match", SubscriberMatch.command),
                ToolEntry("subscriber suppress", SubscriberSuppress.command),
                ToolEntry("ticket match", TicketMatch.command),
                ToolEntry("ticket list", TicketList.command),
                ToolEntry("ticket link", TicketLink.command),
                ToolEntry("ticket unlink", TicketUnlink.command),
                ToolEntry("message check", MessageCheckCommand.command),
                ToolEntry("template check", TemplateCheck.command),
                ToolEntry("template list", TemplateList.command),
                ToolEntry("template render", TemplateRender.command),
                ToolEntry("template vars", TemplateVars.command),
                ToolEntry("component list", ComponentList.command),
                ToolEntry("connector list", ConnectorList.command),
                ToolEntry("connector show", ConnectorShow.command),
                ToolEntry("connector check", ConnectorCheckCommand.command),
                ToolEntry("config check", ConfigCheck.command),
                ToolEntry("config show", ConfigShow.command),
                ToolEntry("page build", PageBuild.command),
                ToolEntry("banner show", BannerShow.command),
                ToolEntry("banner publish", BannerPublish.command),
                ToolEntry("stats", Stats.command),
                ToolEntry("drill", Drill.command),
                ToolEntry("audit", AuditShow.command),
                ToolEntry("init", Init.command),
                ToolEntry("generate completions", GenerateCompletions.command),
                ToolEntry("generate man", GenerateMan.command),
                ToolEntry("generate schema", GenerateSchema.command),
                ToolEntry("__complete", Complete.command),
            ]
        )
    }

    private static var description: ProgramDescription {
        ProgramDescription(
            name: "statuscomm",
            version: programVersion,
            abstract: "tell everybody about an incident with one command",
            discussion: """
                Opens, updates and resolves incidents, and says the same on every channel: the status page, mail to the \
                subscribers it concerns, a banner inside the product, and a reply on each open support ticket about it.
                """,
            exitStatuses: ExitStatus.allCases.map { ExitStatusInfo.status($0) },
            environment: [
                Influence("STATUSCOMM_CONFIG", "Configuration file, when --config is not given."),
                Influence("STATUSCOMM_STATE_DIR", "State directory, when --state-dir is not given."),
                Influence("XDG_CONFIG_HOME", "Base of the configuration file, ~/.config when not set."),
                Influence("XDG_STATE_HOME", "Base of the state directory, ~/.local/state when not set."),
                Influence("NO_COLOR", "No colors when set to anything."),
                Influence("TERM", "No colors and no live lines when it is 'dumb'."),
            ],
            files: [
                Influence("~/.config/statuscomm/config.json5", "The user's configuration."),
                Influence("/etc/statuscomm/config.json5", "The machine's configuration."),
                Influence("~/.local/state/statuscomm", "Incidents, deliveries and the audit log."),
            ]
        )
    }
}
