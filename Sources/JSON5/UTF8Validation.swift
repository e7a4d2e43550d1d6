/// Offset of the first byte that is not part of well-formed UTF-8 (Unicode Standard, table 3-7); nil when all is well.
func firstInvalidUTF8(in bytes: [UInt8]) -> Int? {
    var offset = 0
    while offset < bytes.count {
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch bytes[offset] {
        case ..<0x80: length = 1
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return offset
        }
        guard offset + length <= bytes.count else { return offset }
        if length > 1, !second.contains(bytes[offset + 1]) { return offset }
        if length > 2, bytes[(offset + 2)..<(offset + length)].contains(where: { $0 & 0xC0 != 0x80 }) { return offset }
        offset += length
    }
    return nil
}
