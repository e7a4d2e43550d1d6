import Foundation
import StatusCommCore
import Testing

/// The page's colours, checked by the formula of WCAG 2.2 (relative luminance, contrast ratio).
struct PageContrastTests {
    static let pairs: [(text: String, ground: String)] =
        ["ground", "card"].flatMap { ground in
            ["text", "muted", "link", "ok", "minor", "major", "critical", "care"].map { ($0, ground) }
        }
        + ["ok", "minor", "major", "critical", "care"].flatMap { tone in
            [(tone, "\(tone)-tint"), ("text", "\(tone)-tint")]
        }

    @Test(arguments: pairs)
    func `text stands out from its ground, in light and in dark`(_ pair: (text: String, ground: String)) throws {
        let page = try #require(StaticPage.files(of: PageSamples.empty).first { $0.path == "index.html" })
        let html = String(decoding: page.bytes, as: UTF8.self)
        let sheets = html.matches(of: /:root\{([^}]*)\}/).map { Self.colours(String($0.1)) }
        try #require(sheets.count == 2)
        let (light, dark) = (sheets[0], sheets[0].merging(sheets[1]) { $1 })
        for sheet in [light, dark] {
            let text = try #require(sheet[pair.text])
            let ground = try #require(sheet[pair.ground])
            let ratio = (max(text, ground) + 0.05) / (min(text, ground) + 0.05)
            #expect(ratio >= 4.5, "\(pair.text) on \(pair.ground): \(ratio)")
        }
    }

    /// Luminance of each colour in a block of declarations.
    private static func colours(_ block: String) -> [String: Double] {
        var colours: [String: Double] = [:]
        for declaration in block.matches(of: /--([a-z-]+):\s*#([0-9a-f]{3,6})/) {
            var digits = String(declaration.2)
            if digits.count == 3 { digits = digits.map { "\($0)\($0)" }.joined() }
            guard let value = Int(digits, radix: 16) else { continue }
            let parts = [value >> 16, value >> 8 & 255, value & 255].map { part in
                let share = Double(part) / 255
                return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
            }
            colours[String(declaration.1)] = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        return colours
    }
}
