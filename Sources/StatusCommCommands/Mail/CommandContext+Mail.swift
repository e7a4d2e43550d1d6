package import StatusCommCore

extension CommandContext {
    /// What handles mail; nil when the configuration has none.
    ///
    /// - Throws: When there is no state directory.
    package func mailOffice(
        _ configuration: Configuration,
        writer: MessageWriter,
        vault: SecretVault
    ) throws -> MailOffice? {
        guard let mail = configuration.mail else { return nil }
        return MailOffice(
            configuration: mail,
            company: configuration.company,
            components: configuration.components,
            writer: writer,
            zones: ZoneDatabase(environment: environment),
            vault: vault,
            stateDirectory: try stateDirectory()
        )
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
