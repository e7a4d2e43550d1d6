import CommandTable
import JSON5
import StatusCommCore

extension ReportStanding {
    /// The standing in one word, as documents have it.
    var word: String {
        switch self {
        case .notDue: "not due"
        case .owed: "owed"
        case .skipped: "skipped"
        case .published: "published"
        }
    }

    /// One line for a person; nil while nothing is owed.
    var text: String? {
        switch self {
        case .notDue: nil
        case .owed(let since): "owed since \(since)"
        case .skipped(let skip): "skipped \(skip.at) by \(skip.by): \(skip.reason)"
        case .published(let report): "published \(report.at) by \(report.by)"
        }
    }

    /// The standing as a member of documents.
    var document: JSONValue {
        var object = JSONObject([.init(name: "standing", value: .string(word))])
        switch self {
        case .notDue: break
        case .owed(let since): object["since"] = .string(since.rfc3339)
        case .skipped(let skip):
            object["at"] = .string(skip.at.rfc3339)
            object["by"] = .string(skip.by)
            object["reason"] = .string(skip.reason)
        case .published(let report):
            object["at"] = .string(report.at.rfc3339)
            object["by"] = .string(report.by)
            object["sha256"] = .string(report.report.digest)
            object["postmortemSHA256"] = report.report.postmortemDigest.map { .string($0) } ?? .null
        }
        return .object(object)
    }
}

extension OutputSchema {
    /// Shape of a report's standing in documents.
    static let reportStanding = OutputSchema.object([
        .field("standing", .word(["not due", "owed", "skipped", "published"]), "where it stands"),
        .optional("since", .time, "since when it is owed"),
        .optional("at", .time, "when it was published or skipped"),
        .optional("by", .string, "who published or skipped it"),
        .optional("reason", .string, "why it was skipped"),
        .optional("sha256", .string, "digest of the report as it was published"),
        .optional("postmortemSHA256", .nullable(.string), "digest of the postmortem that was archived with it"),
    ])
}
