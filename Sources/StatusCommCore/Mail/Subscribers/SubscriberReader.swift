/// Subscribers of one file, one after the other, in constant memory.
///
/// CSV (RFC 4180 with a header row, a UTF-8 byte order mark, any line end; the delimiter is the comma, or the semicolon or
/// tab that the header row uses) or JSON Lines, told apart by the file's first byte: `{` begins JSON Lines.
package struct SubscriberReader: ~Copyable {
    /// What comes next in the file.
    package enum Row: Hashable, Sendable {
        case subscriber(Subscriber)
        case issue(SubscriberIssue)
    }

    private enum Format {
        case csv(delimiter: UInt8, columns: [SubscriberColumn])
        case jsonLines
    }

    /// Most bytes of one row.
    package static let rowLimit = 64 << 10

    private let path: String
    private let reserved: Set<String>
    private var window: ByteWindow
    private var format = Format.jsonLines
    private var line = 1
    private var record = CSVRecord()
    private var draft: SubscriberDraft
    private var pending: [Row] = []
    private var names: [String: SubscriberColumn] = [:]

    /// Opens a file and reads its header.
    ///
    /// `path`: path of the file; `-` is standard input.
    /// `tree`: the components that preferences may name.
    /// `reserved`: names of the incident's own variables, which no column may take.
    /// - Throws: when the file cannot be read or its header makes no sense.
    package static func open(
        _ path: String,
        tree: ComponentTree,
        reserved: Set<String> = []
    ) throws(SubscriberFileError) -> SubscriberReader {
        var reader = SubscriberReader(window: try window(of: path), path: path, tree: tree, reserved: reserved)
        try reader.begin()
        return reader
    }

    private init(window: consuming ByteWindow, path: String, tree: ComponentTree, reserved: Set<String>) {
        self.window = window
        self.path = path
        self.reserved = reserved
        draft = SubscriberDraft(tree: tree)
    }

    /// The next subscriber or complaint; nil at the end of the file.
    ///
    /// - Throws: when reading fails.
    package mutating func next() throws(SubscriberFileError) -> Row? {
        while true {
            if !pending.isEmpty { return pending.removeFirst() }
            let first = line
            switch format {
            case .csv(let delimiter, let columns):
                guard let step = try readRecord(delimiter: delimiter) else { return nil }
                switch step {
                case .fault(let reason): return issue(reason, line: first)
                case .record where record.count == 0: continue
                case .record:
                    return row(
                        line: first,
                        fill: { draft, record throws(SubscriberDraft.Fault) in
                            try Self.fill(&draft, from: record, columns: columns)
                        }
                    )
                }
            case .jsonLines:
                guard let row = try readJSONLine() else {
                    if window.isAtEnd, window.bytes.isEmpty { return nil }
                    continue
                }
                return row
            }
        }
    }

    private static func window(of path: String) throws(SubscriberFileError) -> ByteWindow {
        do {
            return try ByteWindow(path: path)
        } catch {
            throw SubscriberFileError(path: path, line: nil, reason: error.text)
        }
    }

    private mutating func begin() throws(SubscriberFileError) {
        while window.bytes.count < 3, !window.isAtEnd { try fill() }
        if window.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { window.consume(3) }
        if window.bytes.isEmpty, !window.isAtEnd { try fill() }
        if window.bytes.starts(with: [0xFF, 0xFE]) || window.bytes.starts(with: [0xFE, 0xFF]) {
            throw SubscriberFileError(path: path, line: 1, reason: "the file is UTF-16, not UTF-8")
        }
        while let byte = window.bytes.first, byte == 0x20 || byte == 0x0A || byte == 0x0D {
            if byte == 0x0A { line += 1 }
            window.consume(1)
            if window.bytes.isEmpty, !window.isAtEnd { try fill() }
        }
        if window.bytes.first == UInt8(ascii: "{") { return }
        try beginCSV()
    }

    private mutating func beginCSV() throws(SubscriberFileError) {
        while !window.isAtEnd, !window.isFull { try fill() }
        let delimiter = Self.delimiter(of: window.bytes)
        let first = line
        guard case .record = try readRecord(delimiter: delimiter), record.count > 0 else {
            throw SubscriberFileError(path: path, line: first, reason: "there is no header row")
        }
        var columns: [SubscriberColumn] = []
        for field in 0..<record.count {
            let header = record.text(of: field) ?? "\u{FFFD}"
            do throws(SubscriberDraft.Fault) {
                let column = try column(header)
                guard !columns.contains(column) else {
                    throw SubscriberDraft.Fault(reason: "the column '\(header)' occurs twice")
                }
                columns.append(column)
            } catch {
                throw SubscriberFileError(path: path, line: first, reason: error.reason)
            }
        }
        guard columns.contains(.address) else {
            throw SubscriberFileError(path: path, line: first, reason: "the header row has no column 'address'")
        }
        format = .csv(delimiter: delimiter, columns: columns)
    }

    private mutating func column(_ header: String) throws(SubscriberDraft.Fault) -> SubscriberColumn {
        if let known = names[header] { return known }
        guard let column = SubscriberColumn(header: header) else {
            throw SubscriberDraft.Fault(reason: "the column '\(header)' cannot be the name of a variable")
        }
        if case .variable(let name) = column, reserved.contains(name) {
            throw SubscriberDraft.Fault(reason: "the column '\(header)' has the name of a variable of the incident")
        }
        if names.count < 1000 { names[header] = column }
        return column
    }

    // Of the bytes in the header line outside quotes, the one that occurs most; the comma when none does.
    private static func delimiter(of bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0A || byte == 0x0D { break }
            counts[byte, default: 0] += 1
        }
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
        return candidates.max { (counts[$0] ?? 0, $1) < (counts[$1] ?? 0, $0) } ?? UInt8(ascii: ",")
    }

    private enum RecordStep {
        case record
        case fault(String)
    }

    // nil at the end of the file.
    private mutating func readRecord(delimiter: UInt8) throws(SubscriberFileError) -> RecordStep? {
        while true {
            if window.bytes.isEmpty {
                guard !window.isAtEnd else { return nil }
                try fill()
                continue
            }
            let step = record.read(
                window.bytes,
                delimiter: delimiter,
                isWhole: window.isAtEnd,
                limit: Self.rowLimit
            )
            switch step {
            case .incomplete: try fill()
            case .record(let consumed, let lines):
                window.consume(consumed)
                line += lines
                return .record
            case .fault(let reason, let consumed, let lines):
                window.consume(consumed)
                line += lines
                return .fault(reason)
            }
        }
    }

    private static func fill(
        _ draft: inout SubscriberDraft,
        from record: borrowing CSVRecord,
        columns: [SubscriberColumn]
    ) throws(SubscriberDraft.Fault) {
        guard record.count == columns.count else {
            throw SubscriberDraft.Fault(reason: "the row has \(record.count) fields, the header has \(columns.count)")
        }
        var fault: SubscriberDraft.Fault?
        record.bytes.withUnsafeBufferPointer { bytes in
            do throws(SubscriberDraft.Fault) {
                for (field, column) in columns.enumerated() {
                    let value = UnsafeBufferPointer(rebasing: bytes[record.range(of: field)])
                    switch column {
                    case .address: try draft.setAddress(value)
                    case .name, .components, .lowestSeverity, .language, .timeZone, .unsubscribeURL, .variable:
                        try draft.set(column, to: value)
                    }
                }
            } catch {
                fault = error
            }
        }
        if let fault { throw fault }
    }

    // nil for an empty line.
    private mutating func readJSONLine() throws(SubscriberFileError) -> Row? {
        while true {
            let bytes = window.bytes
            if let end = bytes.firstIndex(of: 0x0A) ?? (window.isAtEnd ? bytes.count : nil) {
                let first = line
                let text = UnsafeBufferPointer(rebasing: bytes[..<end])
                defer {
                    window.consume(min(end + 1, bytes.count))
                    line += 1
                }
                guard text.contains(where: { $0 != 0x20 && $0 != 0x0D && $0 != 0x09 }) else { return nil }
                guard text.count <= Self.rowLimit else {
                    return issue("the line is longer than \(Self.rowLimit) bytes", line: first)
                }
                return jsonRow(text, line: first)
            }
            guard window.isFull else {
                try fill()
                continue
            }
            return try skipLongLine()
        }
    }

    private mutating func skipLongLine() throws(SubscriberFileError) -> Row? {
        let first = line
        while true {
            let bytes = window.bytes
            if let end = bytes.firstIndex(of: 0x0A) {
                window.consume(end + 1)
                break
            }
            window.consume(bytes.count)
            guard !window.isAtEnd else { break }
            try fill()
        }
        line += 1
        return issue("the line is longer than \(Self.rowLimit) bytes", line: first)
    }

    private mutating func jsonRow(_ text: UnsafeBufferPointer<UInt8>, line: Int) -> Row {
        do throws(FlatJSON.Fault) {
            let members = try FlatJSON.members(of: text)
            var columns: [SubscriberColumn] = []
            for member in members {
                do throws(SubscriberDraft.Fault) {
                    columns.append(try column(member.name))
                } catch {
                    return issue(error.reason, line: line)
                }
            }
            return row(line: line) { draft, _ throws(SubscriberDraft.Fault) in
                for (member, column) in zip(members, columns) {
                    switch member.value {
                    case .null: break
                    case .text(let text): try draft.set(column, to: text)
                    case .list(let list):
                        guard column == .components else {
                            throw SubscriberDraft.Fault(reason: "'\(member.name)' may not be a list")
                        }
                        try draft.setComponents(list)
                    }
                }
            }
        } catch {
            return issue(error.reason, line: line)
        }
    }

    private mutating func row(
        line: Int,
        fill: (inout SubscriberDraft, borrowing CSVRecord) throws(SubscriberDraft.Fault) -> Void
    ) -> Row {
        draft.begin()
        do throws(SubscriberDraft.Fault) {
            try fill(&draft, record)
            let subscriber = try draft.finish()
            for remark in draft.remarks {
                pending.append(.issue(SubscriberIssue(path: path, line: line, reason: remark, isSkipped: false)))
            }
            return .subscriber(subscriber)
        } catch {
            return issue(error.reason, line: line)
        }
    }

    private func issue(_ reason: String, line: Int) -> Row {
        .issue(SubscriberIssue(path: path, line: line, reason: reason, isSkipped: true))
    }

    private mutating func fill() throws(SubscriberFileError) {
        do { try window.fill() } catch {
            throw SubscriberFileError(path: path, line: line, reason: error.text)
        }
    }
}
