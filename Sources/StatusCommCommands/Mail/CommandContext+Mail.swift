import CommandTable
package import StatusCommCore

/// How mails that an earlier run has begun are handled.
package struct MailHandling: Hashable, Sendable {
    package var inDoubt = MailPolicy.InDoubt.resend
    /// Whether those whom the relay has put off are tried at once.
    package var skipsPauses = false

    /// As usual, unless told otherwise.
    package init(inDoubt: MailPolicy.InDoubt = .resend, skipsPauses: Bool = false) {
        self.inDoubt = inDoubt
        self.skipsPauses = skipsPauses
    }
}

extension Option {
    /// What is done about mails that were in flight when an earlier run was interrupted.
    static func inDoubt(to path: any WritableKeyPath<Arguments, MailPolicy.InDoubt> & Sendable) -> Option {
        .value(
            "in-doubt",
            as: .choice("WHAT"),
            to: path,
            default: "resend",
            help: "What to do about mails that may have arrived"
        )
    }
}

extension CommandContext {
    /// What handles mail; nil when the configuration has none.
    ///
    /// - Throws: When there is no state directory.
    package func mailOffice(
        _ configuration: Configuration,
        writer: MessageWriter,
        vault: SecretVault,
        handling: MailHandling
    ) throws -> MailOffice? {
        guard let mail = configuration.mail else { return nil }
        var office = MailOffice(
            configuration: mail,
            company: configuration.company,
            components: configuration.components,
            writer: writer,
            zones: ZoneDatabase(environment: environment),
            vault: vault,
            stateDirectory: try stateDirectory(),
            clock: exercise?.mailClock ?? .system()
        )
        office.inDoubt = handling.inDoubt
        office.skipsPauses = handling.skipsPauses
        office.reachWithin = configuration.delivery.deadline
        return office
    }
}

extension Workspace {
    /// What handles mail.
    ///
    /// - Throws: When the configuration has no mail.
    package func mail() throws(NoMail) -> MailOffice {
        guard let mailOffice else { throw NoMail() }
        return mailOffice
    }
}

/// A configuration without mail.
package struct NoMail: Diagnostic, Hashable {
    package var message: String { "the configuration has no 'mail'" }
    package var hint: String? { "add 'mail' with a relay, a sender and subscribers" }
    package var exitStatus: ExitStatus { .configuration }
}
