/// Why one value of an option or a positional argument is refused.
///
/// It does not name the option: the parser puts that in front.
package struct ValueError: Error, Hashable, Sendable {
    /// Completes the sentence "option '--name' …", such as `takes a duration, not '15'`.
    package let reason: String
    /// What to type instead.
    package let hint: String?

    /// Says why, and what would be right.
    package init(_ reason: String, hint: String? = nil) {
        self.reason = reason
        self.hint = hint
    }
}
