import JSON5
import StatusCommCore
import Testing

private let start = Timestamp(milliseconds: 1_795_439_100_000)

private func state(_ records: DeliveryRecord...) -> DeliveryState {
    var state = DeliveryState()
    for (second, record) in records.enumerated() {
        state.apply(record, at: start.advanced(by: .seconds(second)))
    }
    return state
}

@Test func `an attempt without an outcome is unknown, since its writer may have died while sending`() {
    #expect(state(.attempt).standing == .unknown(reason: "interrupted while sending"))
    #expect(!state(.attempt).isFinal)
}

@Test func `what certainly was not taken is pending again`() {
    let failed = state(.attempt, .failed(reason: "503", notBefore: start))
    #expect(failed.standing == .pending)
    #expect(failed.attempts == 1)
    #expect(failed.lastReason == "503")
    #expect(failed.notBefore == start)
}

@Test func `one look that finds nothing proves nothing`() {
    #expect(!state(.attempt, .absent).isAbsent(forAtLeast: .seconds(1)))
    #expect(state(.attempt, .absent, .absent).isAbsent(forAtLeast: .seconds(1)))
    #expect(!state(.attempt, .absent, .absent).isAbsent(forAtLeast: .seconds(2)))
}

@Test func `looks before the last attempt do not count`() {
    #expect(!state(.attempt, .absent, .attempt, .absent).isAbsent(forAtLeast: .seconds(1)))
}

@Test func `what a person found ends the doubt`() {
    #expect(state(.attempt, .unknown(reason: "reset"), .settled(.sent)).standing == .done)
    #expect(state(.attempt, .unknown(reason: "reset"), .settled(.notSent)).standing == .pending)
    #expect(state(.attempt, .unknown(reason: "reset"), .settled(.dropped)).isFinal)
}

struct RecordCase: CustomTestStringConvertible {
    let record: DeliveryRecord
    var testDescription: String { record.entryType }
}

@Test(arguments: [
    RecordCase(record: .attempt),
    RecordCase(record: .step(["ticket": "12"])),
    RecordCase(
        record: .done(
            saved: JSONObject([.init(name: "remoteID", value: "p1")]),
            notes: [DeliveryNote(.problem, "still red"), DeliveryNote(.information, "lossy")]
        )
    ),
    RecordCase(record: .refused(reason: "422 name is too long")),
    RecordCase(record: .failed(reason: "503", notBefore: start)),
    RecordCase(record: .failed(reason: "503", notBefore: nil)),
    RecordCase(record: .unknown(reason: "connection reset")),
    RecordCase(record: .absent),
    RecordCase(record: .settled(.notSent)),
])
func `a record reads back as it was written`(example: RecordCase) throws {
    #expect(try DeliveryRecord(entryType: example.record.entryType, data: example.record.entryData) == example.record)
}

@Test(arguments: [
    (1, nil, 1.0, 500), (2, nil, 1.0, 1_000), (3, nil, 0.5, 1_000), (20, nil, 1.0, 30_000), (1, nil, 0.0, 50),
    (1, 7_000, 0.2, 7_100), (4, 60_000, 1.0, 60_250),
])
func `waits double up to a limit, and a hint is a lower bound`(
    attempt: Int,
    hint: Int?,
    random: Double,
    expected: Int
) {
    let wait = RetryPolicy.standard.wait(
        afterAttempt: attempt,
        hint: hint.map { .milliseconds($0) },
        random: random
    )
    #expect(wait == .milliseconds(expected))
}
