import CommandTable
import JSON5
import StatusCommCore

// What `stats --json` prints; times are seconds, exact to the millisecond.

extension OutputSchema {
    /// Shape of the document.
    static let statistics = OutputSchema.object([
        .field(
            "goals",
            .object([
                .field("firstMessage", .number, "longest time to the first message, in seconds"),
                .field("report", .number, "time after the end by which a report should be there, in seconds"),
                .field("reportLimit", .number, "time after the end from which a report is late, in seconds"),
            ]),
            "what the figures are held against"
        ),
        .field("incidents", .list(incidentFigures), "each incident, the oldest first"),
        .field("total", summary, "all of them together"),
        .field(
            "periods",
            .list(.object([.field("name", .string, "such as 2026-11"), .field("summary", summary, "its figures")])),
            "by month, or by the period of --by"
        ),
        .field(
            "targets",
            .list(
                .object([
                    .field("target", .string, "name in the configuration"),
                    .field("incidents", .integer, "incidents that it was to hear of"),
                    .field("firstMessage", distribution, "from detection to its first message"),
                    .field("resolution", distribution, "from the decision to resolve to its notice"),
                    .field("failedAttempts", .integer, "attempts that did not get through"),
                    .field("refused", .integer, "deliveries that it refused"),
                    .field("unknown", .integer, "deliveries whose outcome nobody knows"),
                    .field("queued", .integer, "deliveries still to be made"),
                ])
            ),
            "each target"
        ),
        .field("page", .nullable(.string), "the page that was written"),
    ])

    private static let incidentFigures = OutputSchema.object([
        .field("id", .string, "such as INC-7"),
        .field("title", .string, "title for the public"),
        .field("severity", .word(Severity.allCases.map(\.rawValue)), "how bad it is"),
        .field("detectedAt", .time, "when customers began to notice"),
        .field("firstMessage", .nullable(.number), "seconds until the first target had the first message"),
        .field("resolved", .nullable(.number), "seconds until the first target had the resolution notice"),
        .field("open", .boolean, "whether it is not resolved"),
        .field(
            "promises",
            .list(
                .object([
                    .field("madeAt", .time, "when the next update was promised"),
                    .field("dueAt", .time, "for when"),
                    .field("outcome", .word(["kept", "late", "overdue", "pending"]), "what became of it"),
                    .field("lateBy", .nullable(.number), "seconds, when late or overdue"),
                ])
            ),
            "each promised update"
        ),
        .field("report", .word(["not_due", "awaited", "published", "skipped"]), "where the report stands"),
        .field("reportAfter", .nullable(.number), "seconds from the end to the report"),
        .field(
            "targets",
            .list(
                .object([
                    .field("target", .string, "name in the configuration"),
                    .field("firstMessage", .nullable(.number), "seconds from detection"),
                    .field("resolution", .nullable(.number), "seconds from the decision to resolve"),
                    .field("failedAttempts", .integer, "attempts that did not get through"),
                    .field("refused", .integer, "deliveries that it refused"),
                    .field("unknown", .integer, "deliveries whose outcome nobody knows"),
                    .field("queued", .integer, "deliveries still to be made"),
                ])
            ),
            "how each target heard of it"
        ),
    ])

    private static let distribution = OutputSchema.object([
        .field("count", .integer, "how many"),
        .field("median", .nullable(.number), "seconds"),
        .field("percentile90", .nullable(.number), "seconds"),
        .field("minimum", .nullable(.number), "seconds"),
        .field("maximum", .nullable(.number), "seconds"),
    ])

    private static let summary = OutputSchema.object([
        .field("incidents", .integer, "how many began"),
        .field("open", .integer, "those that are not resolved"),
        .field("untold", .integer, "those that no target has been told of"),
        .field("firstMessage", distribution, "time to the first message"),
        .field("firstMessageInTime", .integer, "first messages within the goal"),
        .field(
            "promises",
            .object([
                .field("kept", .integer, "on time"), .field("late", .integer, "late"),
                .field("overdue", .integer, "late and still without a word"),
                .field("pending", .integer, "not due yet"),
                .field("lateness", distribution, "by how much they were late"),
            ]),
            "promised updates"
        ),
        .field("resolved", distribution, "time to the resolution notice"),
        .field(
            "reports",
            .object([
                .field("delay", distribution, "from the end to the report"),
                .field("inTime", .integer, "published before they were late"),
                .field("skipped", .integer, "left out, with a reason on record"),
                .field("awaited", .integer, "not there, and not late"),
                .field("overdue", .integer, "not there, and late"),
            ]),
            "reports"
        ),
        .field("failedAttempts", .integer, "attempts that did not get through"),
        .field("undelivered", .integer, "deliveries that were refused, or whose outcome is unknown"),
    ])
}

