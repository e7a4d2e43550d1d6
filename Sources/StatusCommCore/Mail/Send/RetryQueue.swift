/// Recipients whom the relay put off, the one who is due first in front; a million of them take 24 MB.
struct RetryQueue: Sendable {
    /// A recipient and when it is due.
    struct Entry: Hashable, Sendable {
        /// Milliseconds of the run's clock.
        var time: Int
        /// Place in the frozen list.
        var index: Int

        fileprivate func comes(before other: Entry) -> Bool { (time, index) < (other.time, other.index) }
    }

    // A binary heap: the two behind place n are 2n + 1 and 2n + 2, and none of them comes before it.
    private var heap: [Entry] = []

    /// The one who is due first.
    var first: Entry? { heap.first }

    /// Adds a recipient.
    mutating func insert(_ entry: Entry) {
        heap.append(entry)
        var place = heap.count - 1
        while place > 0, heap[place].comes(before: heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes the first one out.
    mutating func popFirst() -> Entry? {
        guard let last = heap.popLast() else { return nil }
        guard let first = heap.first else { return last }
        heap[0] = last
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < heap.count && heap[child].comes(before: heap[least]) {
                least = child
            }
            guard least != place else { return first }
            heap.swapAt(place, least)
            place = least
        }
    }
}

/// How often each recipient was put off, and when last, as the journal tells it.
package struct DeferralHistory: Sendable {
    private let count: Int
    // Empty until somebody is put off, which is rare.
    private var attempts: [UInt8] = []
    private var times: [Int] = []

    /// Begins with nobody of so many put off.
    package init(count: Int) { self.count = count }

    /// Takes an event of the journal, oldest first, its time on the run's clock.
    package mutating func take(_ event: MailEvent) {
        guard event.kind == .deferred, (0..<count).contains(event.index) else { return }
        if times.isEmpty { times = Array(repeating: 0, count: count) }
        times[event.index] = event.time
        _ = addAttempt(event.index)
    }

    /// Whether a recipient was put off.
    func has(_ index: Int) -> Bool { !attempts.isEmpty && attempts[index] > 0 }

    /// Counts a deferral; how often the recipient was put off.
    mutating func addAttempt(_ index: Int) -> Int {
        if attempts.isEmpty { attempts = Array(repeating: 0, count: count) }
        attempts[index] = min(attempts[index], .max - 1) + 1
        return Int(attempts[index])
    }

    /// Hands over those who were put off, with how often and when last, and forgets when.
    mutating func takeTimes(_ body: (_ index: Int, _ attempts: Int, _ time: Int) -> Void) {
        for (index, time) in times.enumerated() where attempts[index] > 0 { body(index, Int(attempts[index]), time) }
        times = []
    }
}
