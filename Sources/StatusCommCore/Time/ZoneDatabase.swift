import Spelling

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The machine's time zone files, by name.
///
/// Read here and not through Foundation, because a statically linked FoundationEssentials brings no zones along.
package struct ZoneDatabase: Hashable, Sendable {
    /// Folders to look in, the first that has the name wins.
    package var directories: [String]

    /// Folders in which systems keep the database: Linux, older Linux, Solaris' heirs, macOS.
    package static let usualDirectories = [
        "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/var/db/timezone/zoneinfo",
    ]

    /// Looks in given folders.
    package init(directories: [String]) {
        self.directories = directories
    }

    /// Looks in `$TZDIR` first, then where systems keep the database.
    package init(environment: [String: String]) {
        let own = environment["TZDIR"].map { [$0] } ?? []
        directories = own.filter { !$0.isEmpty } + Self.usualDirectories
    }

    /// The rules of a zone such as `Europe/Berlin`.
    ///
    /// `UTC`, `Etc/UTC` and `Z` are answered without a file.
    ///
    /// - Throws: `UnknownTimeZone` when no folder has it, with the nearest names; also when the file is damaged.
    package func zone(named name: String) throws(UnknownTimeZone) -> ZoneRules {
        if ZoneName.universal.contains(name) { return .utc }
        guard ZoneName.isSafe(name) else { throw UnknownTimeZone(name: name, cause: .notAName) }
        for directory in directories {
            guard let data = FileManager.default.contents(atPath: "\(directory)/\(name)") else { continue }
            do {
                return try ZoneRules(name: name, tzif: Array(data))
            } catch .notTZif {
                continue
            } catch {
                throw UnknownTimeZone(name: name, cause: .unreadable(path: "\(directory)/\(name)"))
            }
        }
        let names = self.names
        guard !names.isEmpty else { throw UnknownTimeZone(name: name, cause: .noDatabase) }
        throw UnknownTimeZone(name: name, cause: .unknown(suggestions: suggestions(for: name, in: names)))
    }

    /// Every name that can be asked for, sorted; only `UTC` is left out when there is no database.
    package var names: [String] {
        for directory in directories {
            let paths = (try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []
            let names = paths.filter { path in
                // Names of zones begin with a capital letter, which tables such as zone.tab, and posix/ and right/,
                // which hold every zone a second time, do not.
                guard let first = path.utf8.first, (0x41...0x5A).contains(first), ZoneName.isSafe(path) else {
                    return false
                }
                return !path.contains(".")
            }
            let folders = Set(names.compactMap { $0.lastIndex(of: "/").map($0.prefix(upTo:)) }.map(String.init))
            if !names.isEmpty { return names.filter { !folders.contains($0) }.sorted() }
        }
        return []
    }

    /// Near names: of the whole, or of the city alone, as `Berlin` for `Europe/Berlin`.
    private func suggestions(for name: String, in names: [String]) -> [String] {
        let lowered = name.lowercased()
        let sameCity = names.filter { $0.lowercased().hasSuffix("/" + lowered) }
        if !sameCity.isEmpty { return Array(sameCity.prefix(3)) }
        return nearest(to: name, in: names)
    }
}

/// A time zone that cannot be used.
package struct UnknownTimeZone: Diagnostic, Hashable {
    /// Why.
    package enum Cause: Hashable, Sendable {
        /// It has characters that no zone's name has.
        case notAName
        /// The database has no such zone.
        case unknown(suggestions: [String])
        /// The machine has no time zone database.
        case noDatabase
        /// Its file is damaged or of a kind that cannot be used.
        case unreadable(path: String)
    }

    package var name: String
    package var cause: Cause

    /// Names the zone and the reason.
    package init(name: String, cause: Cause) {
        self.name = name
        self.cause = cause
    }

    package var message: String {
        switch cause {
        case .notAName: "'\(name)' is not the name of a time zone"
        case .unknown(let suggestions):
            suggestions.isEmpty
                ? "unknown time zone '\(name)'"
                : "unknown time zone '\(name)': did you mean \(suggestions.map { "'\($0)'" }.joined(separator: ", "))?"
        case .noDatabase: "cannot look up time zone '\(name)': this machine has no time zone database"
        case .unreadable(let path): "cannot read time zone '\(name)': '\(path)' is damaged or counts leap seconds"
        }
    }

    package var hint: String? {
        switch cause {
        case .notAName, .unknown: "write 'UTC', or a name such as 'Europe/Berlin'"
        case .noDatabase: "install the package 'tzdata', set TZDIR to its folder, or write 'UTC'"
        case .unreadable: "install the package 'tzdata' anew"
        }
    }

    package var exitStatus: ExitStatus { .usage }
}
