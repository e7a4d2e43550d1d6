/// Slots of the rate that one run uses: taken a few at a time where there are many, so that the file is locked seldom.
struct RateLease {
    private let window: RateWindow
    private var held: [Int] = []

    /// Uses a window.
    init(_ window: RateWindow) { self.window = window }

    /// A slot for one mail.
    ///
    /// - Throws: the error number when the window cannot be used.
    mutating func take() throws(ErrorNumber) -> RateWindow.Grant {
        if let slot = held.popLast() { return .slot(slot) }
        let wait = try window.take(window.leaseSize, into: &held)
        guard let slot = held.popLast() else { return .wait(milliseconds: wait) }
        return .slot(slot)
    }

    /// Gives a slot back; `wasSent` tells whether any of its mail may have left.
    mutating func giveBack(_ slot: Int, wasSent: Bool) {
        if wasSent || window.leaseSize == 1 {
            window.giveBack(slot, wasSent: wasSent)
        } else {
            held.append(slot)
        }
    }

    /// Gives back what was not used.
    mutating func release() {
        for slot in held { window.giveBack(slot, wasSent: false) }
        held = []
    }
}
