/// Help about the program (empty path), a group or a command, as printed.
package func helpText(_ program: ProgramInfo, path: [String], length: HelpLength, width: Int) -> String {
    var help = HelpText(program: program, length: length, width: max(40, width))
    if let command = program.commands.first(where: { $0.path == path }) {
        help.describe(command)
    } else if let group = path.first {
        help.describe(group: group)
    } else {
        help.describeProgram()
    }
    return help.text
}

private struct HelpText {
    let program: ProgramInfo
    let length: HelpLength
    let width: Int
    var text = ""

    /// Most columns of names before what they mean.
    private var nameColumn: Int { min(28, width / 3) }

    // MARK: - Subjects

    mutating func describeProgram() {
        line("\(program.name): \(program.abstract)")
        line()
        line("Usage: \(program.name) COMMAND [OPTION]...")
        if length == .long { prose(program.discussion) }
        switch length {
        case .short: shortCommandList()
        case .long: longCommandList()
        }
        options("Options of every command", program.options + [.help, .version], withDetails: length == .long)
        if length == .long {
            influences("Environment", program.environment)
            influences("Files", program.files)
        }
        exitStatuses(program.exitStatuses)
        line()
        footer("'\(program.name) help COMMAND' says more about a command.")
    }

    mutating func describe(group: String) {
        let info = program.groups.first { $0.name == group }
        line("\(program.name) \(group)" + (info.map { ": \($0.abstract)" } ?? ""))
        line()
        line("Usage: \(program.name) \(group) COMMAND [OPTION]...")
        heading("Commands")
        entries(program.commands(under: group).map { ($0.path.dropFirst().joined(separator: " "), $0.abstract) })
        line()
        footer("'\(program.name) help \(group) COMMAND' says more about a command.")
    }

    mutating func describe(_ command: CommandInfo) {
        line("\(program.name) \(command.name): \(command.abstract)")
        line()
        usage(of: command)
        if length == .long { prose(command.discussion) }
        if !command.positionals.isEmpty {
            heading("Arguments")
            entries(command.positionals.map { ($0.synopsis, $0.helpLine) })
        }
        options("Options", command.options, withDetails: length == .long)
        options("Options of every command", program.options + [.help], withDetails: false)
        examples(command.examples)
        exitStatuses(command.exitStatuses)
        if length == .short {
            line()
            footer("'\(program.name) help \(command.name)' says more.")
        }
    }

    // MARK: - Parts

    private mutating func usage(of command: CommandInfo) {
        let head = "Usage: \(program.name) \(command.name) "
        let words = command.synopsisWords
        var current = head
        var isFirst = true
        for word in words {
            if !isFirst, current.count + 1 + word.count > width {
                line(current)
                current = String(repeating: " ", count: min(head.count, 12))
                isFirst = true
            }
            current += (isFirst ? "" : " ") + word
            isFirst = false
        }
        line(current)
    }

    private mutating func shortCommandList() {
        heading("Commands")
        entries(
            program.firstWords.map { word in
                let commands = program.commands(under: word)
                if commands.count == 1, commands[0].path.count == 1 { return (word, commands[0].abstract) }
                return (word, commands.compactMap(\.path.last).joined(separator: ", "))
            }
        )
    }

    private mutating func longCommandList() {
        for word in program.firstWords {
            let group = program.groups.first { $0.name == word }
            line()
            line(group.map { "\(word): \($0.abstract)" } ?? "\(word):")
            entries(program.commands(under: word).map { ($0.name, $0.abstract) })
        }
    }

    private mutating func options(_ title: String, _ options: [OptionInfo], withDetails: Bool) {
        guard !options.isEmpty else { return }
        heading(title)
        let hasShort = options.contains { $0.short != nil }
        let synopses = options.map { $0.synopsis(indentingLong: hasShort) }
        let column = min(nameColumn, synopses.map(\.count).max() ?? 0)
        let indent = String(repeating: " ", count: column + 4)
        for (option, synopsis) in zip(options, synopses) {
            entry(synopsis, option.helpLine, column: column)
            guard withDetails else { continue }
            for paragraph in paragraphs(option.details ?? "") {
                for row in wrap(paragraph, width: max(20, width - indent.count)) { line(indent + row) }
            }
        }
    }

    private mutating func examples(_ examples: [CommandExample]) {
        guard !examples.isEmpty else { return }
        heading(length == .short || examples.count == 1 ? "Example" : "Examples")
        for example in length == .short ? Array(examples.prefix(1)) : examples {
            for row in wrap(example.purpose + ":", width: width - 2) { line("  " + row) }
            // Not wrapped: it is there to be copied.
            for row in example.line.split(separator: "\n") { line("    " + row) }
        }
    }

    private mutating func exitStatuses(_ statuses: [ExitStatusInfo]) {
        guard !statuses.isEmpty else { return }
        heading("Exit statuses")
        entries(statuses.map { (String($0.code), $0.meaning) })
    }

    private mutating func influences(_ title: String, _ influences: [Influence]) {
        guard !influences.isEmpty else { return }
        heading(title)
        entries(influences.map { ($0.name, $0.meaning) })
    }

    private mutating func entries(_ entries: [(name: String, meaning: String)]) {
        let column = min(nameColumn, entries.map(\.name.count).max() ?? 0)
        for (name, meaning) in entries { entry(name, meaning, column: column) }
    }

    private mutating func entry(_ name: String, _ meaning: String, column: Int) {
        let rows = wrap(meaning, width: max(20, width - column - 4))
        let indent = String(repeating: " ", count: column + 4)
        if name.count > column {
            line("  " + name)
            for row in rows { line(indent + row) }
            return
        }
        let padded = "  " + name + String(repeating: " ", count: column - name.count + 2)
        line(padded + (rows.first ?? ""))
        for row in rows.dropFirst() { line(indent + row) }
    }

    private mutating func prose(_ discussion: String) {
        for paragraph in paragraphs(discussion) {
            line()
            for row in wrap(paragraph, width: width) { line(row) }
        }
    }

    private mutating func footer(_ sentence: String) {
        for row in wrap(sentence, width: width) { line(row) }
    }

    private mutating func heading(_ title: String) {
        line()
        line(title + ":")
    }

    private mutating func line(_ content: String = "") {
        var content = Substring(content)
        while content.last == " " { content.removeLast() }
        text += content + "\n"
    }
}
