/// How far a delivery to many recipients is.
package struct DeliveryProgress: Hashable, Sendable {
    /// Everybody it goes to.
    package var total: Int
    package var sent: Int
    package var refused: Int
    /// Those who still wait.
    package var waiting: Int
    /// Most that may leave in a minute; nil when nothing limits it.
    package var perMinute: Double?
    /// Whether that limit keeps the next ones back right now.
    package var isAtLimit = false
    /// Why nothing leaves right now; nil while it goes on.
    package var pause: String?

    /// States how far it is.
    package init(
        total: Int,
        sent: Int,
        refused: Int,
        waiting: Int,
        perMinute: Double? = nil,
        pause: String? = nil
    ) {
        self.total = total
        self.sent = sent
        self.refused = refused
        self.waiting = waiting
        self.perMinute = perMinute
        self.pause = pause
    }
}
