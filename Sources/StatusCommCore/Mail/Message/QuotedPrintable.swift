/// The quoted-printable encoding (RFC 2045 section 6.7), fed in pieces.
///
/// Also encoded are a dot and the word `From ` at the beginning of a line (RFC 2049 section 3), so that no relay has a reason to
/// change a byte, and every byte beyond printable ASCII.
struct QuotedPrintable {
    private static let lineLimit = 76
    private static let fromWord = Array("From ".utf8)

    private var column = 0
    // A blank at the end of a line must be encoded; until the next byte is known it waits.
    private var waitingBlank: UInt8?

    /// Encodes a piece; LF, CRLF and CR in it are line breaks.
    mutating func append(_ piece: [UInt8], to output: inout [UInt8]) {
        piece.withUnsafeBufferPointer { append($0, to: &output) }
    }

    /// Encodes a piece; LF, CRLF and CR in it are line breaks, a pair must not be cut in two.
    mutating func append(_ piece: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        var position = 0
        while position < piece.count {
            let byte = piece[position]
            switch byte {
            case lineFeed: breakLine(&output)
            case carriageReturn:
                if position + 1 < piece.count, piece[position + 1] == lineFeed { position += 1 }
                breakLine(&output)
            case blank, tab:
                flushBlank(&output)
                waitingBlank = byte
            default:
                let end = runEnd(piece, from: position)
                if end > position {
                    flushBlank(&output)
                    output.append(contentsOf: UnsafeBufferPointer(rebasing: piece[position..<end]))
                    column += end - position
                    position = end
                    continue
                }
                flushBlank(&output)
                appendOther(byte, piece, position, to: &output)
            }
            position += 1
        }
    }

    /// Ends the text.
    mutating func finish(_ output: inout [UInt8]) {
        if let byte = waitingBlank {
            waitingBlank = nil
            appendHex(byte, to: &output)
        }
        column = 0
    }

    // End of the bytes from a position on that are printed as they are and fit into the line with a soft break behind.
    private func runEnd(_ piece: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let waiting = waitingBlank == nil ? 0 : 1
        guard column + waiting > 0 else { return start }
        let limit = min(piece.count, start + Self.lineLimit - 1 - column - waiting)
        var position = start
        while position < limit, isPlain(piece[position]) { position += 1 }
        return position
    }

    private mutating func appendOther(
        _ byte: UInt8,
        _ piece: UnsafeBufferPointer<UInt8>,
        _ position: Int,
        to output: inout [UInt8]
    ) {
        if isPlain(byte), !(column == 0 && startsDangerously(piece, position)) {
            reserve(1, &output)
            // The soft break put it at the beginning of a line.
            guard column > 0 || !startsDangerously(piece, position) else { return appendHex(byte, to: &output) }
            output.append(byte)
            column += 1
        } else {
            appendHex(byte, to: &output)
        }
    }

    private func startsDangerously(_ piece: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
        if piece[position] == UInt8(ascii: ".") { return true }
        // What is behind the end of the piece is not known yet: it counts as the rest of the word.
        return zip(piece[position...], Self.fromWord).allSatisfy { $0 == $1 }
    }

    private mutating func breakLine(_ output: inout [UInt8]) {
        if let byte = waitingBlank {
            waitingBlank = nil
            appendHex(byte, to: &output)
        }
        output.append(carriageReturn)
        output.append(lineFeed)
        column = 0
    }

    private mutating func flushBlank(_ output: inout [UInt8]) {
        guard let byte = waitingBlank else { return }
        waitingBlank = nil
        reserve(1, &output)
        output.append(byte)
        column += 1
    }

    private mutating func appendHex(_ byte: UInt8, to output: inout [UInt8]) {
        reserve(3, &output)
        output.append(UInt8(ascii: "="))
        output.append(upperHexDigit(byte >> 4))
        output.append(upperHexDigit(byte & 15))
        column += 3
    }

    // One place stays free for the equals sign of a soft break.
    private mutating func reserve(_ count: Int, _ output: inout [UInt8]) {
        guard column + count > Self.lineLimit - 1 else { return }
        output.append(UInt8(ascii: "="))
        output.append(carriageReturn)
        output.append(lineFeed)
        column = 0
    }
}

private func isPlain(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "=") }

func upperHexDigit(_ value: UInt8) -> UInt8 { value < 10 ? value + UInt8(ascii: "0") : value - 10 + UInt8(ascii: "A") }

private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
private let blank = UInt8(ascii: " ")
private let tab = UInt8(ascii: "\t")
