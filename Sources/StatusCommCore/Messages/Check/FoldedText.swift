/// A text as a reader sees it, without what could hide words from a scanner.
///
/// Invisible characters are left out; blanks, dashes, dots and digits of any kind, full-width and mathematical letters and
/// letters that look like Latin ones become ASCII; `[.]`, `(dot)`, `[at]` and `(at)` become what they stand for. Each
/// scalar knows where it came from.
struct FoldedText {
    /// Scalars in their own case.
    private(set) var cased: [Unicode.Scalar] = []
    /// The same scalars in lower case, without accents.
    private(set) var lower: [Unicode.Scalar] = []
    /// Where each scalar begins in the text's UTF-8, and after the last one where the text ends.
    private(set) var origins: [Int] = []
    /// Where characters that a reader cannot see stand.
    private(set) var hidden: [Range<Int>] = []
    let source: String
    private var isAfterWrittenOutAt = false

    init(_ source: String) {
        self.source = source
        var position = 0
        for scalar in source.unicodeScalars {
            let length = UTF8.width(scalar)
            if ScalarFolding.isSuspicious(scalar) { hidden.append(position..<position + length) }
            if let folded = ScalarFolding.fold(scalar) { append(folded, at: position) }
            position += length
        }
        origins.append(position)
    }

    var count: Int { lower.count }

    /// Place of some scalars in the text's UTF-8.
    func bytes(_ range: Range<Int>) -> Range<Int> {
        guard range.lowerBound < range.upperBound else { return origins[range.lowerBound]..<origins[range.lowerBound] }
        return origins[range.lowerBound]..<origins[range.upperBound]
    }

    func casedText(_ range: Range<Int>) -> String { Self.text(cased[range]) }

    func lowerText(_ range: Range<Int>) -> String { Self.text(lower[range]) }

    static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private mutating func append(_ scalar: Unicode.Scalar, at position: Int) {
        if scalar == " ", isAfterWrittenOutAt { return }
        isAfterWrittenOutAt = false
        cased.append(scalar)
        lower.append(ScalarFolding.lowered(scalar))
        origins.append(position)
        if scalar == "]" || scalar == ")" { openUpWrittenOutSign() }
    }

    /// Replaces `[.]`, `(dot)` and the like at the end by the sign, together with blanks around it.
    private mutating func openUpWrittenOutSign() {
        for (written, sign) in ScalarFolding.writtenOutSigns where lower.count >= written.count {
            guard lower.suffix(written.count).elementsEqual(written) else { continue }
            let start = lower.count - written.count
            let origin = origins[start]
            cut(to: start)
            if sign == "@" { while lower.last == " " { cut(to: lower.count - 1) } }
            cased.append(sign)
            lower.append(sign)
            origins.append(origin)
            isAfterWrittenOutAt = sign == "@"
            return
        }
    }

    private mutating func cut(to count: Int) {
        cased.removeLast(cased.count - count)
        lower.removeLast(lower.count - count)
        origins.removeLast(origins.count - count)
    }
}
