/// How a chat service marks up a message.
///
/// Texts are escaped so that nothing in them can notify people (`@everyone`, `<!channel>`) or change how the rest looks.
/// Where a service knows no escape, an invisible zero width space stands behind the character instead.
package enum ChatMarkup: String, CaseIterable, Sendable {
    /// Slack's mrkdwn: <https://docs.slack.dev/messaging/formatting-message-text>.
    case slack
    /// Google Chat: <https://developers.google.com/workspace/chat/format-messages>.
    case googleChat = "google-chat"
    /// Discord's Markdown: <https://support.discord.com/hc/articles/210298617>.
    case discord
    /// Mattermost's Markdown: <https://docs.mattermost.com/end-user-guide/collaborate/format-messages.html>.
    case mattermost
    /// The Markdown of Teams' Adaptive Cards:
    /// <https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features>.
    case teams
}

extension ChatMarkup {
    private static let zeroWidthSpace: Unicode.Scalar = "\u{200B}"

    /// Text that shows as itself.
    func escaped(_ text: String) -> String {
        switch self {
        case .slack: escapedForSlack(text)
        case .googleChat: broken(text, behind: "*_~`<")
        case .discord, .mattermost, .teams: escapedForMarkdown(text)
        }
    }

    func strong(_ content: String) -> String {
        switch self {
        case .slack, .googleChat: "*\(content)*"
        case .discord, .mattermost, .teams: "**\(content)**"
        }
    }

    func emphasis(_ content: String) -> String {
        switch self {
        case .slack, .googleChat, .teams: "_\(content)_"
        case .discord, .mattermost: "*\(content)*"
        }
    }

    /// Code; its content cannot hold a backtick, as none can stand in the source of a piece of code.
    func code(_ content: String) -> String {
        switch self {
        case .slack: "`\(characterReferences(content))`"
        case .teams: escaped(content)
        case .googleChat, .discord, .mattermost: "`\(mentionsBroken(content))`"
        }
    }

    func link(_ label: String, plainLabel: String, url: String) -> String {
        let address = LinkAddress.encoded(url)
        switch self {
        case .slack, .googleChat:
            let reference = self == .slack ? characterReferences(address) : address
            return plainLabel == url ? "<\(reference)>" : "<\(reference)|\(label.replacing("|", with: "¦"))>"
        case .discord, .mattermost, .teams:
            let isPlainAddress = plainLabel == url && address == url
            return isPlainAddress && self != .teams ? address : "[\(label)](\(address))"
        }
    }

    var bullet: String {
        switch self {
        case .slack, .googleChat: "• "
        case .discord, .mattermost, .teams: "- "
        }
    }

    /// Slack escapes `& < >` and nothing else; a quote is also begun by an escaped `>`.
    private func escapedForSlack(_ text: String) -> String {
        characterReferences(broken(mentionsBroken(text), behind: "*_~`"))
    }

    private func escapedForMarkdown(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in mentionsBroken(text).unicodeScalars {
            if "\\`*_{}[]()<>#+-!|~".unicodeScalars.contains(scalar) { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }

    private func characterReferences(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    private func broken(_ text: String, behind characters: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(scalar)
            if characters.unicodeScalars.contains(scalar) { result.append(Self.zeroWidthSpace) }
        }
        return String(result)
    }

    /// Puts a zero width space behind each `@` that is not within a mail address, or that a group's name follows.
    private func mentionsBroken(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            result.append(scalar)
            guard scalar == "@" else { continue }
            let isInAddress = index > 0 && scalars[index - 1].properties.isAlphabetic
            let word = scalars[(index + 1)...].prefix(8).map { String($0).lowercased() }.joined()
            let namesGroup = ["everyone", "here", "channel", "all"].contains { word.hasPrefix($0) }
            if !isInAddress || namesGroup { result.append(Self.zeroWidthSpace) }
        }
        return String(result)
    }
}
