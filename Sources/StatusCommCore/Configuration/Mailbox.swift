/// An e-mail address with the name people see before it (RFC 5322 section 3.4).
package struct Mailbox: Hashable, Sendable, CustomStringConvertible {
    /// Display name without quotes; empty when there is none.
    package let name: String
    package let address: MailAddress

    /// Pairs a name with an address.
    package init(name: String, address: MailAddress) {
        self.name = name
        self.address = address
    }

    /// The mailbox as it is written in a configuration.
    package var description: String { name.isEmpty ? address.text : "\(name) <\(address.text)>" }

    /// Splits `Name <address>` or `"Name" <address>`; a text without angle brackets is an address alone.
    static func parts(_ text: String) -> (name: String, address: String) {
        let text = Substring(text).trimmingBlanks
        guard text.hasSuffix(">"), let open = text.lastIndex(of: "<") else { return ("", String(text)) }
        var name = text[..<open].trimmingBlanks
        if name.count >= 2, name.hasPrefix("\""), name.hasSuffix("\"") { name = name.dropFirst().dropLast() }
        return (String(name), String(text[open...].dropFirst().dropLast()))
    }
}
