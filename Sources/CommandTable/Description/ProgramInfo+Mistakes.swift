extension ProgramInfo {
    /// What is wrong with the table itself, one sentence a mistake; a test expects none.
    ///
    /// Names are unique and made of lower-case letters, digits and `-`; short names are ASCII letters or digits; everything
    /// has its help; every visible command has an example and its exit statuses; rules name options that exist.
    package var mistakes: [String] {
        var mistakes = commands.flatMap(mistakes(in:))
        mistakes += repeated(commands.map(\.name)).map { "command '\($0)' is declared twice" }
        for command in commands
        where commands.contains(where: { $0.path != command.path && $0.path.starts(with: command.path) }) {
            mistakes.append("command '\(command.name)' begins another one")
        }
        for word in firstWords where commands(under: word).contains(where: { $0.path.count > 1 }) {
            if !groups.contains(where: { $0.name == word }) { mistakes.append("group '\(word)' is not described") }
        }
        for group in groups where commands(under: group.name).isEmpty {
            mistakes.append("group '\(group.name)' has no command")
        }
        return mistakes
    }

    private func mistakes(in command: CommandInfo) -> [String] {
        var mistakes: [String] = []
        let all = allOptions(of: command)
        mistakes += repeated(all.map(\.name)).map { "option '--\($0)' is declared twice" }
        mistakes += repeated(all.compactMap { $0.short.map(String.init) }).map { "option '-\($0)' is declared twice" }
        for option in all { mistakes += self.mistakes(in: option) }
        if command.abstract.isEmpty || command.abstract.hasSuffix(".") {
            mistakes.append("its abstract is empty or a sentence")
        }
        if !command.isHidden {
            if command.examples.isEmpty { mistakes.append("it has no example") }
            if command.exitStatuses.isEmpty { mistakes.append("it has no exit statuses") }
            if command.output == nil { mistakes.append("the shape of its document is missing") }
        }
        if !repeated(command.exitStatuses.map(\.code)).isEmpty { mistakes.append("an exit status is declared twice") }
        for (index, positional) in command.positionals.enumerated() {
            if positional.help.isEmpty { mistakes.append("argument \(positional.name) has no help") }
            if positional.isRepeatable, index < command.positionals.count - 1 {
                mistakes.append("argument \(positional.name) takes all and is not the last")
            }
            if positional.isRequired, command.positionals[..<index].contains(where: { !$0.isRequired }) {
                mistakes.append("argument \(positional.name) is required after one that is not")
            }
        }
        for name in command.rules.flatMap(\.names) where !command.options.contains(where: { $0.name == name }) {
            mistakes.append("a rule names '--\(name)', which is no option")
        }
        return mistakes.map { "\(command.name): \($0)" }
    }

    private func mistakes(in option: OptionInfo) -> [String] {
        var mistakes: [String] = []
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-")
        if option.name.count < 2 || !option.name.allSatisfy(allowed.contains) || option.name.hasPrefix("-") {
            mistakes.append("the name is not of lower-case letters, digits and '-'")
        }
        if let short = option.short, !(short.isASCII && (short.isLetter || short.isNumber)) {
            mistakes.append("the short name is no ASCII letter or digit")
        }
        if option.help.isEmpty || option.help.hasSuffix(".") { mistakes.append("the help is empty or a sentence") }
        if let value = option.value {
            if value.name.isEmpty { mistakes.append("the value has no name") }
            if value.completion == .choices, value.choices.isEmpty {
                mistakes.append("there is nothing to choose from")
            }
            if !value.choices.isEmpty, value.completion != .choices { mistakes.append("the choices do not complete") }
        }
        return mistakes.map { "option '\(option.spelling)': \($0)" }
    }
}

extension OptionRule {
    /// The options it is about.
    package var names: [String] {
        switch self {
        case .conflict(let names), .oneOf(let names): names
        case .requires(let name, let other): [name, other]
        }
    }
}

private func repeated<Element: Hashable>(_ elements: [Element]) -> [Element] {
    var seen: Set<Element> = []
    return elements.filter { !seen.insert($0).inserted }
}
