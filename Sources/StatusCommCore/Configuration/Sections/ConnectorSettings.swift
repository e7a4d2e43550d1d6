package import JSON5
import Spelling

/// The keys of a target that its connector defines, kept with their places until the connector is known.
package struct ConnectorSettings: Sendable {
    /// One setting that a connector knows.
    package struct Declaration: Hashable, Sendable {
        package var name: String
        package var isRequired: Bool
        package var isSecret: Bool

        /// Declares a setting.
        package init(name: String, isRequired: Bool = false, isSecret: Bool = false) {
            self.name = name
            self.isRequired = isRequired
            self.isSecret = isSecret
        }
    }

    /// Name of a shipped connector, or of one of the user's own.
    package let connector: String
    /// Where the connector is named.
    package let connectorLocation: SourceLocation
    /// The settings as they were written.
    package let members: [JSON5Object.Member]
    /// What the section needs a connector to be, nil when any will do.
    let kind: Connector.Kind?
    let what: String
    private let baseDirectory: String
    private let location: SourceLocation

    init?(_ fields: inout Fields, _ kind: Connector.Kind?) {
        let node = fields.required("connector", hint: "run 'statuscomm connector list' to see all of them")
        guard let node, let name = fields.line(node, "connector") else { return nil }
        connector = name
        connectorLocation = node.location
        members = fields.others
        self.kind = kind
        what = fields.what
        baseDirectory = fields.reading.baseDirectory
        location = fields.node.location
    }

    /// Everything that does not fit what the connector declares.
    ///
    /// - Parameter declared: The settings of the connector.
    /// - Returns: Mistakes in no order; `InvalidConfiguration` sorts them.
    package func mistakes(declared: [Declaration]) -> [ConfigurationMistake] {
        let names = declared.map(\.name)
        var mistakes: [ConfigurationMistake] = []
        for member in members {
            guard let declaration = declared.first(where: { $0.name == member.name }) else {
                mistakes.append(
                    ConfigurationMistake(
                        "connector '\(connector)' has no setting \(quoted(member.name))",
                        hint: suggestion(nearest(to: member.name, in: names), among: names),
                        at: member.nameLocation
                    )
                )
                continue
            }
            guard declaration.isSecret else { continue }
            do throws(ConfigurationMistake) {
                _ = try secret(member)
            } catch {
                mistakes.append(error)
            }
        }
        for declaration in declared where declaration.isRequired && self[declaration.name] == nil {
            mistakes.append(
                ConfigurationMistake(
                    "missing setting '\(declaration.name)' of connector '\(connector)' in \(what)",
                    hint: declaration.isSecret ? "write \(declaration.name): { env: \"NAME\" }" : nil,
                    at: location
                )
            )
        }
        return mistakes
    }

    /// The settings as a request needs them: secrets fetched, everything else as written.
    ///
    /// - Parameters:
    ///   - declared: The settings of the connector.
    ///   - vault: Where secrets are fetched.
    /// - Returns: The settings in the order of the file; it holds secrets and belongs in a request alone.
    /// - Throws: `SecretError` when a secret cannot be fetched, `ConfigurationMistake` for what `mistakes` reports.
    package func values(declared: [Declaration], vault: SecretVault) throws -> JSONObject {
        var values = JSONObject()
        for member in members {
            let isSecret = declared.contains { $0.name == member.name && $0.isSecret }
            values[member.name] = isSecret ? .string(try vault.value(of: try secret(member))) : member.value.value
        }
        return values
    }

    /// The value of a setting as it was written, nil when there is none.
    package subscript(name: String) -> JSON5Node? {
        members.first { $0.name == name }?.value
    }

    /// A path among the settings, made absolute from the folder of the configuration file.
    package func absolute(path: String) -> String { absolutePath(path, from: baseDirectory) }

    private func secret(_ member: JSON5Object.Member) throws(ConfigurationMistake) -> Secret {
        try Secret(member.value, key: member.name, what: what, baseDirectory: baseDirectory)
    }

    /// The settings for showing: origins of secrets stay, literal texts that may be secret do not.
    var document: [(String, JSONValue)] {
        [("connector", .string(connector))]
            + members.map { member in
                let name = member.name.lowercased()
                let mayBeSecret = Self.telling.contains { name.contains($0) }
                guard mayBeSecret, member.value.object == nil else { return (member.name, member.value.value) }
                return (member.name, .string(SecretRedactor.mask))
            }
    }

    private static let telling = [
        "token", "key", "secret", "password", "passwd", "authorization", "credential", "webhook",
    ]
}
