import JSON5

/// What the audit keeps of one notification.
struct MailAudit: Hashable, Sendable {
    let key: DeliveryKey
    let phase: IncidentPhase
    let counts: MailCounts
    /// When its list was made, in seconds since 1970.
    let begunAt: Int
    /// When the last recipient was dealt with, in seconds since 1970.
    let endedAt: Int

    init(_ job: DeliveryJob, _ counts: MailCounts, begunAt: Int, endedAt: Int) {
        key = job.key
        phase = job.update.phase
        self.counts = counts
        self.begunAt = begunAt
        self.endedAt = endedAt
    }

    var record: AuditRecord {
        let seconds = max(0, endedAt - begunAt)
        return AuditRecord(
            command: "mail",
            incident: "\(key.incident)",
            result: "\(phase.rawValue): \(counts.words), of \(counts.total), in \(Self.words(seconds))",
            data: JSONObject([
                .init(name: Self.delivery, value: .string("\(key)")),
                .init(name: "phase", value: .string(phase.rawValue)),
                .init(name: "begunAt", value: .string(Self.time(begunAt))),
                .init(name: "endedAt", value: .string(Self.time(endedAt))),
                .init(name: "seconds", value: .number(JSONNumber(seconds))),
                .init(name: "recipients", value: .number(JSONNumber(counts.total))),
                .init(name: "sent", value: .number(JSONNumber(counts[.accepted]))),
                .init(name: "refused", value: .number(JSONNumber(counts[.refused]))),
                .init(name: "inDoubt", value: .number(JSONNumber(counts[.inDoubt]))),
                .init(
                    name: "leftOut",
                    value: .number(JSONNumber(counts[.superseded] + counts[.skipped] + counts[.expired]))
                ),
            ])
        )
    }

    /// Member of the record's data that names the delivery.
    static let delivery = "delivery"

    private static func time(_ seconds: Int) -> String {
        Timestamp(milliseconds: Int64(seconds) * 1000).rfc3339(secondsAheadOfUTC: 0)
    }

    private static func words(_ seconds: Int) -> String {
        seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
    }
}

extension IncidentRepository {
    /// Puts what became of a notification on record, unless it is there already.
    ///
    /// Whoever calls this is the only one that works on the delivery.
    ///
    /// - Throws: `StoreError`.
    func audit(_ record: AuditRecord, of delivery: DeliveryKey) async throws {
        let isThere = try await auditLog().records().contains {
            $0.record.command == record.command && $0.record.data[MailAudit.delivery]?.string == "\(delivery)"
        }
        if !isThere { try await auditLog().append(record, as: logAuthor) }
    }
}
