package import StatusCommCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension CommandContext {
    /// Where the configuration may be, in the order in which it is looked for.
    ///
    /// Only one place when it is named by `--config` or `$STATUSCOMM_CONFIG`: then it has to be there.
    package var configurationCandidates: [String] {
        if let path = globals.configurationPath ?? value("STATUSCOMM_CONFIG") { return [path] }
        let system = "/etc/statuscomm/config.json5"
        return base("XDG_CONFIG_HOME", below: ".config").map { ["\($0)/statuscomm/config.json5", system] } ?? [system]
    }

    /// The configuration file to read: the first candidate that is there.
    ///
    /// - Throws: `MissingConfiguration` when there is none; a named file that is missing is an error of reading it.
    package func configurationPath() throws(MissingConfiguration) -> String {
        let candidates = configurationCandidates
        if candidates.count == 1, globals.configurationPath ?? value("STATUSCOMM_CONFIG") != nil {
            return candidates[0]
        }
        guard let found = candidates.first(where: { access($0, F_OK) == 0 }) else {
            throw MissingConfiguration(candidates: candidates)
        }
        return found
    }

    /// Directory of incidents and deliveries.
    ///
    /// - Throws: `MissingStateDirectory` when nothing names one and there is no home directory.
    package func stateDirectory() throws(MissingStateDirectory) -> String {
        if let path = globals.stateDirectory ?? value("STATUSCOMM_STATE_DIR") { return path }
        guard let base = base("XDG_STATE_HOME", below: ".local/state") else { throw MissingStateDirectory() }
        return base + "/statuscomm"
    }

    /// A variable that is set and not empty.
    package func value(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A base directory (XDG Base Directory Specification 0.8: a relative path is to be ignored).
    private func base(_ name: String, below fallback: String) -> String? {
        if let path = value(name), path.utf8.first == UInt8(ascii: "/") { return path }
        return value("HOME").map { "\($0)/\(fallback)" }
    }
}

/// No configuration file anywhere.
package struct MissingConfiguration: Diagnostic, Hashable {
    /// Where it was looked for.
    package let candidates: [String]

    package var message: String {
        "there is no configuration: looked for \(candidates.map { "'\($0)'" }.joined(separator: " and "))"
    }
    package var hint: String? { "run 'statuscomm init' to write one, or name one with --config" }
    package var exitStatus: ExitStatus { .configuration }
}

/// Nothing says where the state is.
package struct MissingStateDirectory: Diagnostic, Hashable {
    package var message: String { "cannot tell where the state is: neither $XDG_STATE_HOME nor $HOME is set" }
    package var hint: String? { "name a directory with --state-dir or $STATUSCOMM_STATE_DIR" }
    package var exitStatus: ExitStatus { .configuration }
}
