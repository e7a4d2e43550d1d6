import JSON5
import Spelling

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// All connectors that a configuration can name: the shipped ones and the user's own.
package struct ConnectorLibrary: Sendable {
    /// The user's own, by name; one that has the name of a shipped one takes its place.
    private var own: [String: (path: String, result: Result<Connector, ConnectorFileError>)] = [:]

    /// Longest connector file, in bytes.
    private static let sizeLimit = 1 << 20

    /// Reads the user's own connectors.
    ///
    /// A file that has mistakes is kept with them: only a configuration that names it is in the way.
    ///
    /// - Parameter paths: Files, or folders whose `.json5` and `.json` files are read.
    /// - Throws: `UnusableConfigurationFile` when a path cannot be read.
    package init(paths: [String]) throws(UnusableConfigurationFile) {
        for path in paths {
            for file in try Self.files(path) {
                let bytes = try Self.read(file)
                let result = Result { () throws(ConnectorFileError) in try Connector(parsing: bytes, path: file) }
                own[Self.name(of: file)] = (file, result)
            }
        }
    }

    /// Names of all connectors, sorted.
    package var names: [String] { Set(Connector.presetNames).union(own.keys).sorted() }

    /// File of a connector of the user's own, nil for a shipped one.
    package func path(of name: String) -> String? { own[name]?.path }

    /// A connector by name, nil when there is none.
    ///
    /// - Throws: `ConnectorFileError` with every mistake in its file.
    package func connector(named name: String) throws(ConnectorFileError) -> Connector? {
        if let own = own[name] { return try own.result.get() }
        return try Connector.preset(named: name)
    }

    /// Everything that does not fit between a configuration and its connectors: unknown names, settings, kinds, and
    /// mistakes in the files of connectors that are used.
    package func mistakes(in configuration: Configuration) -> [ConfigurationMistake] {
        var mistakes: [ConfigurationMistake] = []
        var broken: Set<String> = []
        for settings in configuration.connectorSettings {
            do throws(ConnectorFileError) {
                if let connector = try connector(named: settings.connector) {
                    mistakes += settings.mistakes(for: connector)
                } else {
                    mistakes.append(unknown(settings))
                }
            } catch {
                guard broken.insert(settings.connector).inserted else { continue }
                mistakes += error.problems.map { ConfigurationMistake($0.message, hint: $0.hint, at: $0.location) }
            }
        }
        return mistakes
    }

    private func unknown(_ settings: ConnectorSettings) -> ConfigurationMistake {
        ConfigurationMistake(
            "unknown connector \(quoted(settings.connector))",
            hint: suggestion(nearest(to: settings.connector, in: names), among: names),
            at: settings.connectorLocation
        )
    }

    private static func files(_ path: String) throws(UnusableConfigurationFile) -> [String] {
        let names: [(name: String, type: UInt8)]
        do throws(FileDescriptor.Failure) {
            let folder = try FileDescriptor.open(path, O_RDONLY | O_NONBLOCK)
            guard try folder.status().st_mode & S_IFMT == S_IFDIR else { return [path] }
            names = try folder.names()
        } catch {
            throw UnusableConfigurationFile(path: path, cause: .system(error.code))
        }
        return names.map(\.name).filter { $0.hasSuffix(".json5") || $0.hasSuffix(".json") }.filter {
            !$0.hasPrefix(".")
        }
        .sorted().map { "\(path)/\($0)" }
    }

    private static func read(_ path: String) throws(UnusableConfigurationFile) -> [UInt8] {
        do throws(FileDescriptor.Failure) {
            let file = try FileDescriptor.open(path, O_RDONLY | O_NONBLOCK)
            let status = try file.status()
            guard status.st_mode & S_IFMT == S_IFREG else { throw FileDescriptor.Failure(code: EINVAL) }
            guard Int(status.st_size) <= sizeLimit else { throw FileDescriptor.Failure(code: EFBIG) }
            return try file.read(upTo: sizeLimit)
        } catch {
            throw UnusableConfigurationFile(path: path, cause: .system(error.code))
        }
    }

    /// `request-tracker` for `…/request-tracker.json5`.
    private static func name(of path: String) -> String {
        let file = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        return String(file.prefix { $0 != "." })
    }
}
