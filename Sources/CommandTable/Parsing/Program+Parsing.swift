import Spelling

extension Program {
    /// Reads a whole command line, without the program's own name.
    ///
    /// `--help` and `-h` win over everything else on the line, mistakes included. Global options may stand before or
    /// after the command's words.
    ///
    /// - Throws: `UsageError` for what cannot be understood; one with no command at all says so.
    package func parse(_ words: [String]) throws(UsageError) -> Invocation<Globals, Context, Outcome> {
        if let length = helpLength(in: words) { return .help(path: try helpTopic(words), length: length) }
        let head = try splitHead(words)
        if head.asksForVersion { return .version(globals: try globals(from: head.globals)) }
        if head.path == ["help"] { return .help(path: try helpTopic(head.rest), length: .long) }
        guard let entry = entry(for: head.path) else { throw incomplete(head) }
        let command = entry.erase()
        let matches = try Parser(command: command.info, globals: globalOptions.map(\.info)).match(head.rest)
        if let length = matches.help { return .help(path: entry.path, length: length) }
        let globals = try globals(from: head.globals + matches.globals)
        return .run(path: entry.path, globals: globals, action: try command.bind(matches))
    }

    // MARK: - The words before the command's own options

    private struct Head {
        /// The leading words that name a command, or begin one.
        var path: [String] = []
        var globals: [Parser.Matches.Match] = []
        var asksForVersion = false
        /// Everything after the path.
        var rest: [String] = []
    }

    /// Takes global options off the front, up to and among the words of the command.
    private func splitHead(_ words: [String]) throws(UsageError) -> Head {
        var head = Head()
        var rest = words[...]
        while let word = rest.first, entry(for: head.path) == nil, head.path != ["help"] {
            if word == "--version", head.path.isEmpty {
                head.asksForVersion = true
                rest.removeFirst()
            } else if word.hasPrefix("-"), word != "-" {
                try takeGlobal(&rest, into: &head)
            } else {
                guard word == "help" && head.path.isEmpty || isBeginning(head.path + [word]) else { break }
                head.path.append(word)
                rest.removeFirst()
            }
        }
        head.rest = Array(rest)
        return head
    }

    /// Matches one global option with a parser that knows nothing else.
    private func takeGlobal(_ rest: inout ArraySlice<String>, into head: inout Head) throws(UsageError) {
        let infos = globalOptions.map(\.info)
        let none = CommandInfo(
            path: [],
            abstract: "",
            discussion: "",
            options: [],
            positionals: [],
            rules: [],
            examples: [],
            exitStatuses: [],
            isHidden: true
        )
        let word = rest.removeFirst()
        var piece = [word]
        let name = word.drop { $0 == "-" }
        let option = infos.first { word.hasPrefix("--") ? $0.name == name : String($0.short ?? "-") == name }
        if let option, !option.isFlag, let next = rest.popFirst() { piece.append(next) }
        head.globals += try Parser(command: none, globals: infos).match(piece).globals
    }

    private func globals(from matches: [Parser.Matches.Match]) throws(UsageError) -> Globals {
        var globals = initialGlobals
        for match in matches {
            do throws(ValueError) {
                try globalOptions[match.index].store(&globals, match.text)
            } catch {
                throw UsageError(error, of: globalOptions[match.index].info)
            }
        }
        return globals
    }

    private func helpLength(in words: [String]) -> HelpLength? {
        for word in words.prefix(while: { $0 != "--" }) {
            if word == "--help" { return .long }
            if word == "-h" { return .short }
        }
        return nil
    }

    // MARK: - Finding the command

    private func isBeginning(_ path: [String]) -> Bool {
        entries.contains { $0.path.starts(with: path) }
    }

    private func entry(for path: [String]) -> CommandEntry<Context, Outcome>? {
        entries.first { $0.path == path }
    }

    /// The command or group that help is asked about, whatever else is on the line.
    private func helpTopic(_ words: [String]) throws(UsageError) -> [String] {
        var path: [String] = []
        var rest = words[...]
        while let word = rest.popFirst(), entry(for: path) == nil {
            if word.hasPrefix("-") {
                let option = globalOptions.map(\.info).first { $0.spelling == word }
                if let option, !option.isFlag { _ = rest.popFirst() }
            } else if isBeginning(path + [word]) {
                path.append(word)
            } else if !(path.isEmpty && word == "help") {
                throw path.first.map { unknownCommand(word, under: $0) } ?? unknownCommand(word)
            }
        }
        return path
    }

    /// The error for words that do not lead to a command.
    private func incomplete(_ head: Head) -> UsageError {
        if let word = head.rest.first {
            return head.path.first.map { unknownCommand(word, under: $0) } ?? unknownCommand(word)
        }
        guard let group = head.path.first else {
            return UsageError(
                message: "a command is missing",
                hint: "run '\(description.name) --help' for all commands"
            )
        }
        return UsageError(
            message: "'\(group)' needs a command after it",
            hint: "use \(alternatives(seconds(of: group)))"
        )
    }

    private func seconds(of group: String) -> [String] {
        entries.map(\.path).filter { $0.first == group && $0.count > 1 }.map { $0[1] }
    }

    private func unknownCommand(_ word: String) -> UsageError {
        let visible = entries.map(\.path).filter { $0.first?.hasPrefix("_") == false }
        let sameVerb = visible.filter { $0.count > 1 && $0.last == word.lowercased() }.map { $0.joined(separator: " ") }
        var firstWords: [String] = ["help"]
        for path in visible {
            if let first = path.first, !firstWords.contains(first) { firstWords.append(first) }
        }
        let guesses = nearest(to: word, in: firstWords, limit: 3) + sameVerb
        let hint = guesses.isEmpty ? "run '\(description.name) --help' for all commands" : didYouMean(guesses)
        return UsageError(message: "unknown command \(quoted(word))", hint: hint)
    }

    private func unknownCommand(_ word: String, under group: String) -> UsageError {
        let guesses = nearest(to: word, in: seconds(of: group), limit: 3).map { "\(group) \($0)" }
        return UsageError(
            message: "unknown command \(quoted("\(group) \(word)"))",
            hint: guesses.isEmpty ? "use \(alternatives(seconds(of: group)))" : didYouMean(guesses)
        )
    }

    private func didYouMean(_ guesses: [String]) -> String {
        "did you mean \(alternatives(guesses.map { "'\($0)'" }))?"
    }
}
