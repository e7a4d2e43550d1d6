/// Numbers of a feed's versions: strictly rising, in milliseconds since 1970 as long as clocks allow.
///
/// Each number is a key that is created once, so that two machines never publish two feeds under one number, and a
/// clock that was set back does not let readers fall behind.
struct BannerSequence: Sendable {
    let store: any Store
    let feed: String

    /// Takes the next number, durable when this returns.
    func next(now: Timestamp) async throws -> Int64 {
        var number = max(now.milliseconds, (try await newest(after: now)) + 1)
        for _ in 0..<50 {
            switch try await store.create(key(number), Array("{}".utf8)) {
            case .created: return number
            case .exists: number += 1
            }
        }
        throw StoreError.contended(folder: "banner/\(feed)", tries: 50)
    }

    /// Whether somebody has taken a number after one of ours.
    func isNewest(_ number: Int64) async throws -> Bool {
        try await store.list(folder(), after: key(number)).isEmpty
    }

    /// Highest number in use, 0 when it is so old that the clock is certainly past it.
    private func newest(after now: Timestamp) async throws -> Int64 {
        let dayBefore = max(0, now.milliseconds - 86_400_000)
        let last = try await store.list(folder(), after: key(dayBefore)).last
        return last.flatMap { Int64($0.name) } ?? 0
    }

    private func folder() throws(StoreError) -> StoreKey {
        try StoreKey("banner/\(feed)")
    }

    /// Thirteen digits, which last until the year 2286.
    private func key(_ number: Int64) throws(StoreError) -> StoreKey {
        let digits = String(number)
        return try folder().appending(String(repeating: "0", count: max(0, 13 - digits.count)) + digits)
    }
}
