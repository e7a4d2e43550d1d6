import JSON5

/// What banners say where nobody wrote a text for them, and where they lead.
package struct BannerWording: Hashable, Sendable {
    /// Names of components.
    package var components: ComponentTree
    /// Address of the public page.
    package var statusPageURL: String
    /// Text where an incident has no message for customers; nil for one that names the components.
    package var defaultMessage: String?
    /// How long a banner stays after the last word about its incident.
    package var lifetime: Duration

    /// States the wording; a banner lives for a day after the last update.
    package init(
        components: ComponentTree,
        statusPageURL: String,
        defaultMessage: String? = nil,
        lifetime: Duration = .seconds(24 * 3_600)
    ) {
        self.components = components
        self.statusPageURL = statusPageURL
        self.defaultMessage = defaultMessage
        self.lifetime = lifetime
    }

    /// How much a reader's clock may be behind without the banner being kept back.
    private static let clockAllowance = Duration.seconds(600)

    /// The banner of an incident; nil when it is resolved.
    ///
    /// Its revision counts what readers should see again: a worse look, another message. A change made without telling
    /// anybody (`--no-notify`), such as a corrected letter, keeps it; so does an automatic update, which also keeps
    /// the text, since it says nothing new.
    package func banner(of incident: Incident) -> Banner? {
        guard incident.isOpen else { return nil }
        let first = incident.updates[0]
        var banner = Banner(
            id: incident.publicID,
            revision: 1,
            severity: BannerSeverity(first.severity),
            message: message(of: first),
            translations: translations(of: first),
            link: statusPageURL,
            startsAt: min(incident.startedAt, incident.openedAt).advanced(by: .zero - Self.clockAllowance),
            expiresAt: incident.latestUpdate.at.advanced(by: lifetime),
            components: incident.components.map(\.id)
        )
        for update in incident.updates.dropFirst() {
            let severity = BannerSeverity(update.severity)
            let isWorse = severity > banner.severity
            banner.severity = severity
            var isReworded = false
            if !update.isAutomatic {
                let message = message(of: update)
                isReworded = message != banner.message && update.publication.notify
                banner.message = message
                banner.translations = translations(of: update)
            }
            if isWorse || isReworded { banner.revision += 1 }
        }
        return banner
    }

    /// Plain text of an update within the limit.
    private func message(of update: Incident.PublicUpdate) -> String {
        let texts = update.publication.texts
        for text in [texts["banner"], update.publication.message, defaultMessage].compactMap({ $0 }) {
            let plain = plain(text)
            if !plain.isEmpty { return plain }
        }
        return standardMessage(of: update)
    }

    /// Texts given as `--var message_de=…` or `--var message_pt_BR=…`, and finished texts named `banner.de`.
    private func translations(of update: Incident.PublicUpdate) -> [Banner.Translation] {
        var found: [String: String] = [:]
        for member in update.publication.variables.members where member.name.hasPrefix("message_") {
            guard let text = member.value.string else { continue }
            found[String(member.name.dropFirst(8).map { $0 == "_" ? "-" : $0 })] = text
        }
        for (name, text) in update.publication.texts where name.hasPrefix("banner.") {
            found[String(name.dropFirst(7))] = text
        }
        return found.sorted { $0.key < $1.key }
            .map { Banner.Translation(tag: $0.key, message: plain($0.value)) }
            .filter { isLanguageTag($0.tag) && !$0.message.isEmpty }
    }

    private func isLanguageTag(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return (2...3).contains(parts[0].utf8.count) && parts[0].allSatisfy { $0.isASCII && $0.isLetter }
            && parts.dropFirst().allSatisfy {
                (1...8).contains($0.utf8.count) && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            }
    }

    private func plain(_ text: String) -> String {
        let words = LightMarkdown(text).plainText().split { $0 == " " || $0.isNewline }.joined(separator: " ")
        guard words.unicodeScalars.count > Banner.messageLimit else { return words }
        // At the end of a word, as long as that does not take half of the text away.
        let start = words.unicodeScalars.prefix(Banner.messageLimit - 1)
        let end = start.lastIndex(of: " ") ?? start.endIndex
        let kept = start[..<end].count > Banner.messageLimit / 2 ? start[..<end] : start[...]
        return String(String.UnicodeScalarView(kept)) + "…"
    }

    private func standardMessage(of update: Incident.PublicUpdate) -> String {
        let ids = update.publication.components.map(\.id)
        let names = ids.prefix(3).map { components[$0]?.name ?? $0 } + (ids.count > 3 ? ["more"] : [])
        let subject =
            switch names.count {
            case 0: "our service"
            case 1: names[0]
            default: names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
            }
        let text =
            switch update.phase {
            case .investigating: "We are looking into a problem with \(subject)."
            case .identified: "We know what causes the problem with \(subject) and are working on it."
            case .monitoring: "The problem with \(subject) should be over. We are keeping an eye on it."
            case .resolved: "The problem with \(subject) is over."
            }
        return plain(text)
    }
}
