package import JSON5

/// A password or token that is fetched when a request needs it, and never before.
///
/// It holds where the secret comes from, never the secret; printing it in any way shows `<redacted>`.
package struct Secret: Hashable, Sendable {
    /// Where a secret comes from.
    package enum Origin: Hashable, Sendable {
        /// A variable of the environment.
        case environment(String)
        /// The only line of a file that nobody else may read; an absolute path.
        case file(String)
        /// The only line that a program prints; run without a shell.
        case command([String])
    }

    package let origin: Origin
    /// Where the configuration names it.
    package let location: SourceLocation?

    /// Names an origin.
    package init(_ origin: Origin, at location: SourceLocation? = nil) {
        self.origin = origin
        self.location = location
    }

    /// Reads `{ env: "NAME" }`, `{ file: "path" }` or `{ command: ["program", "argument"] }`.
    ///
    /// - Parameters:
    ///   - node: The value in the file.
    ///   - key: Its key, for messages.
    ///   - what: What messages call the object around it.
    ///   - baseDirectory: Folder that a relative path starts from.
    /// - Throws: `ConfigurationMistake` for anything else; a literal secret is named as such and never shown.
    package init(_ node: JSON5Node, key: String, what: String, baseDirectory: String) throws(ConfigurationMistake) {
        func mistake(_ message: String, hint: String? = Self.wayOut) -> ConfigurationMistake {
            ConfigurationMistake("'\(escapingControls(key))' in \(what) \(message)", hint: hint, at: node.location)
        }
        guard let object = node.object else {
            if node.string != nil { throw mistake("is a secret and must not be written here") }
            throw mistake("must be a secret, not \(node.kind)")
        }
        guard object.members.count == 1, let member = object.members.first else {
            throw mistake("must have exactly one of 'env', 'file' and 'command'")
        }
        switch member.name {
        case "env":
            guard let name = member.value.string, Self.isVariableName(name) else {
                throw mistake("has an 'env' that is not the name of an environment variable", hint: nil)
            }
            origin = .environment(name)
        case "file":
            guard let path = member.value.string, !path.isEmpty, !path.utf8.contains(0) else {
                throw mistake("has a 'file' that is not a path", hint: nil)
            }
            origin = .file(absolutePath(path, from: baseDirectory))
        case "command":
            let words = member.value.array?.map(\.string) ?? []
            let arguments = words.compactMap { $0 }
            guard !arguments.isEmpty, arguments.count == words.count, !arguments[0].isEmpty,
                !arguments.contains(where: { $0.utf8.contains(0) })
            else {
                throw mistake(
                    "has a 'command' that is not a list of words",
                    hint: "write { command: [\"pass\", \"show\", \"name\"] }; it is run without a shell"
                )
            }
            // A relative path to a program is one of the file's folder; a bare name is looked up in PATH.
            let program =
                arguments[0].utf8.contains(UInt8(ascii: "/"))
                ? absolutePath(arguments[0], from: baseDirectory) : arguments[0]
            origin = .command([program] + arguments.dropFirst())
        default:
            throw mistake("has the unknown key \(quoted(member.name))")
        }
        location = node.location
    }

    private static let wayOut =
        "write { env: \"NAME\" }, { file: \"path\" } or { command: [\"pass\", \"show\", \"name\"] }"

    private static func isVariableName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
                || $0 == UInt8(ascii: "_")
        }
    }

    /// Where it comes from, as it is written in a configuration; tells nothing of the secret itself.
    package var document: JSONValue {
        switch origin {
        case .environment(let name): ["env": .string(name)]
        case .file(let path): ["file": .string(path)]
        case .command(let arguments): ["command": .array(arguments.map(JSONValue.string))]
        }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible {
    /// Always `<redacted>`.
    package var description: String { "<redacted>" }
    /// Always `<redacted>`.
    package var debugDescription: String { "<redacted>" }
}
