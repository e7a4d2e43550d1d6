/// What happens while a run goes on, for a live display.
package enum DeliveryEvent: Hashable, Sendable {
    case started(DeliveryKey, kind: String)
    case sending(DeliveryKey, attempt: Int)
    case looking(DeliveryKey)
    /// The next try comes after a wait.
    case pausing(DeliveryKey, reason: String, wait: Duration)
    case ended(DeliveryResult)
}
