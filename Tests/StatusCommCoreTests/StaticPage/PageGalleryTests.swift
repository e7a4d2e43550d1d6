import Foundation
import StatusCommCore
import TestSupport
import Testing

/// Writes the sample pages to the folder that `STATUSCOMM_PAGE_GALLERY` names, for people to look at.
struct PageGalleryTests {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["STATUSCOMM_PAGE_GALLERY"] != nil))
    func `the gallery of sample pages`() async throws {
        let folder = try #require(ProcessInfo.processInfo.environment["STATUSCOMM_PAGE_GALLERY"])
        let samples = [
            ("calm", PageSamples.calm), ("one", PageSamples.one), ("three", PageSamples.three),
            ("empty", PageSamples.empty), ("long", PageSamples.long),
        ]
        for (name, snapshot) in samples {
            _ = try await StaticPage.write(
                to: "\(folder)/\(name)",
                store: MemoryStore(),
                holder: LockHolder(processID: 1, command: "gallery"),
                patience: .zero,
                clock: ContinuousClock()
            ) { snapshot }
            #expect(FileManager.default.fileExists(atPath: "\(folder)/\(name)/index.html"))
        }
    }
}
