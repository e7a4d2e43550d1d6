package import JSON5

/// The document that readers fetch and that the stream carries: every banner that is active.
///
/// Its contract is in `Examples/banner/README.md`.
package struct BannerFeed: Hashable, Sendable {
    /// Tells one feed from another; readers forget the sequence of another name.
    package var name: String
    /// Rises with every version.
    package var sequence: Int64
    package var publishedAt: Timestamp
    /// Most severe first, then newest first; at most twenty.
    package var banners: [Banner]
    /// Banners that found no place.
    package var omitted: Int

    /// Most banners of one feed.
    package static let bannerLimit = 20
    /// Largest feed in bytes; every open tab fetches it.
    package static let sizeLimit = 8 << 10

    /// Makes the feed of the incidents that are open.
    ///
    /// - Parameters:
    ///   - name: Name of the target.
    ///   - incidents: All that may be open; resolved ones and those whose banner has expired are left out.
    ///   - components: Leaves that the feed shows; empty for all.
    ///   - wording: What the banners say.
    ///   - sequence: Higher than that of any feed of this name before.
    ///   - now: Time of publication.
    package init(
        name: String,
        incidents: [Incident],
        showing components: [String] = [],
        wording: BannerWording,
        sequence: Int64,
        now: Timestamp
    ) {
        self.name = name
        self.sequence = sequence
        publishedAt = now
        let shown = incidents.compactMap(wording.banner(of:))
            .filter { banner in
                banner.expiresAt > now
                    && (components.isEmpty || banner.components.contains(where: components.contains))
            }
            .sorted { first, second in
                (second.severity, second.startsAt, second.id) < (first.severity, first.startsAt, first.id)
            }
        banners = Array(shown.prefix(Self.bannerLimit))
        omitted = shown.count - banners.count
    }

    /// The feed as a value; an empty list says that nothing is wrong.
    package var document: JSONValue {
        .object([
            "schema": "statuscomm-banners/1",
            "feed": .string(name),
            "sequence": .number(JSONNumber(Int(sequence))),
            "published_at": .string(publishedAt.rfc3339),
            "poll_seconds": 60,
            "spread_seconds": 10,
            "banners": .array(banners.map(\.document)),
        ])
    }

    /// The bytes to publish.
    ///
    /// - Throws: `BannerProblem.tooLarge` over eight kilobytes.
    package func bytes() throws(BannerProblem) -> [UInt8] {
        let bytes = JSONWriter.bytes(document)
        guard bytes.count <= Self.sizeLimit else { throw .tooLarge(feed: name, size: bytes.count) }
        return bytes
    }
}

/// Why a banner feed cannot be published.
package enum BannerProblem: Diagnostic, Hashable {
    case tooLarge(feed: String, size: Int)
    /// Another process has been publishing the same feed for longer than we wait.
    case busy(feed: String, holder: LockHolder?)
    /// No banner of that name is configured.
    case unknownFeed(String, known: [String])
    /// The configuration has no banner.
    case noFeed
    /// A half of a publication went wrong.
    case notAllOut(feed: String, shortfall: String)

    package var message: String {
        switch self {
        case .tooLarge(let feed, let size):
            "cannot publish the banner feed '\(feed)': it has \(size) bytes, and \(BannerFeed.sizeLimit) are the limit"
        case .busy(let feed, let holder):
            "cannot publish the banner feed '\(feed)': \(holder.map(\.description) ?? "another process") is at it"
        case .unknownFeed(let feed, _): "no banner '\(escapingControls(feed))'"
        case .noFeed: "the configuration has no banner"
        case .notAllOut(let feed, let shortfall): "banner '\(feed)': \(shortfall)"
        }
    }

    package var hint: String? {
        switch self {
        case .tooLarge: "shorten the messages of the open incidents or their translations, or resolve what is over"
        case .busy: "wait for it to end, then run 'statuscomm banner publish'"
        case .unknownFeed(_, let known): "the configuration has \(known.joined(separator: ", "))"
        case .noFeed: "add one under 'banners' in the configuration"
        case .notAllOut: "run 'statuscomm banner publish' once the cause is gone"
        }
    }

    package var exitStatus: ExitStatus {
        switch self {
        case .tooLarge: .refusedByCheck
        case .busy: .conflict
        case .unknownFeed: .usage
        case .noFeed: .configuration
        case .notAllOut: .failed
        }
    }
}
