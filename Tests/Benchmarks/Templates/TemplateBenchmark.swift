import Foundation
import JSON5
import Mustache

/// Prints how many messages a second each way of rendering makes, on one thread, all in one run.
///
/// Mails: three messages a customer; report: one with 50 timeline entries. Values of the incident are the same for all,
/// those of the customer differ. All ways must give the same bytes, which is checked before anything is measured.
@main
struct TemplateBenchmark {
    static func main() throws {
        let customers = Int(ProcessInfo.processInfo.environment["CUSTOMERS"] ?? "") ?? 100_000
        let people = (0..<customers).map(Workload.customer)
        print("\(customers) customers, median of 3")
        try measure("mails", Workload.mails, people)
        try measure("report", [Workload.report], people)
    }

    static func measure(_ title: String, _ sources: [String], _ people: [JSONValue]) throws {
        let templates = try sources.map { try Template(parsing: $0, name: title) }
        let specialised = templates.map { $0.specialised(with: Workload.incident) }
        let incident = TemplateData(Workload.incident)
        let peer = Peer(sources)
        let texts = people.map(Peer.texts)
        var renderer = Renderer()
        var recipient = TemplateData()

        var sizes = 0
        var finished: [[UInt8]] = []
        for (index, person) in people.enumerated() where index % max(1, people.count / 1000) == 0 {
            recipient.assign(person)
            for number in templates.indices {
                try renderer.render(templates[number], incident, fallback: recipient)
                let direct = renderer.bytes
                try renderer.render(specialised[number], recipient)
                precondition(renderer.bytes == direct, "specialised output differs")
                precondition(peer.bytes(number, texts[index]) == direct, "ctemplate's output differs")
                sizes += direct.count
                if finished.count < templates.count { finished.append(direct) }
            }
        }
        let messages = people.count * templates.count
        let sizeCount = (people.count + max(1, people.count / 1000) - 1) / max(1, people.count / 1000) * templates.count
        print("\n\(title): \(messages) messages of \(sizes / sizeCount) bytes; pieces \(specialised.map(\.pieceCount))")

        var total = 0
        let copied = timed {
            for _ in people.indices {
                for text in finished {
                    text.withUnsafeBytes {
                        peer_copy(peer_text(bytes: $0.bindMemory(to: CChar.self).baseAddress, length: $0.count))
                    }
                }
            }
        }
        let ctemplate = timed { for text in texts { total += peer.render(text) } }
        let direct = try timed {
            for person in people {
                recipient.assign(person)
                for template in templates {
                    try renderer.render(template, incident, fallback: recipient)
                    total += renderer.withBytes(\.count)
                }
            }
        }
        let folded = try timed {
            for person in people {
                recipient.assign(person)
                for template in specialised {
                    try renderer.render(template, recipient)
                    total += renderer.withBytes(\.count)
                }
            }
        }
        precondition(total > 0)
        row("memcpy of finished text", messages, copied, ctemplate)
        row("ctemplate", messages, ctemplate, ctemplate)
        row("direct", messages, direct, ctemplate)
        row("specialised", messages, folded, ctemplate)
    }

    static func row(_ name: String, _ messages: Int, _ seconds: Double, _ reference: Double) {
        let rate = Double(messages) / seconds
        print(
            name.padding(toLength: 26, withPad: " ", startingAt: 0)
                + String(format: "%12.0f /s %10.1f ns %8.2f x ctemplate", rate, 1e9 / rate, reference / seconds)
        )
    }

    static func timed(_ body: () throws -> Void) rethrows -> Double {
        var runs: [Double] = []
        for _ in 0..<3 {
            let start = processorTime()
            try body()
            runs.append(processorTime() - start)
        }
        return runs.sorted()[1]
    }

    /// Processor time, so that other work on the machine does not count.
    static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
