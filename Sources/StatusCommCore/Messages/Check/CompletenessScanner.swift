/// Finds what a text lacks, holds too much of, or was left over in it.
struct CompletenessScanner {
    let context: MessageCheckContext

    func hits(_ text: FoldedText, _ words: [MessageWord]) -> [MessageHit] {
        let end = text.count..<text.count
        var hits = placeholders(text, words) + hiddenCharacters(text)
        if context.needsPageLink, !linksToPage(text) {
            hits.append(
                MessageHit(
                    .pageLink,
                    end,
                    "no link to the status page",
                    wayOut: "add '\(context.statusPageURL)', or keep '{{status_page_url}}' in the template"
                )
            )
        }
        if context.needsNextUpdate, !tellsNextUpdate(words) {
            hits.append(
                MessageHit(
                    .nextUpdate,
                    end,
                    "no word on when the next update comes",
                    wayOut: "add a line such as 'next update by 15:00 UTC'"
                )
            )
        }
        let length = text.source.unicodeScalars.count
        if let limit = context.limit, length > limit {
            hits.append(
                MessageHit(
                    .length,
                    end,
                    "\(length) characters, where the target takes \(limit)",
                    wayOut: "leave out \(length - limit) characters, the rest is on the status page"
                )
            )
        }
        return hits
    }

    /// Whether the page's address stands there and is not the beginning of another host's.
    private func linksToPage(_ text: FoldedText) -> Bool {
        var url = context.statusPageURL.lowercased()
        while url.hasSuffix("/") { url.removeLast() }
        let wanted = Array(url.unicodeScalars)
        guard !wanted.isEmpty else { return true }
        let hasPath = url.split(separator: "/").count > 2
        var index = 0
        while index + wanted.count <= text.count {
            guard let start = text.lower[index...].firstIndex(of: wanted[0]), start + wanted.count <= text.count else {
                return false
            }
            index = start + 1
            guard text.lower[start..<start + wanted.count].elementsEqual(wanted) else { continue }
            let after = start + wanted.count
            guard after < text.count else { return true }
            let next = text.lower[after]
            if next.isWordScalar || next == "-" || next == "@" { continue }
            if next == ".", !hasPath, after + 1 < text.count, text.lower[after + 1].isWordScalar { continue }
            if next == ":", after + 1 < text.count, text.lower[after + 1].isDigit { continue }
            return true
        }
        return false
    }

    private func tellsNextUpdate(_ words: [MessageWord]) -> Bool {
        if !Self.nextUpdates.matches(in: words).isEmpty { return true }
        return TimePhrase.all(in: words).contains { time in
            let sentence = words[time.lowerBound].sentence
            return words.contains { $0.sentence == sentence && PromiseScanner.news.contains($0.lower) }
        }
    }

    private static let nextUpdates = PhraseTable<Void>(phrases: [
        "next update|message|news|report", "updates every", "update every", "update follows", "next public update",
        "nächstes update", "nächste meldung|nachricht|aktualisierung", "prochaine mise à jour", "próxima actualización",
        "prossimo aggiornamento", "próxima atualização", "volgende update",
    ])

    private func placeholders(_ text: FoldedText, _ words: [MessageWord]) -> [MessageHit] {
        func hit(_ range: Range<Int>) -> MessageHit {
            MessageHit(.placeholder, range, "leftover", wayOut: "fill it in or leave it out")
        }
        var hits: [MessageHit] = []
        for (index, scalar) in text.lower.dropLast().enumerated() {
            let isBrace = scalar == "{" || scalar == "}"
            if isBrace, text.lower[index + 1] == scalar { hits.append(hit(index..<index + 2)) }
        }
        for word in words where ["TODO", "TBD", "XXX", "FIXME", "TBC"].contains(text.casedText(word.range)) {
            hits.append(hit(word.range))
        }
        for match in Self.fillers.matches(in: words) {
            hits.append(
                hit(words[match.words.lowerBound].range.lowerBound..<words[match.words.upperBound - 1].range.upperBound)
            )
        }
        return hits
    }

    private static let fillers = PhraseTable<Void>(phrases: [
        "lorem ipsum", "insert text|here|name", "your text here", "placeholder",
    ])

    private func hiddenCharacters(_ text: FoldedText) -> [MessageHit] {
        text.hidden.map { hidden in
            let index = text.origins.firstIndex { $0 >= hidden.lowerBound } ?? text.count
            return MessageHit(
                .hiddenCharacter,
                index..<index,
                "character that cannot be seen",
                wayOut: "type the text anew"
            )
        }
    }
}
