/// The manual page in section 1, in the macros of man(7).
package func manPage(_ program: ProgramInfo) -> String {
    var page = ManPage()
    let title = program.name.uppercased()
    page.raw(".\\\" Written by '\(program.name) generate man'.")
    page.raw(".TH \(title) 1 \"\" \"\(program.name) \(program.version)\" \"User Commands\"")
    page.section("NAME")
    page.text("\(program.name) - \(program.abstract)")
    page.section("SYNOPSIS")
    page.raw(".B \(roff(program.name))")
    page.text("COMMAND [OPTION]...")
    page.section("DESCRIPTION")
    page.prose(program.discussion)
    page.section("COMMANDS")
    for command in program.visibleCommands { page.command(command, of: program) }
    page.section("OPTIONS OF EVERY COMMAND")
    for option in program.options + [.help, .version] { page.option(option) }
    page.section("EXIT STATUS")
    for status in program.exitStatuses { page.tagged(String(status.code), status.meaning) }
    page.section("ENVIRONMENT")
    for influence in program.environment { page.tagged(influence.name, influence.meaning) }
    page.section("FILES")
    for influence in program.files { page.tagged(influence.name, influence.meaning) }
    return page.output
}

private struct ManPage {
    var output = ""

    mutating func raw(_ line: String) { output += line + "\n" }

    mutating func section(_ name: String) { raw(".SH \"\(name)\"") }

    mutating func text(_ line: String) { raw(roff(line)) }

    mutating func prose(_ discussion: String) {
        for (index, paragraph) in paragraphs(discussion).enumerated() {
            if index > 0 { raw(".PP") }
            for row in wrap(paragraph, width: 72) { text(row) }
        }
    }

    mutating func tagged(_ tag: String, _ meaning: String, details: String? = nil) {
        raw(".TP")
        raw(".B \(roff(tag))")
        for row in wrap(meaning, width: 72) { text(row) }
        for paragraph in paragraphs(details ?? "") {
            raw(".IP")
            for row in wrap(paragraph, width: 72) { text(row) }
        }
    }

    mutating func option(_ option: OptionInfo) {
        raw(".TP")
        let short = option.short.map { "\\fB\(roff("-\($0)"))\\fR, " } ?? ""
        let value = option.value.map { " \\fI\(roff($0.name))\\fR" } ?? ""
        raw("\(short)\\fB\(roff(option.spelling))\\fR\(value)")
        for row in wrap(option.helpLine, width: 72) { text(row) }
        for paragraph in paragraphs(option.details ?? "") {
            raw(".IP")
            for row in wrap(paragraph, width: 72) { text(row) }
        }
    }

    mutating func command(_ command: CommandInfo, of program: ProgramInfo) {
        raw(".SS \"\(roff("\(program.name) \(command.name)"))\"")
        text(command.abstract.prefix(1).uppercased() + command.abstract.dropFirst() + ".")
        raw(".PP")
        raw(".B \(roff("\(program.name) \(command.name)"))")
        text(command.synopsisWords.joined(separator: " "))
        if !command.discussion.isEmpty { raw(".PP") }
        prose(command.discussion)
        for positional in command.positionals { tagged(positional.synopsis, positional.helpLine) }
        for option in command.options { self.option(option) }
        for example in command.examples {
            raw(".PP")
            text(example.purpose + ":")
            raw(".PP")
            raw(".in +4n")
            raw(".nf")
            for row in example.line.split(separator: "\n") { text(String(row)) }
            raw(".fi")
            raw(".in")
        }
        raw(".PP")
        let statuses = command.exitStatuses.map { "\($0.code) \($0.meaning)" }
        for row in wrap("Exit statuses: " + statuses.joined(separator: "; ") + ".", width: 72) { text(row) }
    }
}

/// Text that roff prints as it stands: backslashes, hyphens and leading dots or quotes lose their special meaning.
private func roff(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\\": escaped += "\\e"
        case "-": escaped += "\\-"
        case "'": escaped += "\\(aq"
        case "`": escaped += "\\(ga"
        case "\"": escaped += "\\(dq"
        case "^": escaped += "\\(ha"
        case "~": escaped += "\\(ti"
        case _ where scalar.value > 0x7E:
            escaped += "\\[u\(codePoint(scalar).dropFirst(2))]"
        default: escaped.unicodeScalars.append(scalar)
        }
    }
    return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
}
