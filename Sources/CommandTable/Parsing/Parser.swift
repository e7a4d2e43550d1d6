import Spelling

/// Reads the words after a command's own by its description.
///
/// Rules: `--name value` and `--name=value`; `-n value`, `-nvalue`, and bundles of short options of which only the last
/// may take a value; `--` ends options; `-` is an ordinary value; names are never abbreviated; the last use wins
/// unless the option is repeatable. A value of its own that looks like an option is refused, so that a forgotten value
/// does not swallow the next option: `--name=--text` says that it is meant.
struct Parser {
    /// What was found, in the order of the command line.
    struct Matches: Hashable, Sendable {
        struct Match: Hashable, Sendable {
            /// Index in the list of the command's options, of the global options, or of the positionals.
            var index: Int
            /// The value as typed; empty for a flag.
            var text: String
        }

        var options: [Match] = []
        var globals: [Match] = []
        var positionals: [Match] = []
        /// Whether `--help` or `-h` was there.
        var help: HelpLength?
    }

    let command: CommandInfo
    let globals: [OptionInfo]

    /// Matches words to options and positionals, and checks required ones and rules.
    func match(_ words: [String]) throws(UsageError) -> Matches {
        var matches = Matches()
        var rest = words[...]
        var loose: [String] = []
        var optionsEnded = false
        while let word = rest.popFirst() {
            if optionsEnded || word == "-" || !word.hasPrefix("-") {
                loose.append(word)
            } else if word == "--" {
                optionsEnded = true
            } else if word.hasPrefix("--") {
                try matchLong(word.dropFirst(2), rest: &rest, into: &matches)
            } else {
                try matchShort(word.dropFirst(), rest: &rest, into: &matches)
            }
        }
        if matches.help != nil { return matches }
        try matchPositionals(loose, into: &matches)
        try checkPresence(matches)
        try checkStandardInput(matches)
        return matches
    }

    // MARK: - Options

    private enum Known {
        case own(Int, OptionInfo)
        case global(Int, OptionInfo)
        case help(HelpLength)
    }

    private func known(where isMeant: (OptionInfo) -> Bool) -> Known? {
        if let index = command.options.firstIndex(where: isMeant) { return .own(index, command.options[index]) }
        if let index = globals.firstIndex(where: isMeant) { return .global(index, globals[index]) }
        return nil
    }

    private func matchLong(
        _ word: Substring,
        rest: inout ArraySlice<String>,
        into matches: inout Matches
    ) throws(UsageError) {
        let cut = word.utf8.firstIndex(of: UInt8(ascii: "="))
        let name = String(word[..<(cut ?? word.endIndex)])
        var attached = cut.map { String(word[word.utf8.index(after: $0)...]) }
        guard let found = name == "help" ? .help(.long) : known(where: { $0.name == name }) else {
            throw unknownOption(name)
        }
        try record(found, attached: &attached, rest: &rest, into: &matches)
        guard attached == nil else {
            throw UsageError(message: "option '--\(name)' takes no value, and was given \(quoted(attached ?? ""))")
        }
    }

    private func matchShort(
        _ word: Substring,
        rest: inout ArraySlice<String>,
        into matches: inout Matches
    ) throws(UsageError) {
        let name = word.prefix { $0 != "=" }
        if name.count > 1, known(where: { $0.name == name }) != nil {
            throw UsageError(message: "unknown option '-\(name)'", hint: "did you mean '--\(name)'?")
        }
        var letters = word
        while let letter = letters.popFirst() {
            guard let found = letter == "h" ? .help(.short) : known(where: { $0.short == letter }) else {
                throw UsageError(message: "unknown option \(quoted("-" + String(letter)))")
            }
            var attached: String? = letters.isEmpty ? nil : String(letters)
            if attached?.first == "=" { attached?.removeFirst() }
            let before = attached
            try record(found, attached: &attached, rest: &rest, into: &matches)
            if before != nil, attached == nil { return }
        }
    }

    /// Adds a match; takes the attached text, or the next word, as its value.
    private func record(
        _ found: Known,
        attached: inout String?,
        rest: inout ArraySlice<String>,
        into matches: inout Matches
    ) throws(UsageError) {
        switch found {
        case .help(let length): matches.help = length
        case .own(let index, let option):
            matches.options.append(.init(index: index, text: try text(of: option, attached: &attached, rest: &rest)))
        case .global(let index, let option):
            matches.globals.append(.init(index: index, text: try text(of: option, attached: &attached, rest: &rest)))
        }
    }

