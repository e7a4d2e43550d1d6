package import JSON5

/// One entry of the log of an incident's report: what was done before it was published.
package enum ReportRecord: Hashable, Sendable {
    /// A draft was made of a postmortem; both by the SHA-256 of their bytes, in hexadecimal.
    case drafted(report: String, postmortem: String)
    /// A report passed the check, with these rules let pass by a person.
    case checked(report: String, allowing: [String])
}

extension ReportRecord {
    /// Name of the entry's type in the log.
    package var entryType: String {
        switch self {
        case .drafted: "drafted"
        case .checked: "checked"
        }
    }

    /// The entry's data in the log.
    package var entryData: JSONValue {
        var object = JSONObject()
        switch self {
        case .drafted(let report, let postmortem):
            object["report"] = .string(report)
            object["postmortem"] = .string(postmortem)
        case .checked(let report, let rules):
            object["report"] = .string(report)
            object.set("allowing", rules)
        }
        return .object(object)
    }

    /// Reads an entry back; nil for a type that this version does not know.
    package init?(entryType: String, data: JSONValue) throws(EntryMismatch) {
        let fields = try EntryFields(data, named: "data")
        switch entryType {
        case "drafted":
            self = .drafted(report: try fields.string("report"), postmortem: try fields.string("postmortem"))
        case "checked":
            self = .checked(report: try fields.string("report"), allowing: try fields.strings("allowing"))
        default: return nil
        }
    }

    /// The record in words.
    package var line: String {
        switch self {
        case .drafted(let report, let postmortem):
            "report drafted: \(report.prefix(12)) from postmortem \(postmortem.prefix(12))"
        case .checked(let report, let rules):
            "report checked: \(report.prefix(12))"
                + (rules.isEmpty ? "" : ", letting pass \(rules.joined(separator: ", "))")
        }
    }
}

/// What is on record about an incident's report before it is published.
package struct ReportHistory: Hashable, Sendable {
    /// Digest of the postmortem that was drafted from last.
    package private(set) var postmortem: String?
    /// Rules that may pass, by the digest of each report that passed the check.
    package private(set) var checked: [String: Set<String>] = [:]

    /// Nothing yet.
    package init() {}

    /// Takes in the next entry of the log.
    package mutating func apply(_ record: ReportRecord) {
        switch record {
        case .drafted(_, let postmortem): self.postmortem = postmortem
        case .checked(let report, let rules): checked[report] = Set(rules)
        }
    }
}
