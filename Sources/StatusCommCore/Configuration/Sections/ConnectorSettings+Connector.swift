package import JSON5

extension ConnectorSettings {
    /// Everything that does not fit a connector, and a connector that is of another kind than the section.
    ///
    /// - Parameter connector: The connector that the settings are for.
    /// - Returns: Mistakes in no order; `InvalidConfiguration` sorts them.
    package func mistakes(for connector: Connector) -> [ConfigurationMistake] {
        guard kind == nil || connector.kind == kind else {
            let message = "connector '\(self.connector)' cannot be used in \(what)"
            return [
                ConfigurationMistake(message, hint: "run 'statuscomm connector list' to see all", at: connectorLocation)
            ]
        }
        return mistakes(declared: connector.settings.map(Declaration.init))
    }

    /// The settings as a request needs them: secrets fetched, everything else as written.
    ///
    /// - Parameters:
    ///   - connector: The connector that the settings are for.
    ///   - vault: Where secrets are fetched.
    /// - Returns: The settings in the order of the file; it holds secrets and belongs in a request alone.
    /// - Throws: `SecretError` when a secret cannot be fetched, `ConfigurationMistake` for what `mistakes` reports.
    package func values(for connector: Connector, vault: SecretVault) throws -> JSONObject {
        try values(declared: connector.settings.map(Declaration.init), vault: vault)
    }
}

extension ConnectorSettings.Declaration {
    init(_ setting: Connector.Setting) {
        self.init(name: setting.name, isRequired: setting.isRequired, isSecret: setting.isSecret)
    }
}