    private func text(
        of option: OptionInfo,
        attached: inout String?,
        rest: inout ArraySlice<String>
    ) throws(UsageError) -> String {
        guard let value = option.value else { return "" }
        if let text = attached {
            attached = nil
            return text
        }
        guard let next = rest.first else {
            throw UsageError(message: "option '\(option.spelling)' needs a value: \(option.spelling) \(value.name)")
        }
        if looksLikeOption(next) {
            throw UsageError(
                message: "option '\(option.spelling)' needs a value, and \(quoted(next)) looks like an option",
                hint: "write \(quoted("\(option.spelling)=\(next)")) if that is the value"
            )
        }
        rest.removeFirst()
        return next
    }

    private func looksLikeOption(_ word: String) -> Bool {
        if word.hasPrefix("--") { return true }
        guard word.hasPrefix("-"), let letter = word.dropFirst().first else { return false }
        return letter == "h" || known(where: { $0.short == letter }) != nil
    }

    private func unknownOption(_ name: String) -> UsageError {
        UsageError(message: "unknown option \(quoted("--" + name))", hint: longSpelling(of: name))
    }

    private func longSpelling(of name: String) -> String? {
        let names = command.options.map(\.name) + globals.map(\.name) + ["help"]
        let guesses = nearest(to: name, in: names, limit: 3).map { "'--\($0)'" }
        return guesses.isEmpty ? nil : "did you mean \(alternatives(guesses))?"
    }

    // MARK: - Positionals, presence and rules

    private func matchPositionals(_ words: [String], into matches: inout Matches) throws(UsageError) {
        var index = 0
        for word in words {
            guard index < command.positionals.count else {
                let hint =
                    command.positionals.isEmpty && command.path.count < 2
                    ? nil : "put quotation marks around text with blanks"
                throw UsageError(message: "unexpected argument \(quoted(word))", hint: hint)
            }
            matches.positionals.append(.init(index: index, text: word))
            if !command.positionals[index].isRepeatable { index += 1 }
        }
    }

    private func checkPresence(_ matches: Matches) throws(UsageError) {
        let given = Set(matches.options.map { command.options[$0.index].name })
        let missing = command.options.filter { $0.isRequired && !given.contains($0.name) }
        guard missing.isEmpty else {
            let names = missing.map { "'\($0.spelling)'" }
            throw UsageError(
                message: "\(alternatives(names, joinedBy: "and")) \(missing.count == 1 ? "is" : "are") required",
                hint: missing.map { "add \($0.spelling) \($0.value?.name ?? "")" }.first
            )
        }
        let filled = Set(matches.positionals.map(\.index))
        for (index, positional) in command.positionals.enumerated() where positional.isRequired {
            guard filled.contains(index) else {
                throw UsageError(message: "argument \(positional.name) is required: \(positional.help)")
            }
        }
        for rule in command.rules { try check(rule, given: given) }
    }

    private func check(_ rule: OptionRule, given: Set<String>) throws(UsageError) {
        switch rule {
        case .conflict(let names):
            let clashing = names.filter(given.contains).map { "'--\($0)'" }
            guard clashing.count < 2 else {
                throw UsageError(message: "\(alternatives(clashing, joinedBy: "and")) exclude each other")
            }
        case .oneOf(let names):
            guard names.contains(where: given.contains) else {
                throw UsageError(message: "one of \(alternatives(names.map { "'--\($0)'" })) is required")
            }
        case .requires(let name, let other):
            guard !given.contains(name) || given.contains(other) else {
                throw UsageError(message: "'--\(name)' needs '--\(other)' beside it")
            }
        }
    }

    private func checkStandardInput(_ matches: Matches) throws(UsageError) {
        var names: [String] = []
        for match in matches.options where match.text == "-" {
            let option = command.options[match.index]
            if option.value?.acceptsStandardInput == true { names.append("'\(option.spelling)'") }
        }
        for match in matches.positionals where match.text == "-" {
            let positional = command.positionals[match.index]
            if positional.acceptsStandardInput { names.append(positional.name) }
        }
        guard names.count < 2 else {
            throw UsageError(
                message: "standard input can be read once, and \(alternatives(names, joinedBy: "and")) ask for it"
            )
        }
    }
}
