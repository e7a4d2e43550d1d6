/// Reads dates and times from text, number by number.
struct DigitScanner {
    private let bytes: [UInt8]
    private var index = 0

    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { index == bytes.count }

    /// The next byte, nil at the end.
    var next: UInt8? { isAtEnd ? nil : bytes[index] }

    /// What is left.
    var rest: String { String(decoding: bytes[index...], as: UTF8.self) }

    /// Goes past one byte.
    mutating func advance() { index = min(index + 1, bytes.count) }

    /// Reads a number of exactly so many ASCII digits; nil, and nothing read, when there are fewer.
    mutating func number(digits: Int) -> Int? {
        guard index + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[index..<index + digits] {
            guard Self.isDigit(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        index += digits
        return value
    }

    /// Reads a number of one to so many ASCII digits.
    mutating func number(atMost limit: Int) -> Int? {
        var count = 0
        while count < limit, index + count < bytes.count, Self.isDigit(bytes[index + count]) { count += 1 }
        return count == 0 ? nil : number(digits: count)
    }

    /// Reads the digits after a decimal point as milliseconds.
    mutating func fraction() -> Int? {
        var value = 0
        var scale = 100
        let start = index
        while let byte = next, Self.isDigit(byte) {
            value += Int(byte - 0x30) * scale
            scale /= 10
            index += 1
        }
        return index == start ? nil : value
    }

    /// Reads `Z` or an offset such as `+01:00`, in seconds ahead of UTC.
    mutating func zoneOffset() -> Int? {
        if skip(anyOf: "Zz") { return 0 }
        let sign: Int
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), skip(":"), let minutes = number(digits: 2), hours < 24, minutes < 60
        else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }

    /// Goes past one ASCII character, if it is next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let byte = next, UInt32(byte) == character.value else { return false }
        index += 1
        return true
    }

    /// Goes past one of some ASCII characters, if one is next.
    mutating func skip(anyOf characters: String) -> Bool {
        guard let byte = next, characters.utf8.contains(byte) else { return false }
        index += 1
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
