import JSON5

/// What is known while a configuration is read: the mistakes so far and the surroundings.
///
/// A class, so that the parts of a file, read one after the other, add to one list.
final class ConfigurationReading {
    /// Folder that relative paths start from, without a slash at the end.
    let baseDirectory: String
    let zones: ZoneDatabase
    private(set) var mistakes: [ConfigurationMistake] = []

    init(baseDirectory: String, zones: ZoneDatabase) {
        self.baseDirectory = baseDirectory
        self.zones = zones
    }

    func report(_ message: String, hint: String? = nil, at location: SourceLocation) {
        mistakes.append(ConfigurationMistake(message, hint: hint, at: location))
    }

    /// A path of the file, made absolute; `~/` is not expanded, since cron and people have different homes.
    func absolute(_ path: String) -> String { absolutePath(path, from: baseDirectory) }
}

func absolutePath(_ path: String, from directory: String) -> String {
    if path.utf8.first == UInt8(ascii: "/") { return path }
    var rest = Substring(path)
    while rest.hasPrefix("./") { rest = rest.dropFirst(2) }
    return directory == "/" ? "/" + rest : "\(directory)/\(rest)"
}

/// A word of the file in quotes, cut and escaped for a message.
func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > 60 else { return "'\(escapingControls(text))'" }
    return "'\(escapingControls(String(String.UnicodeScalarView(scalars.prefix(60)))))…'"
}

/// `did you mean 'a' or 'b'?`, or all there are when nothing is near.
func suggestion(_ near: [String], among known: [String]) -> String? {
    if !near.isEmpty { return "did you mean \(near.map(quoted).joined(separator: " or "))?" }
    return known.isEmpty ? nil : "known: \(known.joined(separator: ", "))"
}
