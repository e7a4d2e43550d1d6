/// A condition between the options of one command; names are without dashes.
package enum OptionRule: Hashable, Sendable {
    /// At most one of them.
    case conflict([String])
    /// At least one of them.
    case oneOf([String])
    /// The first is only allowed together with the second.
    case requires(String, String)
}
