/// How a delivery stands at the end of a run.
package struct DeliveryResult: Hashable, Sendable {
    /// What became of it.
    package enum Standing: Hashable, Sendable {
        case done
        /// The target said no for good.
        case refused(reason: String)
        /// Nothing was lost: `tick` and `delivery retry` go on with it.
        case queued(reason: String, notBefore: Timestamp?)
        /// It may or may not have arrived, and nothing more will be sent until somebody or a later look finds out.
        case unknown(reason: String)
        /// Another process is at it right now.
        case busy(reason: String)
        /// An earlier delivery to the same target has to end first.
        case waiting(DeliveryKey)
        /// The outcome could not be written down.
        case unrecorded(reason: String)
        /// A person gave it up.
        case dropped
    }

    package var key: DeliveryKey
    /// Kind of the target, such as `statuspage`.
    package var kind: String
    package var standing: Standing
    /// Address of the incident at the target, when it told one.
    package var url: String?
    package var notes: [DeliveryNote]
    package var attempts: Int
    /// How far a mail is with its recipients; nil for other targets, and before its list is made.
    package var mail: MailCounts?

    /// Describes the end of a run for one delivery.
    package init(
        key: DeliveryKey,
        kind: String,
        standing: Standing,
        url: String? = nil,
        notes: [DeliveryNote] = [],
        attempts: Int = 0
    ) {
        self.key = key
        self.kind = kind
        self.standing = standing
        self.url = url
        self.notes = notes
        self.attempts = attempts
    }

    /// Whether the target has it and shows what we said.
    package var isGood: Bool {
        switch standing {
        case .done: !notes.contains { $0.weight == .problem }
        case .dropped: true
        case .refused, .queued, .unknown, .busy, .waiting, .unrecorded: false
        }
    }
}

extension ExitStatus {
    /// What a run's results tell a script: the worst wins.
    ///
    /// An unknown outcome comes first, since only that one needs a person to look at a target.
    package init(_ results: [DeliveryResult]) {
        var status = ExitStatus.done
        for result in results {
            switch result.standing {
            case .unknown:
                self = .outcomeUnknown
                return
            case .refused, .unrecorded: status = .failed
            case .queued, .busy, .waiting: if status == .done { status = .partlyDelivered }
            case .done, .dropped: if !result.isGood { status = .failed }
            }
        }
        self = status
    }
}
