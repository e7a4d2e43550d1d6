import StatusCommCore

/// What happened in an exercise.
struct DrillLog: Sendable {
    struct Entry: Sendable {
        var at: Timestamp
        /// News for those who take part.
        var happens: String?
        /// Words of a command, without the program's name.
        var command: [String]?
        var status: ExitStatus?
        var problems: [String] = []
    }

    var entries: [Entry] = []
    /// Findings of the message check that kept a text from going out.
    var refusals: [String] = []
    /// Whether it was left before its end.
    var isBrokenOff = false
}
