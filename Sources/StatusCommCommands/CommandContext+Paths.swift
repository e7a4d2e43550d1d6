package import StatusCommCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension CommandContext {
    /// The configuration that applies: the named file, the first that is there, or the built-in one.
    ///
    /// - Throws: `UnusableConfigurationFile`, `InvalidConfiguration` or `MissingStateDirectory`.
    package func loadConfiguration() throws -> Configuration {
        // Nothing in an exercise may get hold of the targets in earnest.
        if let exercise { return exercise.configuration }
        return try configurationLoader().load()
    }

    /// Finds the configuration file by the options and the environment.
    package func configurationLoader() throws -> ConfigurationLoader {
        ConfigurationLoader(
            option: globals.configurationPath,
            environment: environment,
            stateDirectory: absolute(try stateDirectory())
        )
    }

    /// Opens the state directory.
    ///
    /// - Throws: `StoreError` or `MissingStateDirectory`.
    package func openStore(for access: LocalStore.Access) throws -> LocalStore {
        try LocalStore.open(try stateDirectory(), for: access)
    }

    /// Directory of incidents and deliveries, as it was given.
    ///
    /// - Throws: `MissingStateDirectory` when nothing names one and there is no home directory.
    package func stateDirectory() throws(MissingStateDirectory) -> String {
        if let path = globals.stateDirectory ?? value("STATUSCOMM_STATE_DIR") { return path }
        // XDG Base Directory Specification 0.8: a relative path is to be ignored.
        if let base = value("XDG_STATE_HOME"), base.utf8.first == UInt8(ascii: "/") { return base + "/statuscomm" }
        guard let home = value("HOME") else { throw MissingStateDirectory() }
        return home + "/.local/state/statuscomm"
    }

    /// A variable that is set and not empty.
    package func value(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The path, made absolute from the current directory.
    func absolute(_ path: String) -> String {
        guard path.utf8.first != UInt8(ascii: "/"), let pointer = getcwd(nil, 0) else { return path }
        defer { free(pointer) }
        return String(cString: pointer) + "/" + path
    }
}

/// Nothing says where the state is.
package struct MissingStateDirectory: Diagnostic, Hashable {
    package var message: String { "cannot tell where the state is: neither $XDG_STATE_HOME nor $HOME is set" }
    package var hint: String? { "name a directory with --state-dir or $STATUSCOMM_STATE_DIR" }
    package var exitStatus: ExitStatus { .configuration }
}
