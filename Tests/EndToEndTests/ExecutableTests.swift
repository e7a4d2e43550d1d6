import Foundation
import Testing

@Test func `the test bundle stands beside the built program`() {
    #expect(!CommandLine.arguments.isEmpty)
}
