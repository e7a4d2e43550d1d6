/// The completion script for zsh, a file `_NAME` in a directory of `$fpath`.
package func zshCompletion(_ program: ProgramInfo) -> String {
    let name = "_" + program.name.asFunctionName
    var lines = [
        "#compdef \(program.name)",
        "# zsh completion for \(program.name), written by '\(program.name) generate completions zsh'.",
        "",
    ]
    for command in program.visibleCommands {
        lines.append("\(name)_\(command.name.asFunctionName)() {")
        lines += arguments(program.allOptions(of: command), command.positionals, name)
        lines.append("}")
        lines.append("")
    }
    for group in program.firstWords {
        let commands = program.commands(under: group).filter { $0.path.count > 1 }
        guard !commands.isEmpty else { continue }
        let words = commands.map { ($0.path.dropFirst().joined(separator: " "), $0.abstract) }
        lines += level("\(name)_\(group.asFunctionName)", program.options + [.help], words, name)
    }
    let words = program.firstWords.map { word in
        let group = program.groups.first { $0.name == word }
        return (word, group?.abstract ?? program.commands(under: word).first?.abstract ?? "")
    }
    lines += level(
        "\(name)_top",
        program.options + [.help, .version],
        words + [("help", "show help about a command")],
        name
    )
    return lines.joined(separator: "\n") + "\n" + zshMachinery(name)
}

/// A function that completes the next word of a command, and hands on to the function of that word.
private func level(_ function: String, _ options: [OptionInfo], _ words: [(String, String)], _ name: String) -> [String]
{
    var lines = ["\(function)() {"]
    lines.append("    local curcontext=$curcontext state line")
    lines.append("    local -a commands")
    lines.append("    typeset -A opt_args")
    lines.append("    commands=(")
    for (word, meaning) in words {
        lines.append("        \(shellWord(escapingColons(word) + ":" + meaning))")
    }
    lines.append("    )")
    lines.append("    _arguments -s -C \\")
    for option in options { lines.append("        \(spec(option, name)) \\") }
    lines.append("        '1: :->command' '*:: :->rest'")
    lines.append("    case $state in")
    lines.append("    command) _describe -t commands command commands ;;")
    lines.append("    rest)")
    lines.append("        case $line[1] in")
    for (word, _) in words where word != "help" {
        let target = function == "\(name)_top" ? "\(name)_\(word.asFunctionName)" : "\(function)_\(word.asFunctionName)"
        lines.append("        \(word)) \(target) ;;")
    }
    // 'help' is followed by the same words as nothing at all.
    if words.contains(where: { $0.0 == "help" }) { lines.append("        help) \(function) ;;") }
    lines.append("        esac")
    lines.append("        ;;")
    lines.append("    esac")
    lines.append("}")
    lines.append("")
    return lines
}

private func arguments(_ options: [OptionInfo], _ positionals: [PositionalInfo], _ name: String) -> [String] {
    var specs = options.map { spec($0, name) }
    for (index, positional) in positionals.enumerated() {
        let place = positional.isRepeatable ? "*" : String(index + 1)
        let optional = positional.isRequired || positional.isRepeatable ? ":" : "::"
        let action = action(positional.completion, choices: positional.choices, name)
        specs.append(shellWord("\(place)\(optional)\(escapingColons(positional.name)):\(action)"))
    }
    var lines = ["    _arguments -s -S \\"]
    for (index, spec) in specs.enumerated() { lines.append("        \(spec)\(index == specs.count - 1 ? "" : " \\")") }
    return lines
}

/// One option for `_arguments`, with its names excluding each other unless it is repeatable.
private func spec(_ option: OptionInfo, _ name: String) -> String {
    let help = "[" + escapingBrackets(option.help) + "]"
    let value =
        option.value.map { ":\(escapingColons($0.name)):\(action($0.completion, choices: $0.choices, name))" } ?? ""
    let long = option.spelling + (option.isFlag ? "" : "=")
    guard let short = option.short else {
        return shellWord((option.isRepeatable ? "*" : "") + long + help + value)
    }
    let names = "{\(option.isFlag ? "-\(short)" : "-\(short)+"),\(long)}"
    let prefix = option.isRepeatable ? "'*'" : shellWord("(-\(short) \(option.spelling))")
    return prefix + names + shellWord(help + value)
}

/// A leading blank keeps `_arguments` from putting words of its own between the function and its arguments.
private func action(_ completion: Completion, choices: [String], _ name: String) -> String {
    switch completion {
    case .none: return " "
    case .file(let endings):
        return endings.isEmpty ? "_files" : "_files -g \"*.(\(endings.joined(separator: "|")))\""
    case .directory: return "_files -/"
    case .choices: return "(\(choices.joined(separator: " ")))"
    case .dynamic(let set): return " \(name)_ask \(set.name)"
    case .assignment(let side, let choices):
        switch side {
        case .dynamic(let set): return " \(name)_assign \(([set.name] + choices).joined(separator: " "))"
        case .none, .file, .directory, .choices, .assignment:
            return " \(name)_assign \((["-"] + choices).joined(separator: " "))"
        }
    }
}

private func escapingColons(_ text: String) -> String {
    text.reduce(into: "") { $0 += $1 == ":" ? "\\:" : String($1) }
}

private func escapingBrackets(_ text: String) -> String {
    text.reduce(into: "") { $0 += "[]:\\".contains($1) ? "\\\($1)" : String($1) }
}

/// What does not depend on the commands.
private func zshMachinery(_ name: String) -> String {
    #"""
    # Offers words that only the program knows; it reads local data alone.
    \#(name)_ask() {
        local -a lines
        lines=("${(@f)$(_call_program words ${(q)typed[1]} __complete $1 -- ${(q)typed[2,-1]} 2>/dev/null)}")
        \#(name)_offer "$@[2,-1]"
    }

    # Offers the lines in 'lines', each a word and, after a tab, what it means; arguments go to compadd.
    \#(name)_offer() {
        local -a values shown
        local line
        for line in $lines; do
            values+=("${line%%$'\t'*}")
            shown+=("${line/$'\t'/  -- }")
        done
        (( $#values )) && compadd -l -d shown "$@" -a values
    }

    # Completes NAME=VALUE: $1 is the set of names, the other arguments are the values.
    \#(name)_assign() {
        local set=$1
        local -a values=("${@[2,-1]}")
        if compset -P '*='; then
            compadd -a values
        elif [[ $set != - ]]; then
            \#(name)_ask $set -S = -q
        fi
    }

    \#(name)() {
        local -a typed
        typed=("${(@)words[1,CURRENT]}")
        \#(name)_top
    }

    if [[ $funcstack[1] == \#(name) ]]; then
        \#(name) "$@"
    else
        compdef \#(name) \#(name.dropFirst())
    fi
    """# + "\n"
}
