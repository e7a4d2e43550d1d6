/// The completion script for fish, a file `NAME.fish` in its completions directory.
package func fishCompletion(_ program: ProgramInfo) -> String {
    let name = "__" + program.name.asFunctionName
    var lines = [
        "# fish completion for \(program.name), written by '\(program.name) generate completions fish'.",
        "",
        fishMachinery(program, name),
        "complete -c \(program.name) -f",
        "",
    ]
    let top = "\(name)_at"
    for word in program.firstWords {
        let group = program.groups.first { $0.name == word }
        let meaning = group?.abstract ?? program.commands(under: word).first?.abstract ?? ""
        lines.append("complete -c \(program.name) -n '\(top)' -a \(fishWord(word)) -d \(fishWord(meaning))")
    }
    lines.append("complete -c \(program.name) -n '\(top)' -a help -d 'show help about a command'")
    for command in program.visibleCommands where command.path.count > 1 {
        let group = command.path[0]
        let verb = command.path.dropFirst().joined(separator: " ")
        lines.append(
            "complete -c \(program.name) -n '\(name)_at \(group)' -a \(fishWord(verb)) -d \(fishWord(command.abstract))"
        )
    }
    lines.append("")
    for option in program.options + [.help] { lines.append(fishOption(option, program, condition: nil, name)) }
    lines.append(fishOption(.version, program, condition: top, name))
    for command in program.visibleCommands {
        lines.append("")
        let condition = "\(name)_at \(command.name)"
        for option in command.options { lines.append(fishOption(option, program, condition: condition, name)) }
        for (index, positional) in command.positionals.enumerated() {
            let place = positional.isRepeatable ? "\(index)+" : "\(index)"
            guard let action = fishAction(positional.completion, choices: positional.choices, name) else { continue }
            lines.append("complete -c \(program.name) -n '\(name)_argument \(place) \(command.name)' \(action)")
        }
    }
    return lines.joined(separator: "\n") + "\n"
}

private func fishOption(_ option: OptionInfo, _ program: ProgramInfo, condition: String?, _ name: String) -> String {
    var line = "complete -c \(program.name)"
    if let condition { line += " -n '\(condition)'" }
    line += " -l \(option.name)"
    if let short = option.short { line += " -s \(short)" }
    if let value = option.value {
        line +=
            " "
            + (fishAction(value.completion, choices: value.choices, name).map {
                value.completion.isFile ? "-r \($0)" : "-x \($0)"
            } ?? "-x")
    }
    return line + " -d \(fishWord(option.help))"
}

extension Completion {
    fileprivate var isFile: Bool {
        switch self {
        case .file: true
        case .none, .directory, .choices, .dynamic, .assignment: false
        }
    }
}

/// How the words of a value are found; nil when nothing is offered.
private func fishAction(_ completion: Completion, choices: [String], _ name: String) -> String? {
    switch completion {
    case .none: return nil
    case .file(let endings):
        return endings.isEmpty
            ? "-F" : "-k -a '(__fish_complete_suffix \(endings.map { ".\($0)" }.joined(separator: " ")))'"
    case .directory: return "-a '(__fish_complete_directories)'"
    case .choices: return "-a '\(choices.joined(separator: " "))'"
    case .dynamic(let set): return "-a '(\(name)_ask \(set.name))'"
    case .assignment(let side, let choices):
        switch side {
        case .dynamic(let set): return "-a '(\(name)_assign \(([set.name] + choices).joined(separator: " ")))'"
        case .none, .file, .directory, .choices, .assignment:
            return "-a '(\(name)_assign \((["-"] + choices).joined(separator: " ")))'"
        }
    }
}

/// What does not depend on the commands but for their names.
private func fishMachinery(_ program: ProgramInfo, _ name: String) -> String {
    let withValue = Set(
        (program.options + program.visibleCommands.flatMap(\.options)).filter { !$0.isFlag }.map(\.spelling)
    )
    return #"""
        # Prints the words before the cursor that are neither options nor their values, one a line.
        function \#(name)_words
            set -l skip 0
            for word in (commandline -opc)[2..-1]
                if test $skip = 1
                    set skip 0
                else if contains -- $word \#(withValue.sorted().joined(separator: " "))
                    set skip 1
                else if not string match -q -- '-*' $word
                    printf '%s\n' $word
                end
            end
        end

        # Whether exactly these words are the command so far; 'help' before them does not count.
        function \#(name)_at
            set -l typed (\#(name)_words)
            test "$typed[1]" = help; and set -e typed[1]
            if contains -- "$argv" \#(program.visibleCommands.map { fishWord($0.name) }.joined(separator: " "))
                set typed $typed[1..(count $argv)]
            end
            test "$typed" = "$argv"
        end

        # Whether the argument at the place $1 of a command is to be completed; '0+' means from there on.
        function \#(name)_argument
            \#(name)_at $argv[2..-1]; or return 1
            set -l place (math (count (\#(name)_words)) - (count $argv) + 1)
            if string match -q -- '*+' $argv[1]
                test $place -ge (string replace + '' -- $argv[1])
            else
                test $place -eq $argv[1]
            end
        end

        # Prints words that only the program knows; it reads local data alone.
        function \#(name)_ask
            set -l typed (commandline -opc)
            $typed[1] __complete $argv[1] -- $typed[2..-1] 2>/dev/null
        end

        # Completes NAME=VALUE: $1 is the set of names, the other arguments are the values.
        function \#(name)_assign
            set -l token (string replace -r -- '^--[a-z-]+=' '' (commandline -ct))
            if string match -q -- '*=*' $token
                set -l side (string split -m 1 -f 1 -- = $token)
                printf '%s\n' $side=$argv[2..-1]
            else if test $argv[1] != -
                \#(name)_ask $argv[1] | string replace -r -- '^([^\t]*)' '$1='
            end
        end

        """#
}
