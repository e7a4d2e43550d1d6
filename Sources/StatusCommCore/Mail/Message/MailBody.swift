/// One part of a message, encoded once as far as it is the same for all.
struct MailBody {
    private enum Segment {
        /// Whole lines, encoded.
        case lines([UInt8])
        /// A line with values in it.
        case line([Piece])
    }

    private enum Piece {
        case literal([UInt8])
        case slot(Int)
    }

    private var segments: [Segment] = []
    private let isHTML: Bool
    /// Bytes that are the same for all.
    private(set) var constantLength = 0

    /// Encodes what is constant.
    init(_ text: SlottedText, isHTML: Bool) {
        self.isHTML = isHTML
        var lines: [UInt8] = []
        var line: [Piece] = []
        var literal: [UInt8] = []
        func endLine(_ segments: inout [Segment], _ length: inout Int) {
            guard !line.isEmpty else {
                lines += literal
                literal.removeAll(keepingCapacity: true)
                return
            }
            Self.flush(&lines, into: &segments, &length)
            if !literal.isEmpty { line.append(.literal(literal)) }
            length += literal.count
            segments.append(.line(line))
            literal.removeAll(keepingCapacity: true)
            line.removeAll()
        }
        for piece in text.pieces {
            switch piece {
            case .slot(let slot):
                if !literal.isEmpty { line.append(.literal(literal)) }
                literal.removeAll(keepingCapacity: true)
                line.append(.slot(slot))
            case .literal(let text):
                var previous: UInt8 = 0
                for byte in text.utf8 {
                    defer { previous = byte }
                    if byte == 0x0A, previous == 0x0D { continue }
                    if byte == 0x0A || byte == 0x0D {
                        literal.append(0x0A)
                        endLine(&segments, &constantLength)
                    } else {
                        literal.append(byte)
                    }
                }
            }
        }
        endLine(&segments, &constantLength)
        Self.flush(&lines, into: &segments, &constantLength)
    }

    private static func flush(_ lines: inout [UInt8], into segments: inout [Segment], _ length: inout Int) {
        guard !lines.isEmpty else { return }
        var encoder = QuotedPrintable()
        var output: [UInt8] = []
        encoder.append(lines, to: &output)
        encoder.finish(&output)
        length += output.count
        segments.append(.lines(output))
        lines.removeAll(keepingCapacity: true)
    }

    /// Appends the part with a recipient's values, quoted-printable.
    func append(_ values: [String], to output: inout [UInt8]) {
        for segment in segments {
            switch segment {
            case .lines(let bytes): output.append(contentsOf: bytes)
            case .line(let pieces):
                var encoder = QuotedPrintable()
                for piece in pieces {
                    switch piece {
                    case .literal(let bytes): encoder.append(bytes, to: &output)
                    case .slot(let slot):
                        guard slot < values.count else { continue }
                        append(values[slot], to: &output, &encoder)
                    }
                }
                encoder.finish(&output)
            }
        }
    }

    private func append(_ value: String, to output: inout [UInt8], _ encoder: inout QuotedPrintable) {
        var value = isHTML ? Self.escaped(value) : value
        value.withUTF8 { encoder.append($0, to: &output) }
    }

    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { reference($0) != nil }) else { return value }
        var bytes: [UInt8] = []
        for byte in value.utf8 {
            if let reference = reference(byte) { bytes.append(contentsOf: reference.utf8) } else { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func reference(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
