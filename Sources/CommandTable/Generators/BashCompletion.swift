/// The completion script for bash, from version 3.2 on (the one of macOS).
package func bashCompletion(_ program: ProgramInfo) -> String {
    let name = "_" + program.name.asFunctionName
    return bashHead(program)
        + "\n" + bashTable(program, function: name)
        + "\n" + bashMachinery(name)
        + "\ncomplete -F \(name) \(program.name)\n"
}

private func bashHead(_ program: ProgramInfo) -> String {
    """
    # bash completion for \(program.name), written by '\(program.name) generate completions bash'.
    # Load it with: source <(\(program.name) generate completions bash)

    """
}

/// A function that tells everything about a command: its words, its options, and how each value is completed.
private func bashTable(_ program: ProgramInfo, function: String) -> String {
    var lines: [String] = []
    lines.append(
        "# Sets 'names' (what may follow), 'kinds' (one for each argument) and 'kind' (of the value of option $2)."
    )
    lines.append("\(function)_describe() {")
    lines.append("    case $1 in")
    lines.append("    '')")
    lines.append("        names=\(shellWord((program.firstWords + ["help"]).joined(separator: " ")))")
    lines += bashOptions(program.options + [.help, .version])
    lines.append("        ;;")
    for group in program.firstWords {
        let commands = program.commands(under: group)
        if commands.contains(where: { $0.path.count > 1 }) {
            lines.append("    \(shellWord(group)))")
            lines.append(
                "        names=\(shellWord(commands.compactMap { $0.path.dropFirst().first }.joined(separator: " ")))"
            )
            lines += bashOptions(program.options + [.help])
            lines.append("        ;;")
        }
    }
    for command in program.visibleCommands {
        lines.append("    \(shellWord(command.name)))")
        lines.append("        names=")
        let kinds = command.positionals.map { shellWord(bashKind($0.completion, choices: $0.choices)) }
        if !kinds.isEmpty { lines.append("        kinds=(\(kinds.joined(separator: " ")))") }
        if command.positionals.last?.isRepeatable == true { lines.append("        repeats=1") }
        lines += bashOptions(program.allOptions(of: command))
        lines.append("        ;;")
    }
    lines.append("    *) return 1 ;;")
    lines.append("    esac")
    lines.append("}")
    return lines.joined(separator: "\n") + "\n"
}

private func bashOptions(_ options: [OptionInfo]) -> [String] {
    var lines = ["        options=\(shellWord(options.map(\.spelling).joined(separator: " ")))"]
    let withValue = options.filter { !$0.isFlag }
    guard !withValue.isEmpty else { return lines }
    lines.append("        case $2 in")
    for option in withValue {
        let pattern = option.spelling + (option.short.map { " | -\($0)" } ?? "")
        let kind = option.value.map { bashKind($0.completion, choices: $0.choices) } ?? ""
        lines.append("        \(pattern)) kind=\(shellWord(kind)) ;;")
    }
    lines.append("        esac")
    return lines
}

/// A completion as words: what to do, and with what.
private func bashKind(_ completion: Completion, choices: [String]) -> String {
    switch completion {
    case .none: "nothing"
    case .file(let endings): (["file"] + endings).joined(separator: " ")
    case .directory: "directory"
    case .choices: (["words"] + choices).joined(separator: " ")
    case .dynamic(let set): "ask \(set.name)"
    case .assignment(let name, let choices):
        switch name {
        case .dynamic(let set): (["assign", set.name] + choices).joined(separator: " ")
        case .none, .file, .directory, .choices, .assignment: (["assign", "-"] + choices).joined(separator: " ")
        }
    }
}

