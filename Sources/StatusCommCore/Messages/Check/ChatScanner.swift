/// Finds rooms, handles and addresses of the chat and the calls in which insiders meet.
enum ChatScanner {
    static func hits(_ text: FoldedText, _ tokens: [MessageToken], _ words: [MessageWord]) -> [MessageHit] {
        func hit(_ range: Range<Int>) -> MessageHit {
            MessageHit(.chatChannel, range, "internal chat or call", wayOut: "leave it out, or write 'our team'")
        }
        return tokens.filter { isChannel($0, text) || isHandle($0) || isMeetingPlace($0) }.map { hit($0.range) }
            + phrases.matches(in: words).map {
                hit(words[$0.words.lowerBound].range.lowerBound..<words[$0.words.upperBound - 1].range.upperBound)
            }
    }

    private static let phrases = PhraseTable<Void>(phrases: [
        "our|internal|incident slack|teams|discord|mattermost|irc|chat channel|channels|thread|threads|room|huddle",
        "incident channel|channels|call|bridge", "war room|rooms", "conference|zoom bridge", "bridge call|line|number",
        "on call rotation|rota|handover",
    ])

    /// `#ops-oncall`, a low-case name after a number sign; a number, a colour, and a tag in capitals are none.
    private static func isChannel(_ token: MessageToken, _ text: FoldedText) -> Bool {
        guard token.cased.first == "#" else { return false }
        let name = token.cased.dropFirst()
        guard name.count >= 2, let first = name.first, first.isLatinLetter,
            name.allSatisfy({ !$0.isUpper && ($0.isWordScalar || $0 == "-" || $0 == "_") })
        else { return false }
        return !([3, 6].contains(name.count) && name.allSatisfy(\.isHex))
    }

    /// Parts of the names that groups of insiders have.
    private static let groups: Set<String> = [
        "here", "channel", "everyone", "oncall", "ops", "devops", "sre", "dba", "dbas", "infra", "platform", "backend",
        "frontend", "eng", "engineering", "dev", "devs", "core", "noc", "security", "sec", "secops", "netops", "data",
        "leads", "managers", "incident", "responders", "squad", "guild", "pod", "tier2", "tier3", "l2", "l3", "team",
    ]

    /// `@here`, `@platform-oncall`; `@acmestatus`, where customers may follow us, is none.
    private static func isHandle(_ token: MessageToken) -> Bool {
        guard token.lower.first == "@" else { return false }
        let parts = token.lower.dropFirst().split { $0 == "-" || $0 == "_" || $0 == "." }.map { FoldedText.text($0) }
        return parts.contains { groups.contains($0) }
    }

    private static let places = [
        "slack.com/archives", "slack.com/client", "app.slack.com", "slack.com/team", "teams.microsoft.com/l/",
        "discord.com/channels", "zoom.us/j/", "zoom.us/my/", "meet.google.com/", "webex.com/meet", "whereby.com/",
        "t.me/joinchat",
    ]

    private static func isMeetingPlace(_ token: MessageToken) -> Bool {
        // Every place has a dot, and hardly any word of a message does: searching for a text takes much longer.
        guard token.lower.contains(".") else { return false }
        let name = token.text
        return places.contains { name.contains($0) }
    }
}
