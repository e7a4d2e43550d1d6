/// A text as one word of bash, zsh or a POSIX shell, in single quotes.
func shellWord(_ text: String) -> String {
    var quoted = "'"
    for character in text.unicodeScalars {
        if character == "'" { quoted += "'\\''" } else { quoted.unicodeScalars.append(character) }
    }
    return quoted + "'"
}

/// A text as one word of fish, in single quotes, inside which fish knows `\'` and `\\`.
func fishWord(_ text: String) -> String {
    var quoted = "'"
    for character in text.unicodeScalars {
        if character == "'" || character == "\\" { quoted += "\\" }
        quoted.unicodeScalars.append(character)
    }
    return quoted + "'"
}

extension String {
    /// The text as a part of a function's name: all but letters and digits become `_`.
    var asFunctionName: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.properties.isAlphabetic || ("0"..."9").contains($0) ? $0 : "_" }
            )
        )
    }
}

extension ProgramInfo {
    /// Options of a command and of every command.
    func allOptions(of command: CommandInfo) -> [OptionInfo] { command.options + options + [.help] }
}
