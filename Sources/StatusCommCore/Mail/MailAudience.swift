/// Everybody whom the newest change of an incident is for, each once, and why the others are not told.
///
/// First those who still waited for a mail when a newer one overtook it: whoever stands at the end of a long list would
/// otherwise never be reached. Then the subscriber lists; then, for a resolution, everybody who was told of the trouble and whom
/// the lists do not name any more.
package struct MailAudience: ~Copyable {
    /// An earlier notification, and which of its recipients are told again.
    struct Earlier {
        var folder: MailFolder
        var states: Set<MailState>
    }

    private var selection: SubscriberSelection
    private let isOverLimit: (MailAddress) -> Bool
    private var waiting: EarlierRecipients?
    private var told: [Earlier]
    private var reader: EarlierRecipients?
    // Those who waited stand in the lists once more, and that is no duplicate worth a word.
    private var waited: AddressSet

    init(
        selection: consuming SubscriberSelection,
        waiting: MailFolder? = nil,
        told: [Earlier] = [],
        waited: consuming AddressSet,
        isOverLimit: @escaping (MailAddress) -> Bool = { _ in false }
    ) throws {
        self.selection = selection
        self.waiting = try waiting.map { try EarlierRecipients(Earlier(folder: $0, states: [.superseded])) }
        self.told = told.reversed()
        self.waited = waited
        self.isOverLimit = isOverLimit
    }

    /// The next decision; nil when there is nobody left.
    ///
    /// - Throws: when a list, or the queue of an earlier mail, cannot be read.
    package mutating func next() throws -> SubscriberSelection.Decision? {
        if let subscriber = try waiting?.next() {
            _ = try waited.insert(subscriber.address)
            return limited(try selection.decide(earlier: subscriber))
        }
        waiting = nil
        while let decision = try selection.next() {
            if case .leaveOut(let address?, .duplicate) = decision, try waited.contains(address) { continue }
            return limited(decision)
        }
        while true {
            if let subscriber = try reader?.next() {
                let decision = try selection.decide(earlier: subscriber)
                // Told already: the lists name almost all of them.
                if case .leaveOut(_, .duplicate) = decision { continue }
                return limited(decision)
            }
            guard let next = told.popLast() else { return nil }
            reader = try EarlierRecipients(next)
        }
    }

    private func limited(_ decision: SubscriberSelection.Decision) -> SubscriberSelection.Decision {
        guard case .tell(let subscriber) = decision, isOverLimit(subscriber.address) else { return decision }
        return .leaveOut(subscriber.address, .hourlyLimit)
    }
}

/// The recipients of an earlier notification that are in one of some states.
private struct EarlierRecipients {
    private let manifest: MailManifest
    private let states: MailStates
    private let wanted: Set<MailState>
    private var list: RecipientList
    private var place = 0

    init(_ earlier: MailAudience.Earlier) throws {
        manifest = try earlier.folder.manifest()
        states = try earlier.folder.states(manifest)
        list = try earlier.folder.list(manifest)
        wanted = earlier.states
    }

    mutating func next() throws -> Subscriber? {
        while place < states.count {
            defer { place += 1 }
            if wanted.contains(states[place]) { return subscriber(try list.recipient(at: place)) }
        }
        return nil
    }

    private func subscriber(_ recipient: MailRecipient) -> Subscriber {
        let variant = manifest.variants[recipient.variant]
        // The first slots are what every subscriber has; the others are columns of the list.
        let columns = zip(manifest.slots.names, recipient.values).dropFirst(MailPlanner.commonNames.count)
        return Subscriber(
            address: recipient.address,
            name: recipient.name,
            language: variant.language,
            timeZone: variant.timeZone,
            unsubscribeURL: recipient.unsubscribeURL,
            variables: columns.map { Subscriber.Variable(name: $0, value: $1) }
        )
    }
}
