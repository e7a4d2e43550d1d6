extension LightMarkdown {
    /// The text as HTML elements for a page's or a mail's body, everything in it escaped.
    ///
    /// A heading of level 1 gets the level `firstHeading`, so that it fits below the page's own.
    package func html(firstHeading: Int = 2) -> String {
        blocks.map { block in
            switch block {
            case .paragraph(let inlines):
                return "<p>\(Self.html(of: inlines))</p>"
            case .heading(let level, let inlines):
                let tag = "h\(min(6, max(1, level + firstHeading - 1)))"
                return "<\(tag)>\(Self.html(of: inlines))</\(tag)>"
            case .bulletList(let items):
                return "<ul>\n\(Self.htmlItems(items))</ul>"
            case .numberedList(let start, let items):
                return "<ol\(start == 1 ? "" : " start=\"\(start)\"")>\n\(Self.htmlItems(items))</ol>"
            }
        }.joined(separator: "\n")
    }

    private static func htmlItems(_ items: [[Inline]]) -> String {
        items.map { "<li>\(html(of: $0))</li>\n" }.joined()
    }

    private static func html(of inlines: [Inline]) -> String {
        inlines.map { inline in
            switch inline {
            case .text(let text): escapedHTML(text)
            case .lineBreak: "<br>\n"
            case .emphasis(let children): "<em>\(html(of: children))</em>"
            case .strong(let children): "<strong>\(html(of: children))</strong>"
            case .code(let text): "<code>\(escapedHTML(text))</code>"
            case .link(let children, let url): "<a href=\"\(escapedHTML(url))\">\(html(of: children))</a>"
            }
        }.joined()
    }

    /// Text for an element's content or a quoted attribute.
    static func escapedHTML(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