extension Statistics {
    /// The document, with the periods of a kind.
    func document(by period: StatisticsPeriod, page: String?) -> JSONValue {
        [
            "goals": [
                "firstMessage": goals.firstMessage.document, "report": goals.report.document,
                "reportLimit": goals.reportLimit.document,
            ],
            "incidents": .array(incidents.map(\.document)),
            "total": total.document,
            "periods": .array(
                stretches(by: period).map { ["name": .string($0.name), "summary": $0.summary.document] }
            ),
            "targets": .array(channels.map(\.document)),
            "page": page.map { .string($0) } ?? .null,
        ]
    }
}

extension IncidentFigures {
    fileprivate var document: JSONValue {
        let (word, after): (String, Duration?) =
            switch report {
            case .notDue: ("not_due", nil)
            case .awaited: ("awaited", nil)
            case .published(let after): ("published", after)
            case .skipped: ("skipped", nil)
            }
        return [
            "id": .string("\(id)"),
            "title": .string(title),
            "severity": .string(severity.rawValue),
            "detectedAt": .string(detectedAt.rfc3339),
            "firstMessage": firstMessageAfter.document,
            "resolved": resolvedAfter.document,
            "open": .bool(isOpen),
            "promises": .array(promises.map(\.document)),
            "report": .string(word),
            "reportAfter": after.document,
            "targets": .array(
                channels.map { channel in
                    [
                        "target": .string(channel.target),
                        "firstMessage": channel.firstMessageAfter.document,
                        "resolution": channel.resolutionAfter.document,
                        "failedAttempts": .number(JSONNumber(channel.failedAttempts)),
                        "refused": .number(JSONNumber(channel.refused)),
                        "unknown": .number(JSONNumber(channel.unknown)),
                        "queued": .number(JSONNumber(channel.queued)),
                    ]
                }
            ),
        ]
    }
}

extension IncidentFigures.Promise {
    fileprivate var document: JSONValue {
        let (word, late): (String, Duration?) =
            switch outcome {
            case .kept: ("kept", nil)
            case .late(let by): ("late", by)
            case .overdue(let by): ("overdue", by)
            case .pending: ("pending", nil)
            }
        return [
            "madeAt": .string(madeAt.rfc3339), "dueAt": .string(dueAt.rfc3339), "outcome": .string(word),
            "lateBy": late.document,
        ]
    }
}

extension StatisticsSummary {
    fileprivate var document: JSONValue {
        [
            "incidents": .number(JSONNumber(incidents)),
            "open": .number(JSONNumber(open)),
            "untold": .number(JSONNumber(untold)),
            "firstMessage": firstMessage.document,
            "firstMessageInTime": .number(JSONNumber(firstMessageInTime)),
            "promises": [
                "kept": .number(JSONNumber(promises.kept)), "late": .number(JSONNumber(promises.late)),
                "overdue": .number(JSONNumber(promises.overdue)), "pending": .number(JSONNumber(promises.pending)),
                "lateness": promises.lateness.document,
            ],
            "resolved": resolution.document,
            "reports": [
                "delay": reports.delay.document, "inTime": .number(JSONNumber(reports.inTime)),
                "skipped": .number(JSONNumber(reports.skipped)), "awaited": .number(JSONNumber(reports.awaited)),
                "overdue": .number(JSONNumber(reports.overdue)),
            ],
            "failedAttempts": .number(JSONNumber(failedAttempts)),
            "undelivered": .number(JSONNumber(undelivered)),
        ]
    }
}

extension Statistics.Channel {
    fileprivate var document: JSONValue {
        [
            "target": .string(target),
            "incidents": .number(JSONNumber(incidents)),
            "firstMessage": firstMessage.document,
            "resolution": resolution.document,
            "failedAttempts": .number(JSONNumber(failedAttempts)),
            "refused": .number(JSONNumber(refused)),
            "unknown": .number(JSONNumber(unknown)),
            "queued": .number(JSONNumber(queued)),
        ]
    }
}

extension Distribution {
    fileprivate var document: JSONValue {
        [
            "count": .number(JSONNumber(count)), "median": median.document, "percentile90": percentile(90).document,
            "minimum": minimum.document, "maximum": maximum.document,
        ]
    }
}

extension Duration {
    fileprivate var document: JSONValue {
        // Figures are exact to the microsecond, and so is their quotient, as far as its shortest text goes.
        let microseconds = components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
        return .number(JSONNumber(Double(microseconds) / 1e6) ?? JSONNumber(0))
    }
}

extension Duration? {
    fileprivate var document: JSONValue { map(\.document) ?? .null }
}
