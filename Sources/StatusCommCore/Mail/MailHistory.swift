/// How many mails everybody has had lately, for the cap on mails to one recipient.
///
/// Addresses are counted by 64 bits of their hash: two of a million that share them, which happens once in forty million
/// lists, would share one cap.
struct MailHistory {
    private var counts: [UInt64: Int] = [:]
    private let limit: RateLimit

    /// Counts the mails of the limit's window, those that are about to leave among them; without so many notifications in it
    /// nobody can be over the limit, and no list is read.
    ///
    /// - Throws: when a list of the queue cannot be read.
    init(root: String, limit: RateLimit, now: Int) throws {
        self.limit = limit
        var recent: [(MailFolder, MailManifest)] = []
        for incident in Self.names(in: root) {
            for change in MailOffice.changes(in: "\(root)/\(incident)") {
                let folder = MailFolder(path: "\(root)/\(incident)/\(change)")
                // What was frozen long ago may have been sent a minute ago.
                guard let manifest = try? folder.manifest(),
                    now - max(manifest.frozenAt, folder.changedAt) < limit.seconds
                else { continue }
                recent.append((folder, manifest))
            }
        }
        guard recent.count >= limit.count else { return }
        for (folder, manifest) in recent {
            var list = try folder.list(manifest)
            let states = try folder.states(manifest)
            for place in 0..<states.count where Self.counts(states[place]) {
                self.counts[Self.hash(try list.recipient(at: place).address), default: 0] += 1
            }
        }
    }

    private static func counts(_ state: MailState) -> Bool {
        switch state {
        case .accepted, .inDoubt, .inFlight, .pending, .deferred: true
        case .refused, .superseded, .skipped, .expired: false
        }
    }

    func isOverLimit(_ address: MailAddress) -> Bool { counts[Self.hash(address), default: 0] >= limit.count }

    private static func hash(_ address: MailAddress) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(address.text)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    private static func names(in root: String) -> [String] {
        let folder = try? FileDescriptor.open(root, readsFolder)
        return ((try? folder?.names()) ?? []).map(\.name).filter { $0.hasPrefix("INC-") }
    }
}
