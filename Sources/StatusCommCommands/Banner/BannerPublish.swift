import CommandTable
import JSON5
import StatusCommCore

/// `statuscomm banner publish`.
package struct BannerPublish: Hashable, Sendable {
    package var names: [String] = []
    package var dryRun = false

    /// The command's declaration.
    package static let command = ToolCommand<Self>(
        "publish the banner feed again, from the log",
        discussion: """
            The feed first, then the same document as a push, then the purge of a cache. For a realtime engine that has \
            forgotten it after a restart, a lost file, or a push that failed. A second time does no harm: pages go by \
            the feed's sequence.
            """,
        arguments: Self(),
        options: [.flag("dry-run", to: \.dryRun, help: "Show what would be sent, and send nothing")],
        positionals: [.banners(to: \.names)],
        examples: [CommandExample("After a restart of nginx", "statuscomm banner publish")],
        exitStatuses: [
            .status(.done), .status(.failed), .status(.usage), .status(.partlyDelivered, "one half is out"),
            .status(.refusedByCheck, "the feed is too large"), .status(.configuration), .status(.conflict),
        ],
        output: .list(
            .object([
                .field("target", .string, "name of the banner in the configuration"),
                .field("sequence", .integer, "number of the feed's version"),
                .field("banners", .integer, "banners in it"),
                .field("published", .boolean, "whether all of it is out"),
                .field("shortfall", .nullable(.string), "which half is not out and why, null when all is"),
                .field(
                    "steps",
                    .list(
                        .object([
                            .field("title", .string, "what would be done"),
                            .field("content", .nullable(.string), "what would be sent"),
                        ])
                    ),
                    "what a dry run would do, empty otherwise"
                ),
            ])
        ),
        run: { arguments, context in try await arguments.run(context) }
    )

    private func run(_ context: CommandContext) async throws -> CommandResult {
        let workspace = try await Workspace(context, writes: !dryRun)
        var result = CommandResult(text: .lines(""), document: .array([]))
        var text = dryRun ? "dry run: nothing was sent\n" : ""
        var documents: [JSONValue] = []
        for publisher in try workspace.bannerPublishers(named: names) {
            if dryRun {
                let feed = try await publisher.feed()
                let steps = try await publisher.preview(feed)
                for step in steps { text += "\(step.title)\n\(step.content.map { $0 + "\n" } ?? "")" }
                documents.append(document(feed, shortfall: nil, isPublished: false, steps: steps))
                continue
            }
            let publication = try await publisher.publish(within: .seconds(30))
            documents.append(
                document(publication.feed, shortfall: publication.shortfall, isPublished: publication.shortfall == nil)
            )
            let count = publication.feed.banners.count
            let banners = count == 1 ? "1 banner" : "\(count) banners"
            guard let shortfall = publication.shortfall else {
                text += "\(publisher.name): \(banners) published\n"
                continue
            }
            text += "\(publisher.name): not all of it is out\n"
            result.problems.append(BannerProblem.notAllOut(feed: publisher.name, shortfall: shortfall))
            let status: ExitStatus = publication.isPartlyOut ? .partlyDelivered : .failed
            if result.status != .failed { result.status = status }
        }
        if !dryRun { try await workspace.repository.audit(command: "banner publish") }
        result.text = .lines(text)
        result.document = .array(documents)
        return result
    }

    private func document(
        _ feed: BannerFeed,
        shortfall: String?,
        isPublished: Bool,
        steps: [DeliveryPreview] = []
    ) -> JSONValue {
        [
            "target": .string(feed.name),
            "sequence": .number(JSONNumber(Int(feed.sequence))),
            "banners": .number(JSONNumber(feed.banners.count)),
            "published": .bool(isPublished),
            "shortfall": shortfall.map { .string($0) } ?? .null,
            "steps": .array(
                steps.map { ["title": .string($0.title), "content": $0.content.map { .string($0) } ?? .null] }
            ),
        ]
    }
}
