/// Finds promises of when all will be well again.
///
/// A promise is something that will be restored, together with a time. What is said of the next update, of a report or
/// of maintenance is none.
struct PromiseScanner {
    let words: [MessageWord]

    func hits() -> [MessageHit] {
        let recoveries = Self.recoveries.matches(in: words)
        let futures = Self.futures.matches(in: words)
        var hits = Self.vows.matches(in: words).map { hit($0.words) }
        for times in TimePhrase.all(in: words) {
            let sentence = words[times.lowerBound].sentence
            guard !mentionsNews(inClauseOf: times.lowerBound), !mentionsMaintenance(in: sentence) else { continue }
            let isExpected = Self.estimates.matches(in: words).contains { match in
                words[match.words.lowerBound].sentence == sentence
            }
            if isExpected {
                hits.append(hit(times))
                continue
            }
            if let short = recoveries.first(where: { $0.words.upperBound == times.lowerBound }),
                Self.ahead.contains(words[times.lowerBound].lower), !tellsOfThePast(short.words.lowerBound)
            {
                hits.append(hit(short.words.lowerBound..<times.upperBound))
                continue
            }
            // The newest marker of the future before a word of recovery, at most eight words apart.
            let promise = recoveries.lazy.compactMap { recovery -> Range<Int>? in
                guard words[recovery.words.lowerBound].sentence == sentence,
                    !mentionsNews(inClauseOf: recovery.words.lowerBound)
                else { return nil }
                let marker =
                    futures.last { future in
                        words[future.words.lowerBound].sentence == sentence
                            && future.words.lowerBound <= recovery.words.upperBound
                            && recovery.words.lowerBound - future.words.upperBound <= 8
                    }
                    ?? futures.first { future in
                        words[future.words.lowerBound].sentence == sentence
                            && future.words.lowerBound >= recovery.words.upperBound
                            && future.words.lowerBound - recovery.words.upperBound <= 4
                    }
                guard let marker else { return nil }
                let start = min(marker.words.lowerBound, recovery.words.lowerBound, times.lowerBound)
                return start..<max(marker.words.upperBound, recovery.words.upperBound, times.upperBound)
            }.first
            if let promise { hits.append(hit(promise)) }
        }
        return hits
    }

    private func hit(_ matched: Range<Int>) -> MessageHit {
        MessageHit(
            .promise,
            words[matched.lowerBound].range.lowerBound..<words[matched.upperBound - 1].range.upperBound,
            "promised time",
            wayOut: "promise the next update instead, such as 'next update by 15:00 UTC'"
        )
    }

    private func mentionsNews(inClauseOf index: Int) -> Bool {
        let clause = words[index].clause
        return words[...index].reversed().prefix { $0.clause == clause }.contains { Self.news.contains($0.lower) }
            || words[index...].prefix { $0.clause == clause }.contains { Self.news.contains($0.lower) }
    }

    /// Whether a sentence has said before a word that it is over: `it was fixed by 15:00`.
    private func tellsOfThePast(_ index: Int) -> Bool {
        words[..<index].reversed().prefix { $0.sentence == words[index].sentence }
            .contains { ["was", "were", "had", "has", "have", "been", "got", "came", "is", "are"].contains($0.lower) }
    }

    /// Words that set a time ahead by themselves: `fixed by 15:00`.
    private static let ahead: Set<String> = ["by", "within", "before", "until", "till", "tomorrow", "tonight", "in"]

    private func mentionsMaintenance(in sentence: Int) -> Bool {
        words.contains { $0.sentence == sentence && ["maintenance", "upgrade"].contains($0.lower) }
    }

    /// What is told rather than restored.
    static let news: Set<String> = [
        "update", "updates", "report", "news", "post", "message", "inform", "notify", "share", "write", "tell",
        "postmortem",
        "review", "word", "summary", "announce", "announcement", "hear", "know", "keep",
    ]

    private static let recoveries = PhraseTable<Void>(phrases: [
        "fix|fixed|fixes|resolve|resolved|resolution|restore|restored|restoration|repair|repaired|repairs",
        "recover|recovered|recovery|solve|solved|solution|back|available|online|operational|running|working|live|mitigated",
        "complete|completed|done|over|normal|up", "in place", "ready", "rectified|remedied|remediated",
        "return|returned|resume|resumed",
        "work|function|fine|well", "end|ended|cleared|unblocked|reachable|usable|accessible",
    ])

    private static let futures = PhraseTable<Void>(phrases: [
        "will|shall|should", "we'll|it'll|they'll|you'll", "going to", "expect|expects|expecting|expected",
        "anticipate|anticipated",
        "is|are to be", "aim|aiming to", "plan|planning to", "hope|hoping to", "estimate|estimated", "would be",
        "can expect",
        "intend to", "target|targeting", "on track to", "likely to", "scheduled to|for", "promise|promised",
        "guarantee|guaranteed",
        "foresee", "confident",
    ])

    private static let estimates = PhraseTable<Void>(phrases: [
        "eta", "estimated time (to|of|for) (fix|recovery|resolution|repair|restoration)",
        "time to (fix|recovery|resolution|repair|resolve)",
        "resolution|recovery|restoration|fix time", "expected|estimated resolution|recovery|restoration|fix",
    ])

    private static let vows = PhraseTable<Void>(phrases: [
        "never happen again", "will not happen again", "won't happen again", "cannot happen again",
        "can't happen again",
        "will|should|won't take (us) (no|not) (more|longer|less) (than) (about|around|at|up) (most|to) # (more) minutes|hours|days",
        "service|services|everything|normal (service|operation|operations) resumes|returns (to) (normal) at|by|from|in",
        "we guarantee", "we promise", "i promise", "you have our word", "will never again",
    ])
}
