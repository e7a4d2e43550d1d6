/// Number of an incident in its store, from 1 upwards.
///
/// Written `INC-7`; commands also accept `inc-7` and `7`.
package struct IncidentID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let number: Int

    /// Takes a number from 1 to 99,999,999, the range of the store's eight digits.
    package init?(number: Int) {
        guard (1...99_999_999).contains(number) else { return nil }
        self.number = number
    }

    /// Reads `INC-7`, `inc-7` or `7`.
    package init?(_ text: String) {
        guard let digits = Self.digits(of: text), let number = Int(digits) else { return nil }
        self.init(number: number)
    }

    package var description: String { "INC-\(number)" }

    /// The number as eight digits, as it stands in keys.
    package var keyPart: String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }

    package static func < (first: IncidentID, second: IncidentID) -> Bool { first.number < second.number }

    /// Whether a typed text is the beginning of this id.
    package func hasPrefix(_ text: String) -> Bool {
        guard let digits = Self.digits(of: text) else { return false }
        return String(number).hasPrefix(digits)
    }

    private static func digits(of text: String) -> Substring? {
        var rest = text[...]
        if rest.lowercased().hasPrefix("inc-") { rest = rest.dropFirst(4) }
        guard !rest.isEmpty, rest.utf8.count <= 8, rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            rest.first != "0"
        else { return nil }
        return rest
    }
}
