package import JSON5

/// Where a delivery stands: the fold of its log.
package struct DeliveryState: Hashable, Sendable {
    /// What can happen next.
    package enum Standing: Hashable, Sendable {
        /// Nothing was sent, or what was sent was certainly not taken.
        case pending
        /// Sent, no answer on record: look before sending again.
        case unknown(reason: String)
        case done
        case refused(reason: String)
        /// Given up by a person.
        case dropped
    }

    package private(set) var standing: Standing = .pending
    /// Requests that left so far.
    package private(set) var attempts = 0
    /// What the target told us that later deliveries need.
    package private(set) var saved = JSONObject()
    package private(set) var notes: [DeliveryNote] = []
    package private(set) var steps: [JSONValue] = []
    /// Why the last attempt did not go through.
    package private(set) var lastReason: String?
    /// The target asked not to be called before.
    package private(set) var notBefore: Timestamp?
    /// When the last request left.
    package private(set) var lastAttemptAt: Timestamp?
    /// When a look first found nothing since the last request.
    package private(set) var firstAbsentAt: Timestamp?
    /// When a look last found nothing since the last request.
    package private(set) var lastAbsentAt: Timestamp?

    /// The state before anything happened.
    package init() {}

    /// Whether nothing more will be sent.
    package var isFinal: Bool {
        switch standing {
        case .done, .refused, .dropped: true
        case .pending, .unknown: false
        }
    }

    /// Takes in the next entry of the log.
    package mutating func apply(_ record: DeliveryRecord, at: Timestamp) {
        switch record {
        case .attempt:
            attempts += 1
            lastAttemptAt = at
            firstAbsentAt = nil
            lastAbsentAt = nil
            notBefore = nil
            // Until an outcome follows, the writer may have died with the request on the wire.
            standing = .unknown(reason: "interrupted while sending")
        case .step(let step):
            steps.append(step)
        case .done(let saved, let notes):
            for member in saved.members { self.saved[member.name] = member.value }
            self.notes += notes
            standing = .done
        case .refused(let reason):
            lastReason = reason
            standing = .refused(reason: reason)
        case .failed(let reason, let notBefore):
            lastReason = reason
            self.notBefore = notBefore
            standing = .pending
        case .unknown(let reason):
            lastReason = reason
            standing = .unknown(reason: reason)
        case .absent:
            // A clock that was set back would keep the two looks from ever being far enough apart.
            firstAbsentAt = min(firstAbsentAt ?? at, at)
            lastAbsentAt = at
        case .settled(let settlement):
            switch settlement {
            case .sent: standing = .done
            case .notSent:
                standing = .pending
                // A person who says so has mended the cause.
                self.notBefore = nil
            case .dropped: standing = .dropped
            }
        }
    }

    /// Whether two looks at least an interval apart both found nothing.
    ///
    /// One look is not enough: the request may still be under way, and some targets list a new entry late.
    package func isAbsent(forAtLeast interval: Duration) -> Bool {
        guard let firstAbsentAt, let lastAbsentAt else { return false }
        return lastAbsentAt.duration(since: firstAbsentAt) >= interval
    }
}
