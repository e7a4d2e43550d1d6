/// Takes out of a postmortem's words what customers must not read, and keeps a list of it.
struct ReportCleaner {
    private let check: MessageCheck
    private let vendors: PhraseTable<Void>
    private(set) var changes: [ReportChange] = []

    init(rules: MessageCheckRules, company: MessageCompany, components: ComponentTree) {
        check = MessageCheck(
            rules: rules,
            context: MessageCheckContext(company: company, components: components, target: nil)
        )
        vendors = ReportCheck.vendorTable(rules, components)
    }

    /// Puts a difference on the list; a credential in what stood there is masked.
    mutating func record(_ kind: ReportChange.Kind, _ section: String, _ text: String, _ reason: String) {
        changes.append(ReportChange(kind: kind, section: section, text: masked(text), reason: reason))
    }

    /// Words fit for customers; empty when nothing is left.
    mutating func words(_ wording: Postmortem.Wording, in section: String) -> String {
        if let customer = wording.customer, !customer.isEmpty {
            if !wording.own.isEmpty {
                record(.customerWording, section, wording.own, customer)
            }
            return cleaned(customer, section)
        }
        return cleaned(wording.own, section)
    }

    private mutating func cleaned(_ text: String, _ section: String) -> String {
        var kept = ""
        for sentence in Self.sentences(plain(visible(text, section), section)) {
            let reasons =
                check.findings(in: sentence).filter { $0.severity == .error }.map { "\($0.rule): \($0.excerpt)" }
                + ReportCheck.vendorNames(in: sentence, vendors).map { "vendor: \($0.name)" }
            if reasons.isEmpty {
                kept += sentence
            } else {
                record(.sentenceLeftOut, section, sentence, reasons.joined(separator: ", "))
            }
        }
        return MessageWriter.tidied(kept)
    }

    /// The text without characters that nobody can see.
    private mutating func visible(_ text: String, _ section: String) -> String {
        let hidden = FoldedText(text).hidden
        guard !hidden.isEmpty else { return text }
        var bytes = Array(text.utf8)
        for range in hidden.reversed() { bytes.removeSubrange(range) }
        record(.replaced, section, "\(hidden.count) invisible characters", "")
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text with each credential cut to its first characters, as findings show it.
    private func masked(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for finding in check.findings(in: text).reversed() where finding.rule == MessageRule.credential.rawValue {
            bytes.replaceSubrange(finding.range, with: finding.excerpt.utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text with technical phrases in plain words.
    private mutating func plain(_ text: String, _ section: String) -> String {
        var bytes = Array(text.utf8)
        for finding in check.findings(in: text).reversed() {
            guard var plain = finding.replacement else { continue }
            var range = finding.range
            let article = Self.articleLength(before: range.lowerBound, bytes)
            if Self.hasArticle(plain) { range = range.lowerBound - article..<range.upperBound }
            if Self.beginsSentence(range.lowerBound, bytes) { plain = plain.prefix(1).uppercased() + plain.dropFirst() }
            record(.replaced, section, finding.excerpt, plain)
            bytes.replaceSubrange(range, with: plain.utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether a sentence or a line begins at an index.
    private static func beginsSentence(_ index: Int, _ bytes: [UInt8]) -> Bool {
        let last = bytes[..<index].last { $0 != UInt8(ascii: " ") }
        return last.map { ".!?\n".utf8.contains($0) } ?? true
    }

    /// Whether words bring an article of their own, so that one before them has to go.
    private static func hasArticle(_ words: String) -> Bool {
        ["a ", "an ", "the ", "our "].contains { words.hasPrefix($0) }
    }

    /// Bytes that an article right before an index takes, with its blank.
    private static func articleLength(before index: Int, _ bytes: [UInt8]) -> Int {
        let before = String(decoding: bytes[max(0, index - 5)..<index], as: UTF8.self).lowercased()
        for article in ["the ", "an ", "a ", "our "] where before == article || before.hasSuffix(" \(article)") {
            return article.utf8.count
        }
        return 0
    }

    /// The sentences of a text, each with what follows it; lines end sentences.
    static func sentences(_ text: String) -> [String] {
        var sentences: [String] = []
        var current = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            current.append(scalar)
            let next = index + 1 < scalars.count ? scalars[index + 1] : "\n"
            let endsSentence = ".!?".unicodeScalars.contains(scalar) && next.properties.isWhitespace
            // The blank after a sentence goes with it.
            let isBlankAfterSentence =
                scalar == " " && index > 0 && ".!?".unicodeScalars.contains(scalars[index - 1])
            if scalar == "\n" || isBlankAfterSentence || (endsSentence && next == "\n") {
                sentences.append(String(current))
                current = String.UnicodeScalarView()
            }
        }
        if !current.isEmpty { sentences.append(String(current)) }
        return sentences
    }
}
