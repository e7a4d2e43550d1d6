/// What names of time zones and abbreviations may consist of.
enum ZoneName {
    /// Names that mean UTC without asking the database.
    static let universal: Set<String> = ["UTC", "Etc/UTC", "Z"]

    /// Whether a name can be looked up below a database's folder without leaving it.
    ///
    /// Letters, digits and `._+-` in parts divided by `/`; no part is empty or begins with a dot.
    static func isSafe(_ name: String) -> Bool {
        guard (1...128).contains(name.utf8.count) else { return false }
        return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.utf8.first, first != UInt8(ascii: ".") else { return false }
            return part.utf8.allSatisfy { isAbbreviation($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }
        }
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// Letters, digits, plus and minus: what RFC 8536 section 3.1 allows in an abbreviation.
    static func isAbbreviation(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
    }
}
