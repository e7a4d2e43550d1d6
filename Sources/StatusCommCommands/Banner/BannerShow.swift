import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm banner show`.
package struct BannerShow: Hashable, Sendable {
    package var names: [String] = []

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "show what the banner inside the product says now",
        discussion: """
            Made of the log, as 'banner publish' would publish it; no place and no stream is asked. With --json the \
            whole feed.
            """,
        arguments: Self(),
        positionals: [.banners(to: \.names)],
        examples: [CommandExample("What customers see in the product", "statuscomm banner show")],
        exitStatuses: ExitStatusInfo.reading,
        output: .list(
            .object([
                .field("target", .string, "name of the banner in the configuration"),
                .field("feed", .anything, "the document that pages fetch"),
                .field("omitted", .integer, "banners that found no place in the feed"),
            ])
        ),
        run: { arguments, context in
            let workspace = try await Workspace(context, writes: false)
            var table = Table("BANNER", "LOOK", "REVISION", "EXPIRES", "MESSAGE")
            var documents: [JSONValue] = []
            var quiet: [String] = []
            for publisher in try workspace.bannerPublishers(named: arguments.names) {
                let feed = try await publisher.feed()
                if feed.banners.isEmpty { quiet.append("\(publisher.name): no banner\n") }
                for banner in feed.banners {
                    table.append([
                        publisher.name, banner.severity.rawValue, "\(banner.revision)", "\(banner.expiresAt)",
                        banner.message,
                    ])
                }
                documents.append([
                    "target": .string(publisher.name), "feed": feed.document,
                    "omitted": .number(JSONNumber(feed.omitted)),
                ])
            }
            let rows = quiet.count == documents.count ? "" : table.text(width: context.tableWidth)
            return CommandResult(text: .lines(rows + quiet.joined()), document: .array(documents))
        }
    )
}

extension Positional {
    /// Names of banners; none for all of them.
    static func banners(to path: any WritableKeyPath<Arguments, [String]> & Sendable) -> Positional {
        .rest(
            .line("NAME", completion: .dynamic(.targets), limit: 64),
            to: path,
            help: "Banner of the configuration; all without one"
        )
    }
}

extension Workspace {
    /// What publishes the banners of these names, all of them without a name.
    func bannerPublishers(named names: [String]) throws -> [BannerPublisher] {
        let all = channels.compactMap { ($0 as? BannerChannel)?.publisher }
        let known = all.map(\.name)
        if let unknown = names.first(where: { !known.contains($0) }) {
            throw BannerProblem.unknownFeed(unknown, known: known)
        }
        guard !all.isEmpty else { throw BannerProblem.noFeed }
        return names.isEmpty ? all : all.filter { names.contains($0.name) }
    }
}
