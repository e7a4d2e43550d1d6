/// A message's text as a small tree: paragraphs, headings and lists with emphasis, code and links.
///
/// A source's HTML is text like any other. A line end within a paragraph is a line break. Links lead to `http`, `https`
/// and `mailto` only; anything else stays as it was written. Reading takes time proportional to the length, whatever
/// the text.
package struct LightMarkdown: Hashable, Sendable {
    /// A part that stands on lines of its own.
    package enum Block: Hashable, Sendable {
        case paragraph([Inline])
        /// A heading of level 1 to 3.
        case heading(level: Int, [Inline])
        case bulletList([[Inline]])
        /// A list that counts from a number.
        case numberedList(start: Int, [[Inline]])
    }

    /// A part of a line.
    package indirect enum Inline: Hashable, Sendable {
        case text(String)
        case lineBreak
        case emphasis([Inline])
        case strong([Inline])
        case code(String)
        /// A link; the address begins with one of the allowed schemes and has neither blanks nor control characters.
        case link([Inline], url: String)
    }

    package var blocks: [Block]

    /// Holds blocks that were made elsewhere.
    package init(blocks: [Block]) {
        self.blocks = blocks
    }
}
