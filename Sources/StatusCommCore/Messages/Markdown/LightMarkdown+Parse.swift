extension LightMarkdown {
    /// Reads a text; every text is one.
    package init(_ source: String) {
        blocks = []
        var reader = BlockReader()
        for line in Self.lines(of: source) { reader.add(line) }
        reader.finish()
        blocks = reader.blocks
    }

    /// Lines without control characters, whatever their line ends; a tab counts as a blank.
    private static func lines(of source: String) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        var previous: UInt8 = 0
        for byte in source.utf8 {
            switch byte {
            case 0x0A where previous == 0x0D: break
            case 0x0A, 0x0D: lines.append([])
            case 0x09: lines[lines.count - 1].append(0x20)
            case 0..<0x20, 0x7F: break
            default: lines[lines.count - 1].append(byte)
            }
            previous = byte
        }
        return lines
    }
}

/// Groups lines into blocks.
private struct BlockReader {
    private enum Kind: Equatable {
        case paragraph
        case bullets
        case numbers(start: Int)
    }

    private(set) var blocks: [LightMarkdown.Block] = []
    private var kind: Kind?
    /// Source of the paragraph, or of each item.
    private var parts: [[UInt8]] = []
    private var sawBlankLine = false

    mutating func add(_ line: [UInt8]) {
        let indent = line.prefix { $0 == 0x20 }.count
        guard let last = line.lastIndex(where: { $0 != 0x20 }) else {
            if kind == .paragraph { finish() }
            sawBlankLine = true
            return
        }
        let text = line[indent...last]
        if let item = text.afterBullet {
            begin(.bullets, item)
        } else if let (number, item) = text.afterNumber {
            begin(.numbers(start: number), item)
        } else if indent < 4, let (level, heading) = text.afterHashes {
            finish()
            blocks.append(.heading(level: level, InlineReader.read(Array(heading))))
        } else if let kind, !sawBlankLine, kind == .paragraph || indent >= 2 {
            parts[parts.count - 1].append(0x0A)
            parts[parts.count - 1].append(contentsOf: text)
        } else {
            finish()
            kind = .paragraph
            parts = [Array(text)]
        }
        sawBlankLine = false
    }

    mutating func finish() {
        let items = parts.map(InlineReader.read)
        switch kind {
        case nil: break
        case .paragraph: blocks.append(.paragraph(items.flatMap { $0 }))
        case .bullets: blocks.append(.bulletList(items))
        case .numbers(let start): blocks.append(.numberedList(start: start, items))
        }
        kind = nil
        parts = []
    }

    private mutating func begin(_ new: Kind, _ item: ArraySlice<UInt8>) {
        switch (kind, new) {
        case (.bullets, .bullets), (.numbers, .numbers): break
        default:
            finish()
            kind = new
        }
        parts.append(Array(item))
    }
}

extension ArraySlice<UInt8> {
    /// What follows `- `, `* `, `+ ` or `• `.
    fileprivate var afterBullet: ArraySlice<UInt8>? {
        let marker = starts(with: [0xE2, 0x80, 0xA2]) ? 3 : 1
        guard marker == 3 || first.map("-*+".utf8.contains) == true else { return nil }
        return afterBlank(from: startIndex + marker)
    }

    /// The number before `. ` or `) ` and what follows.
    fileprivate var afterNumber: (Int, ArraySlice<UInt8>)? {
        let digits = prefix { (0x30...0x39).contains($0) }
        // Longer ones are years.
        guard (1...3).contains(digits.count), digits.endIndex < endIndex, ".)".utf8.contains(self[digits.endIndex]),
            let item = afterBlank(from: digits.endIndex + 1)
        else { return nil }
        return (digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }, item)
    }

    /// The number of hash signs, one to three, and what follows.
    fileprivate var afterHashes: (Int, ArraySlice<UInt8>)? {
        let level = prefix { $0 == UInt8(ascii: "#") }.count
        guard (1...3).contains(level), let text = afterBlank(from: startIndex + level) else { return nil }
        return (level, text)
    }

    private func afterBlank(from index: Int) -> ArraySlice<UInt8>? {
        guard index < endIndex, self[index] == 0x20 else { return nil }
        return self[index...].drop { $0 == 0x20 }
    }
}
