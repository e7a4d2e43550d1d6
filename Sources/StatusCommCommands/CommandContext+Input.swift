package import CommandTable

extension CommandContext {
    /// The text an option was given, read from standard input if it was `-`.
    ///
    /// The same is allowed on standard input as on the command line; line ends at its end are dropped.
    ///
    /// - Throws: `InputError` when it cannot be read, and `UsageError` for control characters or nothing at all.
    package func text(_ source: TextSource, limit: Int = TextRule.defaultLimit) throws -> String {
        switch source {
        case .text(let text): return text
        case .standardInput:
            let bytes = try input.readAll(limit: limit)
            guard var text = String(validating: bytes, as: UTF8.self)?[...] else { throw InputError.notText }
            while let last = text.last, last.isNewline { text.removeLast() }
            do {
                return try TextRule(lines: .many, limit: limit).check(String(text))
            } catch {
                throw UsageError(message: "standard input \(error.reason)", hint: error.hint)
            }
        }
    }
}
