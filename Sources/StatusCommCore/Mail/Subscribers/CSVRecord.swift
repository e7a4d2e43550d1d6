/// One record of a CSV file (RFC 4180), its fields unquoted.
///
/// Line ends may be CRLF, LF or CR. What the RFC leaves open is refused: a quote inside an unquoted field, text behind a
/// closing quote.
struct CSVRecord {
    /// What became of the bytes at the front of the window.
    enum Step: Hashable {
        /// A record; a line without anything has no field.
        case record(consumed: Int, lines: Int)
        /// The record goes on behind the bytes.
        case incomplete
        /// No record; reading can go on behind the bytes that are given up.
        case fault(String, consumed: Int, lines: Int)
    }

    /// Bytes of all fields, one behind the other.
    private(set) var bytes: [UInt8] = []
    /// Where each field ends in `bytes`.
    private(set) var ends: [Int] = []

    var count: Int { ends.count }

    /// Position of a field in `bytes`.
    func range(of field: Int) -> Range<Int> { (field == 0 ? 0 : ends[field - 1])..<ends[field] }

    /// Text of a field; nil when it is not UTF-8.
    func text(of field: Int) -> String? { String(validating: bytes[range(of: field)], as: UTF8.self) }

    /// Reads the record at the front of `input`.
    ///
    /// `delimiter`: the byte between two fields.
    /// `isWhole`: whether nothing follows `input` in the file.
    /// `limit`: most bytes that a record may have.
    mutating func read(
        _ input: UnsafeBufferPointer<UInt8>,
        delimiter: UInt8,
        isWhole: Bool,
        limit: Int
    ) -> Step {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        var position = 0
        var lines = 0
        while true {
            if position < input.count, input[position] == quote {
                let opening = position
                let linesBefore = lines
                position += 1
                var isClosed = false
                while position < input.count {
                    let byte = input[position]
                    if byte == quote {
                        guard position + 1 < input.count else {
                            guard isWhole else { break }
                            position += 1
                            isClosed = true
                            break
                        }
                        if input[position + 1] == quote {
                            bytes.append(quote)
                            position += 2
                            continue
                        }
                        position += 1
                        isClosed = true
                        break
                    }
                    if byte == lineFeed || (byte == carriageReturn && !(Self.next(input, position) == lineFeed)) {
                        lines += 1
                    }
                    bytes.append(byte)
                    position += 1
                }
                guard isClosed else {
                    guard isWhole || input.count >= limit else { return .incomplete }
                    let end = Self.lineEnd(in: input, from: opening)
                    return .fault(
                        "a quote is opened and not closed",
                        consumed: end ?? input.count,
                        lines: linesBefore + (end == nil ? 0 : 1)
                    )
                }
            } else {
                let start = position
                while position < input.count {
                    let byte = input[position]
                    if byte == delimiter || byte == lineFeed || byte == carriageReturn || byte == quote { break }
                    position += 1
                }
                bytes.append(contentsOf: input[start..<position])
            }
            guard position < input.count else {
                guard isWhole || input.count >= limit else { return .incomplete }
                guard position <= limit else { return .fault("the record is too long", consumed: position, lines: 0) }
                ends.append(bytes.count)
                return .record(consumed: position, lines: lines)
            }
            switch input[position] {
            case delimiter:
                ends.append(bytes.count)
                position += 1
            case lineFeed:
                finish(atLineOf: position)
                return checked(consumed: position + 1, lines: lines + 1, limit: limit)
            case carriageReturn:
                guard position + 1 < input.count || isWhole else { return .incomplete }
                finish(atLineOf: position)
                let isPair = Self.next(input, position) == lineFeed
                return checked(consumed: position + (isPair ? 2 : 1), lines: lines + 1, limit: limit)
            default:
                let reason =
                    input[position] == quote
                    ? "a quote stands inside an unquoted field" : "text follows a closing quote"
                guard let end = Self.lineEnd(in: input, from: position) else {
                    guard isWhole || input.count >= limit else { return .incomplete }
                    return .fault(reason, consumed: input.count, lines: lines)
                }
                return .fault(reason, consumed: end, lines: lines + 1)
            }
        }
    }

    // An empty line is no record of one empty field.
    private mutating func finish(atLineOf position: Int) {
        if position > 0 || !ends.isEmpty { ends.append(bytes.count) }
    }

    private func checked(consumed: Int, lines: Int, limit: Int) -> Step {
        consumed <= limit
            ? .record(consumed: consumed, lines: lines)
            : .fault("the record is longer than \(limit) bytes", consumed: consumed, lines: lines)
    }

    private static func next(_ input: UnsafeBufferPointer<UInt8>, _ position: Int) -> UInt8? {
        position + 1 < input.count ? input[position + 1] : nil
    }

    private static func lineEnd(in input: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard let end = input[start...].firstIndex(where: { $0 == lineFeed || $0 == carriageReturn }) else {
            return nil
        }
        let isPair = input[end] == carriageReturn && next(input, end) == lineFeed
        return end + (isPair ? 2 : 1)
    }
}

private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
