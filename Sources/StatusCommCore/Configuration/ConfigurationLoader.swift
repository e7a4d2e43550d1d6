import JSON5

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Finds, judges and reads the configuration file.
package struct ConfigurationLoader: Sendable {
    /// Value of `--config`, nil when it is not given.
    package var option: String?
    package var environment: [String: String]
    /// Where the built-in configuration puts its page, absolute.
    package var stateDirectory: String

    /// Longest file, in bytes.
    static let sizeLimit = 8 << 20

    /// Prepares a search; nothing is opened yet.
    package init(option: String?, environment: [String: String], stateDirectory: String) {
        self.option = option
        self.environment = environment
        self.stateDirectory = stateDirectory
    }

    /// The file that has to be there, because `--config` or `$STATUSCOMM_CONFIG` names it.
    package var namedPath: String? { option ?? value("STATUSCOMM_CONFIG") }

    /// Where a file is looked for, in this order; only one place when it is named.
    ///
    /// A relative `$XDG_CONFIG_HOME` is ignored (XDG Base Directory Specification 0.8).
    package var candidates: [String] {
        if let namedPath { return [namedPath] }
        var home = value("HOME").map { $0 + "/.config" }
        if let base = value("XDG_CONFIG_HOME"), base.hasPrefix("/") { home = base }
        return (home.map { ["\($0)/statuscomm/config.json5"] } ?? []) + ["/etc/statuscomm/config.json5"]
    }

    /// Where `init` writes the starter: the named file, else the user's own.
    package var preferredPath: String { candidates[0] }

    /// Reads the first candidate that is there, or the built-in configuration when none is.
    ///
    /// A file that is there and cannot be read is an error, not a reason to go on to the next one.
    ///
    /// - Throws: `UnusableConfigurationFile` or `InvalidConfiguration`.
    package func load() throws -> Configuration {
        let zones = ZoneDatabase(environment: environment)
        for path in candidates {
            guard let bytes = try read(path) else { continue }
            return try Configuration(
                parsing: bytes,
                path: path,
                baseDirectory: Self.directory(of: path),
                zones: zones
            )
        }
        return try .builtIn(stateDirectory: stateDirectory, zones: zones)
    }

    private func value(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The bytes of a file that can be trusted; nil when it is not there and does not have to be.
    private func read(_ path: String) throws(UnusableConfigurationFile) -> [UInt8]? {
        let status: stat
        let bytes: [UInt8]
        do throws(FileDescriptor.Failure) {
            let file = try FileDescriptor.open(path, O_RDONLY)
            status = try file.status()
            let size = status.st_mode & S_IFMT == S_IFREG ? min(Int(status.st_size), Self.sizeLimit) : Self.sizeLimit
            bytes = status.st_mode & S_IFMT == S_IFDIR ? [] : try file.read(upTo: size + 1)
        } catch {
            if error.code == ENOENT || error.code == ENOTDIR, namedPath == nil { return nil }
            throw UnusableConfigurationFile(path: path, cause: .system(error.code))
        }
        if status.st_mode & S_IFMT == S_IFDIR { throw UnusableConfigurationFile(path: path, cause: .directory) }
        // It can name commands, so whoever can write it can run them as this user.
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw UnusableConfigurationFile(path: path, cause: .otherOwner(status.st_uid))
        }
        guard status.st_mode & S_IWOTH == 0 || status.st_mode & S_IFMT != S_IFREG else {
            throw UnusableConfigurationFile(path: path, cause: .writableByAll)
        }
        return bytes
    }

    /// The folder of a path, made absolute from the current directory; symbolic links are not followed.
    static func directory(of path: String) -> String {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) }
        if let folder, folder.hasPrefix("/") { return folder }
        guard let pointer = getcwd(nil, 0) else { return folder ?? "." }
        defer { free(pointer) }
        let current = String(cString: pointer)
        return folder.map { absolutePath($0, from: current) } ?? current
    }
}

/// A configuration file that cannot be read or must not be trusted.
package struct UnusableConfigurationFile: Diagnostic, Hashable {
    /// Why.
    package enum Cause: Hashable, Sendable {
        /// The `errno` of opening or reading it.
        case system(Int32)
        case directory
        /// It belongs to this user id.
        case otherOwner(UInt32)
        case writableByAll
    }

    package let path: String
    package let cause: Cause

    package var message: String {
        let shown = "'\(escapingControls(path))'"
        return switch cause {
        case .system(let code): "cannot read configuration \(shown): \(systemErrorText(code))"
        case .directory: "cannot read configuration \(shown): it is a directory"
        case .otherOwner(let user): "refusing configuration \(shown): it belongs to another user (id \(user))"
        case .writableByAll: "refusing configuration \(shown): everybody can change it"
        }
    }

    package var hint: String? {
        switch cause {
        case .system(ENOENT): "run 'statuscomm init' to write one"
        case .system(EACCES): "run as the user who owns it, or name another file with --config"
        case .system: "look at the disk, or name another file with --config"
        case .directory: "name the file in it with --config"
        case .otherOwner: "it can name commands to run; own it, or let root own it"
        case .writableByAll: "it can name commands to run; run chmod o-w '\(escapingControls(path))'"
        }
    }

    package var exitStatus: ExitStatus { .configuration }
}
