/// A command line that cannot be understood.
package struct UsageError: Error, Hashable, Sendable {
    /// What is wrong, naming the option or the command; lower case, no full stop, control characters escaped.
    package let message: String
    /// What to type instead, when there is a good guess.
    package let hint: String?

    /// Says what is wrong and, if known, what to do.
    package init(message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}
