extension OutputBuffer {
    /// Writes a value's bytes as an escaping wants them; false when they may not stand there at all.
    mutating func append(_ source: UnsafePointer<UInt8>, _ length: Int, escaping: Escaping) -> Bool {
        switch escaping {
        case .none: append(source, length)
        case .html: appendHTML(UnsafeBufferPointer(start: source, count: length))
        case .json: appendJSON(UnsafeBufferPointer(start: source, count: length))
        case .url: appendURL(UnsafeBufferPointer(start: source, count: length))
        case .header:
            let bytes = UnsafeBufferPointer(start: source, count: length)
            if bytes.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) { return false }
            append(source, length)
        }
        return true
    }

    mutating func append(_ text: StaticString) {
        append(text.utf8Start, text.utf8CodeUnitCount)
    }

    private mutating func appendHTML(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress else { return }
        var start = 0
        for index in 0..<bytes.count {
            let reference: StaticString
            switch bytes[index] {
            case UInt8(ascii: "&"): reference = "&amp;"
            case UInt8(ascii: "<"): reference = "&lt;"
            case UInt8(ascii: ">"): reference = "&gt;"
            case UInt8(ascii: "\""): reference = "&quot;"
            case UInt8(ascii: "'"): reference = "&#39;"
            default: continue
            }
            append(base + start, index - start)
            append(reference)
            start = index + 1
        }
        append(base + start, bytes.count - start)
    }

    private mutating func appendJSON(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress else { return }
        var start = 0
        for index in 0..<bytes.count {
            let byte = bytes[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            append(base + start, index - start)
            start = index + 1
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x08: append("\\b")
            case 0x09: append("\\t")
            case 0x0A: append("\\n")
            case 0x0C: append("\\f")
            case 0x0D: append("\\r")
            default:
                append("\\u00")
                appendHexadecimal(byte)
            }
        }
        append(base + start, bytes.count - start)
    }

    private mutating func appendURL(_ bytes: UnsafeBufferPointer<UInt8>) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                append(byte)
            default:
                append(UInt8(ascii: "%"))
                appendHexadecimal(byte)
            }
        }
    }

    private mutating func appendHexadecimal(_ byte: UInt8) {
        appendDigit(byte >> 4)
        appendDigit(byte & 15)
    }

    private mutating func appendDigit(_ digit: UInt8) {
        append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") - 10 + digit)
    }
}
