/// Commands that share their first word.
package struct GroupInfo: Hashable, Sendable {
    package var name: String
    /// What they are about in one line, lower case, no full stop.
    package var abstract: String

    /// Describes a first word.
    package init(_ name: String, _ abstract: String) {
        self.name = name
        self.abstract = abstract
    }
}

/// An environment variable or a file the program reads.
package struct Influence: Hashable, Sendable {
    package var name: String
    /// What it does, in sentences.
    package var meaning: String

    /// Describes a variable or a file.
    package init(_ name: String, _ meaning: String) {
        self.name = name
        self.meaning = meaning
    }
}

/// The whole program as a value: what the generators of help, completion and the man page read.
package struct ProgramInfo: Hashable, Sendable {
    package var name: String
    package var version: String
    package var abstract: String
    /// Paragraphs separated by an empty line.
    package var discussion: String
    /// Options that every command takes.
    package var options: [OptionInfo]
    package var groups: [GroupInfo]
    package var commands: [CommandInfo]
    package var exitStatuses: [ExitStatusInfo]
    package var environment: [Influence]
    package var files: [Influence]

    /// The commands that are shown.
    package var visibleCommands: [CommandInfo] { commands.filter { !$0.isHidden } }

    /// The first words in the order of the commands.
    package var firstWords: [String] {
        var words: [String] = []
        for command in visibleCommands {
            guard let word = command.path.first, !words.contains(word) else { continue }
            words.append(word)
        }
        return words
    }

    /// The commands that begin with a word.
    package func commands(under word: String) -> [CommandInfo] { visibleCommands.filter { $0.path.first == word } }
}
