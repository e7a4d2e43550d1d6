/// Text in which each recipient's own values are still open.
package struct SlottedText: Hashable, Sendable {
    /// A part of the text.
    package enum Piece: Hashable, Sendable {
        case literal(String)
        /// The value of a field, by its place among the fields.
        case slot(Int)
    }

    package var pieces: [Piece]

    /// Joins pieces.
    package init(pieces: [Piece]) { self.pieces = pieces }

    /// Cuts a rendered text at the marks that stand for fields.
    package init(cutting text: String, at slots: MailSlots) {
        pieces = []
        var literal = ""
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            if let (slot, length) = slots.slot(at: rest) {
                if !literal.isEmpty { pieces.append(.literal(literal)) }
                literal = ""
                pieces.append(.slot(slot))
                rest = rest.dropFirst(length)
            } else {
                literal.unicodeScalars.append(scalar)
                rest = rest.dropFirst()
            }
        }
        if !literal.isEmpty { pieces.append(.literal(literal)) }
    }

    /// The text with all values put in.
    package func filled(_ values: [String]) -> String {
        pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .slot(let slot): slot < values.count ? values[slot] : ""
            }
        }.joined()
    }
}

/// The marks that stand for a recipient's values while a message is rendered once for many.
///
/// A text mark is one private-use character, which no template engine and no Markdown changes; a link needs a mark that
/// looks like one.
package struct MailSlots: Hashable, Sendable {
    /// Names of the fields, in the order of a recipient's values.
    package var names: [String]
    /// Names of fields that hold a link.
    package var links: Set<String>

    private static let base: UInt32 = 0x10FE00
    private static let linkStart = Array("https://slot-".unicodeScalars)
    private static let linkEnd = Array(".statuscomm.invalid/".unicodeScalars)

    /// Names the fields, at most 256.
    package init(names: [String], links: Set<String> = []) {
        self.names = Array(names.prefix(256))
        self.links = links
    }

    /// What stands for a field while rendering.
    package func mark(of slot: Int) -> String {
        if links.contains(names[slot]) { return "https://slot-\(slot).statuscomm.invalid/" }
        return Unicode.Scalar(Self.base + UInt32(slot)).map { String(Character($0)) } ?? ""
    }

    /// Whether a text has a mark, or a character or a link that is kept for marks.
    package static func areReserved(in text: String) -> Bool {
        text.unicodeScalars.contains { $0.value >= base && $0.value < base + 256 }
            || text.contains(String(String.UnicodeScalarView(linkEnd)))
    }

    fileprivate func slot(at text: Substring.UnicodeScalarView) -> (slot: Int, length: Int)? {
        guard let first = text.first else { return nil }
        if first.value >= Self.base, Int(first.value - Self.base) < names.count {
            return (Int(first.value - Self.base), 1)
        }
        guard first == "h", !links.isEmpty, text.starts(with: Self.linkStart) else { return nil }
        let digits = text.dropFirst(Self.linkStart.count).prefix { ("0"..."9").contains($0) }
        // Whoever writes such a link into a message gets no more than a link of the recipient's own.
        guard let slot = Int(String(digits)), slot < names.count, links.contains(names[slot]),
            text.dropFirst(Self.linkStart.count + digits.count).starts(with: Self.linkEnd)
        else { return nil }
        return (slot, Self.linkStart.count + digits.count + Self.linkEnd.count)
    }
}

/// A message as it is for everybody of one language and time zone, each recipient's values still open.
package struct MailContent: Hashable, Sendable {
    package var subject: SlottedText
    /// Plain text, lines of any length.
    package var text: SlottedText
    /// A whole HTML document; values are escaped when they are put in.
    package var html: SlottedText

    /// Holds the three texts.
    package init(subject: SlottedText, text: SlottedText, html: SlottedText) {
        self.subject = subject
        self.text = text
        self.html = html
    }
}
