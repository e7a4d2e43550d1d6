import StatusCommCore
import TestSupport
import Testing

struct ExerciseClockTests {
    let start = Timestamp(rfc3339: "2026-11-23T14:00:00Z") ?? .earliest

    @Test func `time stands still until somebody sleeps or skips`() async throws {
        let real = ManualClock()
        let clock = ExerciseClock(start: start, speed: nil, real: real)
        real.advance(by: .seconds(50))
        #expect(clock.timestamp == start)
        try await clock.sleep(for: .seconds(90))
        #expect(clock.timestamp == start.advanced(by: .seconds(90)) && real.sleeps.isEmpty)
        clock.skip(to: .init(offset: .seconds(600)))
        clock.skip(to: .init(offset: .seconds(30)))
        #expect(clock.now.offset == .seconds(600))
    }

    @Test func `with a speed a second of ours is many of the exercise`() async throws {
        let real = ManualClock()
        let clock = ExerciseClock(start: start, speed: 60, real: real)
        real.advance(by: .seconds(2))
        #expect(clock.now.offset == .seconds(120))
        try await clock.sleep(until: .init(offset: .seconds(300)), tolerance: nil)
        #expect(real.sleeps == [.seconds(3)] && clock.now.offset == .seconds(300))
        clock.skip(to: .init(offset: .seconds(1_000)))
        real.advance(by: .seconds(1))
        #expect(clock.now.offset == .seconds(1_060))
    }

    @Test func `a sleeper can be woken`() async {
        let clock = ExerciseClock(start: start, speed: nil, real: ManualClock())
        let task = Task { try await clock.sleep(for: .seconds(1)) }
        task.cancel()
        _ = await task.result
        #expect(clock.now.offset <= .seconds(1))
    }
}
