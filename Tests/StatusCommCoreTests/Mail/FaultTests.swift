import Foundation
import JSON5
import Testing

struct FaultTests {
    /// Runs spend their time waiting: some at once, and not on a thread that other tests need.
    private static let queue: OperationQueue = {
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = 4
        return queue
    }()

    @Test(arguments: try FaultCase.all())
    func `each fault of a relay leads to what it should, recipient by recipient`(fault: FaultCase) async throws {
        let run = try await withCheckedThrowingContinuation { continuation in
            Self.queue.addOperation { continuation.resume(with: Result { try FaultRun(fault) }) }
        }
        #expect(fault.ends.contains(run.result["end"]?.string ?? ""), "\(run.output)")
        checkRecipients(fault, run)
        checkRecords(fault, run)
        checkDialogue(fault, run)
    }

    private func checkRecipients(_ fault: FaultCase, _ run: FaultRun) {
        let due = fault.accepted(run.result["end"]?.string ?? "")
        let accepted = run.accepted.map { FaultRun.shortName($0["to"]?.string ?? "") }.sorted()
        let doubts = (run.result["doubts"]?.array ?? []).compactMap(\.string).map(FaultRun.shortName).sorted()
        if fault.mayDoubt {
            #expect(Set(accepted) == Set(due))
            let twice = accepted.filter { name in accepted.count { $0 == name } > 1 }
            #expect(Set(twice).isSubset(of: doubts))
        } else {
            #expect(accepted == due)
            #expect(doubts == fault.names("doubts"))
        }
        // Whoever gets a mail twice gets the same bytes twice.
        var seen: [String: JSONValue] = [:]
        for entry in run.accepted {
            let address = entry["to"]?.string ?? ""
            let bytes = JSONValue.array([entry["id"] ?? .null, entry["date"] ?? .null, entry["sha256"] ?? .null])
            #expect(seen[address] == nil || seen[address] == bytes)
            seen[address] = bytes
        }
    }

    private func checkRecords(_ fault: FaultCase, _ run: FaultRun) {
        for member in fault.json["counts"]?.object?.members ?? [] {
            #expect(run.result[member.name] == member.value, "\(member.name)")
        }
        if fault.json["suppressed"] != nil { #expect(run.suppressed == fault.names("suppressed")) }
        if fault.json["events"] != nil { #expect(run.events(fault) == fault.names("events")) }
        // What a relay says can be printed as it is.
        let isPrintable = run.journal.unicodeScalars.allSatisfy { scalar in
            let category = scalar.properties.generalCategory
            return scalar == "\n" || scalar == "\t" || category != .control && category != .format
        }
        #expect(isPrintable)
    }

    private func checkDialogue(_ fault: FaultCase, _ run: FaultRun) {
        // A command never goes ahead of a reply that has to come first.
        #expect(run.count("EARLY") == 0, "\(run.heard)")
        // Who asks for a password to be used sends no mail without.
        if fault.options.contains(where: { $0.hasPrefix("user=") }) {
            let connections = run.connections { $0.contains("MAIL") }
            #expect(connections == run.connections { $0.contains("MAIL") && $0.contains("AUTH") }, "\(run.heard)")
        }
        for member in fault.json["heard"]?.object?.members ?? [] {
            #expect(run.count(member.name) == member.value.int, "\(member.name) in \(run.heard)")
        }
        if let most = fault.json["tries"]?.int { #expect(run.count("CONNECT") <= most, "\(run.heard)") }
        if let most = fault.json["connections"]?.int {
            #expect(Set(run.accepted.map { $0["connection"] }).count <= most)
        }
        if let most = fault.json["milliseconds"]?.int { #expect(run.result["milliseconds"]?.int ?? 0 <= most) }
    }
}
