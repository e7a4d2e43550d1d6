/// How a printed value is changed on its way into the output.
package enum Escaping: Hashable, Sendable {
    /// Printed as it is: mail subjects and plain text.
    case none
    /// `& < > " '` as character references.
    case html
    /// The inside of a JSON string (RFC 8259 section 7).
    case json
    /// Percent-encoded but for RFC 3986's unreserved characters.
    case url
    /// A value of a header line: CR, LF and NUL are errors, not removed.
    case header
}
