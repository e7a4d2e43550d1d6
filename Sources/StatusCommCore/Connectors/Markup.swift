/// The form in which a provider takes texts.
///
/// Messages are light Markdown, titles plain text; both become what shows as just that at the provider.
package enum Markup: String, CaseIterable, Sendable {
    /// Messages lose their markup.
    case plain
    /// Messages are taken as they are.
    case markdown
    case html
    case slack
    case googleChat = "google-chat"
    case discord
    case mattermost
    case teams

    private var chat: ChatMarkup? {
        switch self {
        case .plain, .markdown, .html: nil
        case .slack: .slack
        case .googleChat: .googleChat
        case .discord: .discord
        case .mattermost: .mattermost
        case .teams: .teams
        }
    }

    /// A message in the provider's form.
    func message(_ source: String) -> String {
        if let chat { return LightMarkdown(source).chatText(chat) }
        switch self {
        case .plain: return LightMarkdown(source).plainText()
        case .html: return LightMarkdown(source).html()
        case .markdown, .slack, .googleChat, .discord, .mattermost, .teams: return source
        }
    }

    /// A title or a name that shows as itself.
    func text(_ text: String) -> String {
        if let chat { return chat.escaped(text) }
        guard self == .html else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