/// What does not depend on the commands.
private func bashMachinery(_ name: String) -> String {
    #"""
    # Joins what bash took apart at '=' and ':' into the words that were typed, up to the cursor.
    \#(name)_words() {
        local line=$COMP_LINE piece i
        words=()
        for ((i = 0; i <= COMP_CWORD; i++)); do
            piece=${COMP_WORDS[i]}
            if [[ $i -gt 0 && -n $piece && $line != [[:blank:]]* ]]; then
                words[${#words[@]} - 1]+=$piece
            else
                words+=("$piece")
            fi
            line=${line#"${line%%[![:blank:]]*}"}
            line=${line#"$piece"}
        done
    }

    # Offers the lines on standard input that begin with $1, with $2 before and $3 behind them.
    \#(name)_offer() {
        local candidate head broken=
        head=${cur%%[\'\"]*}
        # bash replaces only what stands after the last '=' or ':'.
        [[ $COMP_WORDBREAKS != *=* ]] || broken=${head%"${head##*[=:]}"}
        while IFS= read -r candidate; do
            candidate=${candidate%%$'\t'*}
            [[ -n $candidate && $candidate == "$1"* ]] || continue
            candidate=$2$candidate$3
            candidate=${candidate#"$broken"}
            [[ -n $quote ]] || printf -v candidate '%q' "$candidate"
            COMPREPLY+=("$candidate")
        done
    }

    # Asks the program for words that only it knows; it reads local data alone.
    \#(name)_ask() {
        "${words[0]}" __complete "$1" -- "${words[@]:1}" 2>/dev/null
    }

    # Lists the files that begin with $1: directories, and those with one of the other arguments as their ending.
    \#(name)_files() {
        local typed=$1 path ending
        shift
        [[ $typed != '~/'* ]] || typed=$HOME/${typed#'~/'}
        while IFS= read -r path; do
            if [[ -d $path || $# -eq 0 ]]; then
                printf '%s\n' "$path"
                continue
            fi
            for ending in "$@"; do
                [[ $path != *."$ending" ]] || printf '%s\n' "$path"
            done
        done < <(compgen -f -- "$typed")
    }

    # Completes a value: $1 says how, $2 is what is typed of it, $3 is what stands before it in the same word.
    \#(name)_value() {
        local how
        read -r -a how <<<"$1"
        case ${how[0]} in
        words) \#(name)_offer "$2" "$3" < <(printf '%s\n' "${how[@]:1}") ;;
        ask) \#(name)_offer "$2" "$3" < <(\#(name)_ask "${how[1]}") ;;
        assign)
            if [[ $2 == *=* ]]; then
                \#(name)_offer "${2#*=}" "$3${2%%=*}=" < <(printf '%s\n' "${how[@]:2}")
            elif [[ ${how[1]} != - ]]; then
                compopt -o nospace 2>/dev/null
                \#(name)_offer "$2" "$3" = < <(\#(name)_ask "${how[1]}")
            fi
            ;;
        file | directory)
            compopt -o filenames 2>/dev/null
            # With this option bash quotes file names by itself.
            quote=filenames
            if [[ ${how[0]} == file ]]; then
                \#(name)_offer '' "$3" < <(\#(name)_files "$2" "${how[@]:1}")
            else
                \#(name)_offer '' "$3" < <(\#(name)_files "$2" '/')
            fi
            ;;
        esac
    }

    \#(name)() {
        local IFS=$' \t\n' cur typed quote='' command='' names='' options='' kind='' repeats='' word
        local expected='' ended='' helping='' count=0 i j last
        local words kinds=()
        COMPREPLY=()
        \#(name)_words
        last=$((${#words[@]} - 1))
        cur=${words[last]}
        \#(name)_describe '' ''
        for ((i = 1; i < last; i++)); do
            word=${words[i]}
            case $ended$word in
            --) ended=yes ;;
            --*=*) ;;
            --*)
                kind=
                \#(name)_describe "$command" "$word"
                [[ -z $kind ]] || { i=$((i + 1)) && expected=$kind; }
                ;;
            -?*)
                for ((j = 1; j < ${#word}; j++)); do
                    kind=
                    \#(name)_describe "$command" "-${word:j:1}"
                    [[ -n $kind ]] || continue
                    [[ $j -lt $((${#word} - 1)) ]] || { i=$((i + 1)) && expected=$kind; }
                    break
                done
                ;;
            *)
                if [[ -z $ended && -z $command && $word == help ]]; then
                    helping=yes
                elif [[ -z $ended && " $names " == *" $word "* ]]; then
                    command=${command:+$command }$word
                    \#(name)_describe "$command" ''
                else
                    count=$((count + 1))
                fi
                ;;
            esac
            [[ $i -ge $last ]] || expected=
        done

        case $cur in
        --*=[\'\"]* | [\'\"]*) quote=yes ;;
        esac
        typed=${cur//[\\\'\"]/}
        if [[ -n $expected ]]; then
            \#(name)_value "$expected" "$typed" ''
        elif [[ -z $ended && $typed == --*=* ]]; then
            kind=
            \#(name)_describe "$command" "${typed%%=*}"
            \#(name)_value "$kind" "${typed#*=}" "${typed%%=*}="
        elif [[ -z $ended && $typed == -* ]]; then
            \#(name)_value "words $options" "$typed" ''
        elif [[ -n $names ]]; then
            \#(name)_value "words $names" "$typed" ''
        elif [[ -z $helping ]]; then
            [[ -z $repeats || $count -lt ${#kinds[@]} ]] || count=$((${#kinds[@]} - 1))
            [[ $count -ge ${#kinds[@]} ]] || \#(name)_value "${kinds[count]}" "$typed" ''
        fi
    }
    """# + "\n"
}
