import StatusCommCore
import Testing

@Test func `exit statuses are the promised numbers`() {
    #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6, 7, 70])
}
