extension LightMarkdown {
    /// The text in a chat service's own markup.
    package func chatText(_ markup: ChatMarkup) -> String {
        blocks.map { block in
            switch block {
            case .paragraph(let inlines):
                return Self.chatLines(of: inlines, markup)
            case .heading(_, let inlines):
                return markup.strong(Self.chatText(of: Self.withoutStrong(inlines), markup))
            case .bulletList(let items):
                return items.map { markup.bullet + Self.chatText(of: $0, markup).replacing("\n", with: "\n  ") }
                    .joined(separator: "\n")
            case .numberedList(let start, let items):
                return zip(start..., items)
                    .map { "\($0). " + Self.chatText(of: $1, markup).replacing("\n", with: "\n   ") }
                    .joined(separator: "\n")
            }
        }.joined(separator: "\n\n")
    }

    /// Lines of a paragraph; one that would begin a quote or a list in the service's eyes is kept from it.
    private static func chatLines(of inlines: [Inline], _ markup: ChatMarkup) -> String {
        chatText(of: inlines, markup)
            .split(separator: "\n", omittingEmptySubsequences: false)
            .map { line -> String in
                let digits = line.prefix { $0.isASCII && $0.isNumber }
                let beginsList = !digits.isEmpty && [".", ")"].contains(line.dropFirst(digits.count).first)
                let beginsQuote = line.hasPrefix(">") || line.hasPrefix("&gt;")
                return beginsList || beginsQuote ? "\u{200B}\(line)" : String(line)
            }
            .joined(separator: "\n")
    }

    private static func chatText(of inlines: [Inline], _ markup: ChatMarkup) -> String {
        inlines.map { inline in
            switch inline {
            case .text(let text): markup.escaped(text)
            case .lineBreak: "\n"
            case .emphasis(let children): markup.emphasis(chatText(of: children, markup))
            case .strong(let children): markup.strong(chatText(of: children, markup))
            case .code(let text): markup.code(text)
            case .link(let children, let url):
                markup.link(chatText(of: children, markup), plainLabel: plainText(of: children), url: url)
            }
        }.joined()
    }

    /// Inlines without strong parts, where everything is strong already.
    private static func withoutStrong(_ inlines: [Inline]) -> [Inline] {
        inlines.flatMap { inline -> [Inline] in
            switch inline {
            case .strong(let children): withoutStrong(children)
            case .emphasis(let children): [.emphasis(withoutStrong(children))]
            case .text, .lineBreak, .code, .link: [inline]
            }
        }
    }
}
