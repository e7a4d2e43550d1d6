import Foundation
import JSON5
import TestSupport
import Testing

/// One line of Tests/Servers/smtp/faults.json: a fault of a relay, and what a send to five recipients has to make of it.
///
/// - `fault`, `name`: which it is. `scenario`: of the fault server; null for no server at `relay`. `options`: of MailSender.
/// - `recipients`, `extra`: other than user0 to user4. `size`: bytes of the message, if not 4 KB.
/// - `end`: how the run ends. `accepted`: who has the mail in the end, once or as often as named; `acceptedBy`: the same, where
///   libcurl's version decides how the run ends. `counts`: of the progress map.
/// - `doubts`: who is in doubt; with `maydoubt` anybody may be, and who is may have the mail twice.
/// - `events`: kinds and names in the journal. `suppressed`: who gets no mail any more.
/// - `heard`: how often the server heard a word. `connections`: most connections with mail on them. `tries`: most connections at
///   all. `milliseconds`: longest time.
struct FaultCase: CustomTestStringConvertible {
    let json: JSONValue
    /// Option of MailSender: from how many waiting mails a connection on the next one's commands go out behind a dot.
    let grouping: String

    var testDescription: String { "\(json["fault"]?.int ?? 0) \(json["name"]?.string ?? ""), \(grouping)" }

    var ends: [String] { (json["end"]?.string ?? "").components(separatedBy: " or ") }
    var options: [String] { (json["options"]?.array ?? []).compactMap(\.string) }
    var recipients: Int { json["recipients"]?.int ?? 5 }
    var extra: [String] { (json["extra"]?.array ?? []).compactMap(\.string) }
    var mayDoubt: Bool { json["maydoubt"]?.bool ?? false }

    var addresses: [String] { (0..<recipients).map { "user\($0)@example.com" } + extra }

    /// Who has the mail in the end, when the run ended like that.
    func accepted(_ end: String) -> [String] {
        guard recipients == 5 else { return (0..<recipients).map(String.init).sorted() }
        return Self.names(json["acceptedBy"]?[end] ?? json["accepted"])
    }

    func names(_ member: String) -> [String] { Self.names(json[member]) }

    private static func names(_ value: JSONValue?) -> [String] {
        (value?.array ?? []).map { $0.string ?? String($0.int ?? -1) }.sorted()
    }

    /// Every case, with one mail behind the other; those that come after the greeting, TLS and AUTH also with the next mail's
    /// commands behind the dot, which must make no difference to anybody.
    static func all() throws -> [FaultCase] {
        let path = FaultServer.folder + "/faults.json"
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        let cases = try JSONValue(parsing: bytes, path: path, options: .store).array ?? []
        return cases.map { FaultCase(json: $0, grouping: "groupsFrom=1000") }
            + cases.filter { $0["fault"]?.int ?? 0 > 6 }.map { FaultCase(json: $0, grouping: "groupsFrom=0") }
    }
}

/// What a send to the fault server left behind.
struct FaultRun {
    let output: String
    let result: JSONValue
    /// What the server took over, in order.
    let accepted: [JSONValue]
    let heard: [String]
    /// The journal as it is on disk.
    let journal: String
    let suppressed: [String]

    init(_ fault: FaultCase) throws {
        let folder = try TemporaryDirectory()
        let certificates = folder.file("certificates")
        var relay = fault.json["relay"]?.string ?? "smtp://127.0.0.1:1"
        var server: FaultServer?
        if case .object(var scenario) = fault.json["scenario"] {
            if let name = scenario["certificate"]?.string {
                try FileManager.default.createDirectory(atPath: certificates, withIntermediateDirectories: true)
                let script = FaultServer.folder + "/certificates.sh"
                _ = try FaultServer.output("/usr/bin/env", ["bash", script, certificates])
                scenario["certificate"] = .string("\(certificates)/\(name).pem")
            }
            let started = try FaultServer(.object(scenario), in: folder)
            relay = relay.hasPrefix("smtps:") ? "smtps://127.0.0.1:\(started.port)" : "smtp://127.0.0.1:\(started.port)"
            server = started
        }
        let list = "address,name\n" + fault.addresses.map { $0 + ",Name\n" }.joined()
        try list.write(toFile: folder.file("list.csv"), atomically: true, encoding: .utf8)

        let program = try BuiltProgram("MailSender").path
        let forFreezing = fault.options.filter { $0.hasPrefix("created=") || $0.hasPrefix("size=") }
        _ = try FaultServer.output(program, ["freeze", folder.file("q/1"), folder.file("list.csv")] + forFreezing)
        let options = fault.options.map { $0 == "ca=authority" ? "ca=\(certificates)/authority.pem" : $0 }
        output = try FaultServer.output(
            program,
            ["send", folder.file("q/1"), relay, "connections=2", fault.grouping] + options
        )
        result = try JSONValue(parsing: output, options: .store)
        accepted = try server?.stop() ?? []
        heard = server?.heard() ?? []
        journal = (try? String(contentsOfFile: folder.file("q/1/events"), encoding: .utf8)) ?? ""
        let text = (try? String(contentsOfFile: folder.file("q/suppressed"), encoding: .utf8)) ?? ""
        suppressed = text.split(separator: "\n").map { Self.shortName(String($0)) }
    }

    /// `3` for user3@example.com.
    static func shortName(_ address: String) -> String {
        let local = address.split(separator: "@").first.map(String.init) ?? address
        return local.hasPrefix("user") ? String(local.dropFirst(4)) : local
    }

    /// Kind and name of each event, sorted.
    func events(_ fault: FaultCase) -> [String] {
        journal.split(separator: "\n").map { line in
            let parts = line.split(separator: "\t")
            let place = Int(parts[0]) ?? 0
            return "\(parts[1]) \(Self.shortName(fault.addresses[place]))"
        }.sorted()
    }

    func count(_ word: String) -> Int { heard.count { $0.split(separator: " ").last ?? "" == word } }

    /// Numbers of the connections whose words are as wanted.
    func connections(_ isWanted: ([Substring]) -> Bool) -> Set<Substring> {
        var words: [Substring: [Substring]] = [:]
        for line in heard {
            let parts = line.split(separator: " ")
            words[parts[0], default: []].append(parts[1])
        }
        return Set(words.filter { isWanted($0.value) }.keys)
    }
}
