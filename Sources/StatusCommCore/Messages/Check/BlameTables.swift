/// Finds sentences that put the fault on somebody else.
///
/// Naming a third party is no blame, nor is "because of": both together are.
struct BlameTables: Sendable {
    private enum Role: Sendable {
        /// A company, or words such as "our hosting provider".
        case thirdParty
        /// A third party whose name one of our components bears, too.
        case component
        /// What names the cause: the culprit follows.
        case cause
        /// What a culprit has done: the culprit stands before.
        case deed
        /// A failure that belongs to somebody: blame unless it is our own component's.
        case failure
        /// Blame whoever else is named.
        case excuse
    }

    private let table: PhraseTable<Role>

    init(vendors: [String], componentNames: [String]) {
        let components = Set(componentNames.map { $0.lowercased() })
        let named = (vendors + VendorNames.all).map { vendor -> (phrase: String, value: Role) in
            (vendor, components.contains(vendor.lowercased()) ? .component : .thirdParty)
        }
        let componentPhrases = componentNames.map { (phrase: $0, value: Role.component) }
        table = PhraseTable(
            componentPhrases + named
                + Self.roles.flatMap { role, phrases in phrases.map { (phrase: $0, value: role) } }
        )
    }

    /// Words from the first to the last that make the blame.
    func matches(in words: [MessageWord]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        let matches = table.matches(in: words)
        for (index, match) in matches.enumerated() {
            switch match.value {
            case .excuse: found.append(match.words)
            case .cause, .failure, .deed, .thirdParty, .component:
                // The next matches of the sentence; more than six words between two of them is too far to belong together.
                var last = match
                for next in matches[(index + 1)...].prefix(4) {
                    guard words[next.words.lowerBound].sentence == words[match.words.lowerBound].sentence,
                        next.words.lowerBound - last.words.upperBound <= 6
                    else { break }
                    if Self.isBlame(match.value, next.value) {
                        found.append(match.words.lowerBound..<next.words.upperBound)
                    }
                    last = next
                }
            }
        }
        return found
    }

    private static func isBlame(_ first: Role, _ second: Role) -> Bool {
        switch (first, second) {
        case (.cause, .thirdParty), (.thirdParty, .deed), (.thirdParty, .failure), (.failure, .thirdParty),
            (.component, .deed):
            true
        default: false
        }
    }

    private static let roles: [(Role, [String])] = [
        (
            .thirdParty,
            [
                "(a|an|our|the|their) (external|internet|network) (hosting|cloud|service|services|infrastructure|payment|email|mail|sms|telecom|telephone|dns|cdn|internet|network|data|upstream|transit) provider|providers|supplier|suppliers|vendor|vendors|carrier|carriers|operator|operators",
                "(a|an|our|the) third (party) party|parties|vendor|provider",
                "(a|an|our|the) third party (vendor|vendors|provider|providers|supplier|suppliers|service|services|system|software|library)",
                "(a|an|our|the) payment processor|processors|gateway", "(a|an|our|the) data center|centre operator",
                "(a|an|our|the) contractor|contractors|subcontractor|freelancer", "(a|an|our|the) isp|isps",
                "(a|an|our|the) external (service|system|company|partner|partners)", "(a|an|our|the) upstream",
                "(a|an|our|the) vendor|vendors|supplier|suppliers|hoster",
                "(a|an|our|the) integration partner|partners",
                "(a|an|our|the) provider|providers",
            ]
        ),
        (
            .cause,
            [
                "caused by", "due to", "because of", "thanks to", "as a result of", "result of", "lies|lie with",
                "lies|lie at", "down to", "attributable to", "owing to", "originated|originates at|with|from",
                "traced (back) to",
                "fault of", "fault lies with", "blame", "blaming", "courtesy of", "comes from", "came from",
                "stems from", "stemmed from", "triggered by", "introduced by", "on the part of",
            ]
        ),
        (
            .deed,
            [
                "is|are|was|were to blame", "is|are|was|were responsible for", "is|are|was|were at fault", "broke",
                "has broken",
                "have broken", "let us down", "failed us", "messed up", "screwed up", "dropped the ball",
                "made a mistake",
                "caused", "has caused", "have caused", "took us down", "took down", "knocked us offline", "ruined",
                "did not tell us", "failed to", "misconfigured", "is|are|was|were responsible",
            ]
        ),
        (
            .failure,
            [
                "outage|outages", "failure|failures at", "bug in", "error|errors at", "problem|problems at",
                "is|are|was|were down",
                "went down", "has problems", "have problems", "has issues", "have issues",
                "having problems|issues|trouble|an",
                "is|are experiencing", "incident at", "issue|issues at|with", "problems", "fault in",
            ]
        ),
        (
            .excuse,
            [
                "not our fault", "is|are|was|were|be to blame", "no fault of ours|our", "out of our hands",
                "beyond|outside|outwith our control",
                "outside of our control", "nothing we can|could do", "not caused by us", "not on our side|end",
                "on their side|end", "their fault", "not our problem|responsibility", "we are not to blame|responsible",
                "a third party vendor|provider|supplier is to blame", "let us down", "user error",
                "customer's own fault",
            ]
        ),
    ]
}
