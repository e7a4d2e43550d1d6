/// Why a text is not JSON5 or JSON.
package struct JSON5Error: Error, Hashable, Sendable {
    /// What is wrong, lower case, no full stop; everything taken from the text is escaped.
    package let message: String
    /// One next step, when there is an obvious one.
    package let hint: String?
    /// Where.
    package let location: SourceLocation

    init(message: String, hint: String? = nil, location: SourceLocation) {
        self.message = message
        self.hint = hint
        self.location = location
    }
}

extension JSON5Error: CustomStringConvertible {
    /// Place and message on one line, as compilers write it.
    package var description: String { "\(location): \(message)" }
}
