import Foundation
import JSON5
import StatusCommCore
import TestSupport
import Testing

struct StaticPageWriteTests {
    private let directory: TemporaryDirectory
    private let site: String

    init() throws {
        directory = try TemporaryDirectory()
        site = directory.file("www/site")
    }

    @Test func `a page is written whole, readable by a web server`() async throws {
        let changed = try await write(PageSamples.one)
        let files = StaticPage.files(of: PageSamples.one)
        #expect(changed == files.map(\.path))
        for file in files {
            #expect(FileManager.default.contents(atPath: "\(site)/\(file.path)").map { [UInt8]($0) } == file.bytes)
            #expect(try mode("\(site)/\(file.path)") == 0o644)
        }
        for folder in ["", "/incidents", "/api", "/api/v2/incidents"] { #expect(try mode(site + folder) == 0o755) }
        #expect(try leftovers() == [])
    }

    @Test func `what did not change is not touched`() async throws {
        _ = try await write(PageSamples.one)
        #expect(try await write(PageSamples.one) == [])
        var next = PageSamples.one
        next.incidents[0].updates.append(PageSamples.update(4, .identified, "Half of it works again.", 1))
        let changed = try await write(next)
        #expect(changed.contains("index.html"))
        #expect(changed.contains("api/v2/summary.json"))
        #expect(!changed.contains("_headers"))
        #expect(changed.filter { $0.hasPrefix("incidents/") }.count == 1, "only its own page")
    }

    @Test func `what was lost, cut or made unreadable is made again`() async throws {
        _ = try await write(PageSamples.one)
        try FileManager.default.removeItem(atPath: site + "/history.rss")
        try "half".write(toFile: site + "/index.html", atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: site + "/history.html")
        #expect(try await write(PageSamples.one) == ["history.rss", "history.html", "index.html"])
        #expect(try await write(PageSamples.one) == [])
    }

    @Test func `a link in place of a file is replaced, and what it led to stays`() async throws {
        _ = try await write(PageSamples.one)
        let other = directory.file("other.txt")
        try "mine".write(toFile: other, atomically: false, encoding: .utf8)
        try FileManager.default.removeItem(atPath: site + "/index.html")
        try FileManager.default.createSymbolicLink(atPath: site + "/index.html", withDestinationPath: other)
        #expect(try await write(PageSamples.one) == ["index.html"])
        #expect(try String(contentsOfFile: other, encoding: .utf8) == "mine")
    }

    @Test func `what a killed run left is removed after an hour`() async throws {
        _ = try await write(PageSamples.empty)
        for (name, age) in [("/.statuscomm-1-1", 60.0), ("/.statuscomm-2-2", 4_000)] {
            try "half".write(toFile: site + name, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -age)],
                ofItemAtPath: site + name
            )
        }
        _ = try await write(PageSamples.one)
        #expect(try leftovers() == [".statuscomm-1-1"])
    }

    @Test func `a file in place of the folder is told`() async throws {
        try "x".write(toFile: directory.file("www"), atomically: false, encoding: .utf8)
        let error = await #expect(throws: StaticPageError.self) { try await write(PageSamples.one) }
        #expect(error?.message.hasSuffix("': Not a directory") == true)
    }

    @Test func `a page that another process is writing is told with its name`() async throws {
        let store = MemoryStore()
        let other = LockHolder(processID: 4711, command: "incident update")
        let name = try StoreKey("page").appending(SHA256.hex(Array(site.utf8)))
        let attempt = try await store.lock(name, for: other)
        let error = await #expect(throws: StaticPageError.self) {
            try await StaticPage.write(
                to: site,
                store: store,
                holder: LockHolder(processID: 1, command: "page build"),
                patience: .milliseconds(5),
                clock: ContinuousClock()
            ) { PageSamples.one }
        }
        #expect(
            error?.message
                == "cannot write the page in '\(site)': it is being written by incident update (process 4711)"
        )
        withExtendedLifetime(attempt) {}
    }

    @Test func `of many who append and write, the last page has everything`() async throws {
        let store = try LocalStore.open(directory.file("state"), for: .writing)
        let log = Log(store: store, folder: try StoreKey("log"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 1...12 {
                group.addTask {
                    let author = LogAuthor(name: "t", now: { PageSamples.now }, nonce: { "n\(writer)" })
                    _ = try await log.append(LogDraft(type: "update", data: .null), as: author)
                    _ = try await StaticPage.write(
                        to: site,
                        store: store,
                        holder: LockHolder(processID: Int32(writer), command: "t"),
                        patience: .seconds(120),
                        clock: ContinuousClock()
                    ) {
                        var incident = PageSamples.payments
                        incident.updates = try await log.read().map { entry in
                            PageSamples.update(
                                entry.number,
                                .investigating,
                                "Entry \(entry.stamp.nonce).",
                                60 - entry.number
                            )
                        }
                        return PageSamples.snapshot(incidents: [incident])
                    }
                }
            }
            try await group.waitForAll()
        }
        let text = try String(contentsOfFile: site + "/index.html", encoding: .utf8)
        for writer in 1...12 { #expect(text.contains("Entry n\(writer).")) }
        #expect(try leftovers() == [])
    }

    private func write(_ snapshot: StatusPageSnapshot) async throws -> [String] {
        try await StaticPage.write(
            to: site,
            store: MemoryStore(),
            holder: LockHolder(processID: 1, command: "test"),
            patience: .zero,
            clock: ContinuousClock()
        ) { snapshot }
    }

    private func leftovers() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: site).filter { $0.contains(".statuscomm-") }
    }

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
}
