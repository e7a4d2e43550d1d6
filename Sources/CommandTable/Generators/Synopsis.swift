extension OptionInfo {
    /// `--help`, which every command takes without declaring it.
    static let help = OptionInfo(
        name: "help",
        short: "h",
        value: nil,
        isRequired: false,
        isRepeatable: false,
        help: "Show help; -h shows less"
    )

    /// `--version`, which stands alone.
    static let version = OptionInfo(
        name: "version",
        short: nil,
        value: nil,
        isRequired: false,
        isRepeatable: false,
        help: "Show the version"
    )

    /// The option with its value, such as `-t, --title TEXT`; without a short name indented as if it had one.
    func synopsis(indentingLong: Bool) -> String {
        let head = short.map { "-\($0), " } ?? (indentingLong ? "    " : "")
        return head + spelling + (value.map { " " + $0.name } ?? "")
    }

    /// The help line with what is required, repeatable, allowed and assumed.
    var helpLine: String {
        var notes: [String] = []
        if isRequired { notes.append("required") }
        if isRepeatable { notes.append("repeatable") }
        if let defaultValue { notes.append("default: \(defaultValue)") }
        if let environment { notes.append("else $\(environment)") }
        let choices = value.map(\.choices) ?? []
        let words = choices.isEmpty ? "" : ": \(alternatives(choices))"
        return help + words + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))")
    }
}

extension PositionalInfo {
    /// The argument in a usage line: `[ID]`, `FILE...`.
    var synopsis: String {
        let many = isRepeatable ? name + "..." : name
        return isRequired ? many : "[\(many)]"
    }

    /// The help line with what is allowed.
    var helpLine: String { help + (choices.isEmpty ? "" : ": \(alternatives(choices))") }
}

extension CommandInfo {
    /// The words of a usage line after the command's own: required options, then `[OPTION]...`, then arguments.
    var synopsisWords: [String] {
        let required = options.filter(\.isRequired).map { option in
            option.spelling + (option.value.map { " " + $0.name } ?? "") + (option.isRepeatable ? "..." : "")
        }
        return required + ["[OPTION]..."] + positionals.map(\.synopsis)
    }
}
