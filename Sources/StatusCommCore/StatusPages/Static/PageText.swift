/// Text on its way into HTML and XML.
enum PageText {
    /// Text for an element's content or a quoted attribute, in HTML as in XML.
    static func html(_ text: String) -> String { LightMarkdown.escapedHTML(clean(text)) }

    /// The same with `<br>` for each line end.
    static func htmlLines(_ text: String) -> String {
        html(text).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "<br>")
    }

    /// The text with U+FFFD for what XML 1.0 section 2.2 does not allow, and for what turns a text's direction around.
    static func clean(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { !isAllowed($0) }) else { return text }
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { clean.append(isAllowed(scalar) ? scalar : "\u{FFFD}") }
        return String(clean)
    }

    /// The host of an address, without its port.
    static func host(of url: String) -> String {
        let rest = url.split(separator: "/", omittingEmptySubsequences: true).dropFirst(url.contains("://") ? 1 : 0)
        let authority = rest.first?.split(separator: "@").last ?? ""
        return authority.split(separator: ":").first.map(String.init) ?? "localhost"
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: true
        case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: false
        case 0x202A...0x202E, 0x2066...0x2069: false
        default: true
        }
    }
}
