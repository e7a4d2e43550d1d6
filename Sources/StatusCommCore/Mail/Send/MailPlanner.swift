import JSON5

/// Freezes a notification: picks the recipients and renders the message once for each kind of them.
///
/// A kind is a language, a time zone and the fields that have a value, so that a template may ask whether there is a name and
/// still be rendered only once for all who have one.
package struct MailPlanner {
    /// What one rendering is for.
    package struct Request: Hashable, Sendable {
        /// Language tag, empty for the company's.
        package var language: String
        /// Time zone, empty for the company's.
        package var timeZone: String
        /// Name and stand-in of each field that has a value; it must come through unchanged.
        package var marks: [Subscriber.Variable]
    }

    /// A message as it came out of the templates.
    package struct Rendered: Hashable, Sendable {
        package var subject: String
        package var text: String
        package var html: String

        /// Holds the three texts.
        package init(subject: String, text: String, html: String) {
            self.subject = subject
            self.text = text
            self.html = html
        }
    }

    private struct Kind: Hashable {
        var language: String
        var timeZone: String
        var present: UInt64
    }

    /// How many were picked and why the others were not.
    package private(set) var picked = 0
    package private(set) var leftOut: [SubscriberExclusion: Int] = [:]
    /// Lines of the lists that could not be used.
    package private(set) var unusableLines = 0
    /// The first of them.
    package private(set) var firstUnusable: SubscriberIssue?
    /// What is wrong with lines, the first thousand.
    package private(set) var issues: [SubscriberIssue] = []

    /// Link for those who have none of their own; the mark of an address in it makes it theirs.
    package var fallbackUnsubscribeURL: String?
    /// Names of the slots that are the same for every list; columns of the list come behind them.
    static let commonNames = ["customer_name", "email", "unsubscribe_url"]

    private let render: (Request) throws -> Rendered
    private var slots = MailSlots(names: commonNames, links: ["unsubscribe_url"])
    private var places: [String: Int] = ["customer_name": 0, "email": 1, "unsubscribe_url": 2]
    private var kinds: [Kind: Int] = [:]
    private var lastKind: (kind: Kind, variant: Int)?
    // Kinds that the templates ask more of than they have, and what.
    private var failures: [Kind: InvalidTemplates] = [:]
    private var variants: [MailManifest.Variant] = []
    private var contents: [MailContent] = []

    /// Takes what renders a message.
    package init(render: @escaping (Request) throws -> Rendered) { self.render = render }

    /// Adds everybody whom a selection picks.
    ///
    /// - Throws: when a list cannot be read, the message cannot be rendered or the disk fails.
    package mutating func add(_ selection: inout SubscriberSelection, to writer: inout RecipientListWriter) throws {
        while let decision = try selection.next() { try take(decision, &writer) }
    }

    /// Adds everybody of an audience.
    ///
    /// - Throws: when a list cannot be read, the message cannot be rendered or the disk fails.
    package mutating func add(_ audience: inout MailAudience, to writer: inout RecipientListWriter) throws {
        while let decision = try audience.next() { try take(decision, &writer) }
    }

    /// The manifest with what was found out.
    package func manifest(_ base: MailManifest) -> MailManifest {
        var manifest = base
        manifest.slots = slots
        manifest.variants = variants
        manifest.contents = contents
        manifest.unusableLines = unusableLines
        manifest.lineIssues = issues.prefix(20).map(\.text)
        return manifest
    }

    private mutating func take(
        _ decision: SubscriberSelection.Decision,
        _ writer: inout RecipientListWriter
    ) throws {
        switch decision {
        case .tell(let subscriber):
            do {
                try writer.append(try recipient(subscriber))
                picked += 1
            } catch let error as InvalidTemplates {
                leaveOut(subscriber, error)
            }
        case .leaveOut(_, let reason): leftOut[reason, default: 0] += 1
        case .issue(let issue): add(issue)
        }
    }

    private mutating func add(_ issue: SubscriberIssue) {
        if issue.isSkipped {
            unusableLines += 1
            firstUnusable = firstUnusable ?? issue
        }
        if issues.count < 1000 { issues.append(issue) }
    }

    // A value that one subscriber lacks keeps the mail from nobody else.
    private mutating func leaveOut(_ subscriber: Subscriber, _ error: InvalidTemplates) {
        leftOut[.unusableRow, default: 0] += 1
        let path = error.location?.path ?? "templates"
        let reason = "no mail to \(subscriber.address.text): \(error.message)"
        add(SubscriberIssue(path: path, line: error.location?.line ?? 1, reason: reason, isSkipped: true))
    }

    /// Why nobody at all can be told; nil when somebody can.
    package var failure: InvalidTemplates? { picked == 0 ? failures.values.first : nil }

    /// The recipient that a subscriber becomes.
    ///
    /// - Throws: when the message cannot be rendered for this kind of recipient.
    package mutating func recipient(_ subscriber: Subscriber) throws -> MailRecipient {
        let own = subscriber.unsubscribeURL.isEmpty ? ownLink(subscriber.address) : subscriber.unsubscribeURL
        let link = own.isEmpty ? fallbackUnsubscribeURL ?? "" : own
        var values = [subscriber.name, subscriber.address.text, link]
        for variable in subscriber.variables {
            let place = try place(of: variable.name)
            while values.count <= place { values.append("") }
            values[place] = variable.value
        }
        var present: UInt64 = 0
        for (place, value) in values.enumerated() where !value.isEmpty { present |= 1 << UInt64(place) }
        let kind = Kind(language: subscriber.language, timeZone: subscriber.timeZone, present: present)
        return MailRecipient(
            address: subscriber.address,
            name: subscriber.name,
            unsubscribeURL: own,
            variant: try variant(of: kind),
            values: values
        )
    }

    // Empty when the link for all names nobody.
    private func ownLink(_ address: MailAddress) -> String {
        let mark = MailConfiguration.addressMark
        guard let template = fallbackUnsubscribeURL, template.contains(mark) else { return "" }
        var encoded = ""
        for byte in address.text.utf8 {
            let isUnreserved =
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
                || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
            if isUnreserved {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += "%" + String(decoding: [upperHexDigit(byte >> 4), upperHexDigit(byte & 15)], as: UTF8.self)
            }
        }
        return template.split(separator: mark, omittingEmptySubsequences: false).joined(separator: encoded)
    }

    private mutating func place(of name: String) throws -> Int {
        if let place = places[name] { return place }
        guard slots.names.count < 64 else {
            throw MailRefused(reason: "the subscriber lists have more than 61 columns of their own")
        }
        slots.names.append(name)
        places[name] = slots.names.count - 1
        return slots.names.count - 1
    }

    private mutating func variant(of kind: Kind) throws -> Int {
        if let lastKind, lastKind.kind == kind { return lastKind.variant }
        let variant = try kinds[kind] ?? make(kind)
        lastKind = (kind, variant)
        return variant
    }

    private mutating func make(_ kind: Kind) throws -> Int {
        if let failure = failures[kind] { throw failure }
        guard contents.count + failures.count < 5000 else {
            throw MailRefused(reason: "there are more than 5000 combinations of language, time zone and columns")
        }
        var marks: [Subscriber.Variable] = []
        for (place, name) in slots.names.enumerated() where kind.present & 1 << UInt64(place) != 0 {
            marks.append(.init(name: name, value: slots.mark(of: place)))
        }
        let rendered: Rendered
        do {
            rendered = try render(Request(language: kind.language, timeZone: kind.timeZone, marks: marks))
        } catch let error as InvalidTemplates {
            failures[kind] = error
            throw error
        }
        variants.append(MailManifest.Variant(language: kind.language, timeZone: kind.timeZone))
        contents.append(
            MailContent(
                subject: SlottedText(cutting: rendered.subject, at: slots),
                text: SlottedText(cutting: rendered.text, at: slots),
                html: SlottedText(cutting: rendered.html, at: slots)
            )
        )
        kinds[kind] = contents.count - 1
        return contents.count - 1
    }
}
