/// What happens while a run goes on, for a live display.
package enum DeliveryEvent: Hashable, Sendable {
    case started(DeliveryKey, kind: String)
    case sending(DeliveryKey, attempt: Int)
    case looking(DeliveryKey)
    /// The next try comes after a wait.
    case pausing(DeliveryKey, reason: String, wait: Duration)
    /// How far a delivery to many recipients is.
    case progress(DeliveryKey, DeliveryProgress)
    /// Something that a person has to read, whatever else is shown.
    case notice(DeliveryKey, String)
    case ended(DeliveryResult)
}
