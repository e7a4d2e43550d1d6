/// Looks in a public text for what must not or should not stand there.
///
/// A pure function of the text, the rules and the surroundings. It takes time proportional to the text's length and works
/// on what a reader sees: invisible characters, full-width digits and letters that look like others do not hide anything.
package struct MessageCheck: Sendable {
    let rules: MessageCheckRules
    private(set) var context: MessageCheckContext
    private let tables: MessageTables

    /// Prepares the tables for a configuration and a text's surroundings.
    package init(rules: MessageCheckRules, context: MessageCheckContext) {
        self.rules = rules
        self.context = context
        tables = MessageTables(rules: rules, context: context)
    }

    /// The same check for a text that has to have more: a link to the status page, and when the next word comes.
    package func requiring(pageLink: Bool, nextUpdate: Bool) -> MessageCheck {
        var check = self
        check.context.needsPageLink = pageLink
        check.context.needsNextUpdate = nextUpdate
        return check
    }

    /// Everything found in a text, in the order of its places; what is missing comes last.
    package func findings(in source: String) -> [MessageFinding] {
        let text = FoldedText(source)
        let tokens = MessageToken.all(in: text)
        let words = MessageWord.all(in: text)
        var hits: [MessageHit] = []
        hits += CredentialScanner.hits(text, tokens)
        hits += AddressScanner.hits(text, tokens, context, rules)
        hits += HostScanner(context: context, rules: rules).hits(text, tokens)
        hits += ClusterScanner.hits(text, tokens)
        hits += PathScanner.hits(tokens, context)
        hits += TraceScanner.hits(text, tokens, words)
        hits += CodeScanner.hits(text, tokens, words)
        hits += ChatScanner.hits(text, tokens, words)
        hits += TicketScanner(rules: rules).hits(text, tokens, words)
        hits += tables.hits(words, tokens)
        hits += PromiseScanner(words: words).hits()
        hits += CompletenessScanner(context: context).hits(text, words)
        return collect(hits, text)
    }

    /// Drops what is turned off and what a graver finding at the same place already says.
    private func collect(_ hits: [MessageHit], _ text: FoldedText) -> [MessageFinding] {
        var findings: [MessageFinding] = []
        var taken: [String: Range<Int>] = [:]
        let places = LinePlaces(text.source)
        let sorted = hits.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }
        let secrets = sorted.map(\.element).filter { $0.isSecret && isApplied($0, text) }.map(\.range)
        var nextSecret = 0
        for (_, hit) in sorted {
            let severity = rules.severities[hit.rule] ?? hit.severity
            guard isApplied(hit, text) else { continue }
            // A secret's parts look like hosts, settings and the like; one finding is enough, and only that one hides it.
            if !hit.isSecret {
                while nextSecret < secrets.count, secrets[nextSecret].upperBound <= hit.range.lowerBound {
                    nextSecret += 1
                }
                if nextSecret < secrets.count, secrets[nextSecret].overlaps(hit.range) { continue }
            }
            if let last = taken[hit.rule], last.overlaps(hit.range) { continue }
            taken[hit.rule] = hit.range
            let bytes = text.bytes(hit.range)
            let (line, column) = places.lineAndColumn(ofByte: bytes.lowerBound)
            findings.append(
                MessageFinding(
                    rule: hit.rule,
                    severity: severity,
                    range: bytes,
                    line: line,
                    column: column,
                    excerpt: Self.excerpt(text.casedText(hit.range), isSecret: hit.isSecret),
                    message: hit.message,
                    wayOut: hit.wayOut,
                    replacement: hit.replacement
                )
            )
        }
        return findings
    }

    private func isApplied(_ hit: MessageHit, _ text: FoldedText) -> Bool {
        (rules.severities[hit.rule] ?? hit.severity) != .off && !isAllowed(text.lowerText(hit.range))
    }

    private func isAllowed(_ found: String) -> Bool {
        rules.allowedTexts.contains { FoldedText.text(FoldedText($0).lower) == found }
    }

    private static func excerpt(_ text: String, isSecret: Bool) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if isSecret { return line.prefix(4) + "…" }
        return line.count > 60 ? line.prefix(59) + "…" : line
    }
}

/// Something a scanner came upon, in places of the folded text.
struct MessageHit {
    var rule: String
    var severity: CheckSeverity
    var range: Range<Int>
    var message: String
    var wayOut: String
    var isSecret = false
    var replacement: String?

    init(_ rule: MessageRule, _ range: Range<Int>, _ message: String, wayOut: String, isSecret: Bool = false) {
        self.rule = rule.rawValue
        severity = rule.defaultSeverity
        self.range = range
        self.message = message
        self.wayOut = wayOut
        self.isSecret = isSecret
    }

    init(own rule: MessageCheckRules.OwnRule, _ range: Range<Int>) {
        self.rule = rule.name
        severity = rule.severity
        self.range = range
        message = "phrase of rule '\(rule.name)'"
        wayOut = rule.wayOut
    }
}

/// Lines and columns of a text.
private struct LinePlaces {
    private var lineBytes = [0]
    private var lineScalars = [0]
    private var bytes: [Int] = []

    init(_ text: String) {
        var position = 0
        for scalar in text.unicodeScalars {
            bytes.append(position)
            position += UTF8.width(scalar)
            guard scalar == "\n" else { continue }
            lineBytes.append(position)
            lineScalars.append(bytes.count)
        }
        bytes.append(position)
    }

    func lineAndColumn(ofByte byte: Int) -> (Int, Int) {
        let line = firstIndex(in: lineBytes, above: byte)
        let scalar = firstIndex(in: bytes, above: byte) - 1
        return (line, scalar - lineScalars[line - 1] + 1)
    }

    private func firstIndex(in values: [Int], above value: Int) -> Int {
        var low = 0
        var high = values.count
        while low < high {
            let middle = (low + high) / 2
            if values[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
