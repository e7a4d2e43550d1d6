/// Decides which text between the tags is printed: standalone lines, `~`, and the indentation of blocks.
///
/// A tag that stands alone on its line takes the whole line with it. That is decided on the source, so nothing that is
/// trimmed elsewhere changes it.
struct Layout {
    /// A run of text; `startsLine` says that its first byte begins a line of the template.
    struct Text {
        var bytes: [UInt8]
        var startsLine: Bool
    }

    let source: SourceText
    let tags: [Tag]
    let partners: [Int?]
    let parents: [Int?]
    /// The text before each tag, and after the last.
    private(set) var texts: [Text] = []
    /// Blanks before a standalone tag.
    private(set) var indentation: [[UInt8]]
    /// Whether a tag begins a line and leaves it in place.
    private(set) var startsLine: [Bool]
    /// Whether a block's opening tag stands on a line of its own.
    private(set) var isAlone: [Bool]
    /// Whether a tag takes its line with it.
    private(set) var isStandalone: [Bool]

    private var stripFrom: [Int]
    private var stripTo: [Int]

    init(_ source: SourceText, tags: [Tag], partners: [Int?], parents: [Int?], escapes: [Int]) {
        self.source = source
        self.tags = tags
        self.partners = partners
        self.parents = parents
        indentation = Array(repeating: [], count: tags.count)
        startsLine = Array(repeating: false, count: tags.count)
        isAlone = startsLine
        isStandalone = startsLine
        stripFrom = tags.map(\.range.lowerBound)
        stripTo = tags.map(\.range.upperBound)
        for index in tags.indices { strip(index) }
        cut(escapes)
        for index in tags.indices where isReplacement(index) { dedent(index) }
    }

    /// Whether a block stands directly inside a parent, where it replaces instead of being printed.
    func isReplacement(_ index: Int) -> Bool {
        guard tags[index].kind == .block, let parent = parents[index] else { return false }
        return tags[parent].kind == .parent
    }

    private mutating func strip(_ index: Int) {
        let range = tags[index].range
        let left = lineStart(before: range.lowerBound)
        let right = lineEnd(after: range.upperBound)
        switch tags[index].kind {
        case .variable, .unescaped, .faulty: break
        case .parent:
            // A parent is alone on its line or lines when nothing stands before its opening and after its closing tag.
            guard let partner = partners[index] else { return }
            let closing = lineEnd(after: tags[partner].range.upperBound)
            guard let left, let closing else { return }
            takeIndentation(index, from: left)
            stripTo[partner] = closing
            isStandalone[partner] = true
        case .block:
            if isReplacement(index) {
                if let right { stripTo[index] = right }
            } else if let left {
                takeIndentation(index, from: left, keepingBlanks: right == nil)
                if let right {
                    stripTo[index] = right
                    isAlone[index] = true
                }
            }
        case .close:
            guard let partner = partners[index] else { return }
            if tags[partner].kind == .parent { return }
            if isReplacement(partner) {
                if let left {
                    stripFrom[index] = left
                    isStandalone[index] = true
                }
                return
            }
            fallthrough
        case .section, .inverted, .comment, .delimiters, .partial, .alternative:
            guard let left, let right else { return }
            takeIndentation(index, from: left)
            stripTo[index] = right
        }
    }

    private mutating func takeIndentation(_ index: Int, from left: Int, keepingBlanks: Bool = false) {
        indentation[index] = Array(source.bytes[left..<tags[index].range.lowerBound])
        guard !keepingBlanks else { return }
        stripFrom[index] = left
        isStandalone[index] = true
    }

    /// Start of the line if only blanks stand between it and an offset.
    private func lineStart(before offset: Int) -> Int? {
        var start = offset
        while start > 0, isBlank(source.bytes[start - 1]) { start -= 1 }
        return start == 0 || source.bytes[start - 1] == UInt8(ascii: "\n") ? start : nil
    }

    /// Start of the next line if only blanks stand between an offset and the line's end.
    private func lineEnd(after offset: Int) -> Int? {
        var end = offset
        while end < source.bytes.count, isBlank(source.bytes[end]) { end += 1 }
        if end == source.bytes.count { return end }
        if source.bytes[end] == UInt8(ascii: "\r"), end + 1 < source.bytes.count { end += 1 }
        return source.bytes[end] == UInt8(ascii: "\n") ? end + 1 : nil
    }

    private mutating func cut(_ escapes: [Int]) {
        var escapes = escapes[...]
        var start = 0
        var trims = false
        for index in 0...tags.count {
            let end = index < tags.count ? max(start, stripFrom[index]) : source.bytes.count
            var bytes: [UInt8] = []
            bytes.reserveCapacity(end - start)
            var position = start
            while let escape = escapes.first, escape < end {
                if escape >= position { bytes += source.bytes[position..<escape] }
                position = max(position, escape + 1)
                escapes = escapes.dropFirst()
            }
            bytes += source.bytes[position..<end]
            var beginsLine = start == 0 || source.bytes[start - 1] == UInt8(ascii: "\n")
            if trims, let kept = bytes.firstIndex(where: { !isSpace($0) }) {
                if kept > 0 { beginsLine = false }
                bytes.removeFirst(kept)
            } else if trims {
                if !bytes.isEmpty { beginsLine = false }
                bytes = []
            }
            if index < tags.count {
                let isBare = bytes.isEmpty ? beginsLine : bytes.last == UInt8(ascii: "\n")
                startsLine[index] = isBare && !isStandalone[index]
                if tags[index].trimsLeft {
                    while let last = bytes.last, isSpace(last) {
                        bytes.removeLast()
                        startsLine[index] = false
                    }
                }
                trims = tags[index].trimsRight
                start = max(start, stripTo[index])
            }
            texts.append(Text(bytes: bytes, startsLine: beginsLine))
        }
    }

    /// Takes a replacement's own indentation away: that of its first line, at most, from each line.
    private mutating func dedent(_ index: Int) {
        guard let partner = partners[index], stripTo[index] > tags[index].range.upperBound else { return }
        let width = firstIndentation(index, partner).count
        guard width > 0 else { return }
        for inner in (index + 1)...partner {
            texts[inner] = texts[inner].dedented(width)
            if inner < partner { indentation[inner] = Array(indentation[inner].dropFirst(width)) }
        }
    }

    /// The blanks before the first text or tag inside a block.
    func firstIndentation(_ index: Int, _ partner: Int) -> [UInt8] {
        let text = texts[index + 1]
        if text.bytes.isEmpty { return index + 1 < partner ? indentation[index + 1] : [] }
        return text.startsLine ? Array(text.bytes.prefix(while: isBlank)) : []
    }
}

extension Layout.Text {
    fileprivate func dedented(_ width: Int) -> Self {
        var result: [UInt8] = []
        var removable = startsLine ? width : 0
        for byte in bytes {
            if removable > 0, isBlank(byte) {
                removable -= 1
                continue
            }
            result.append(byte)
            removable = byte == UInt8(ascii: "\n") ? width : 0
        }
        return Self(bytes: result, startsLine: startsLine)
    }
}
