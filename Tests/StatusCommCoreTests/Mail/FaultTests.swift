import Foundation
import JSON5
import TestSupport
import Testing

/// One line of Tests/Servers/smtp/faults.json.
struct FaultCase: CustomTestStringConvertible {
    let json: JSONValue

    var testDescription: String { "\(json["fault"]?.int ?? 0) \(json["name"]?.string ?? "")" }

    var ends: [String] { (json["end"]?.string ?? "").components(separatedBy: " or ") }
    var options: [String] { (json["options"]?.array ?? []).compactMap(\.string) }
    var recipients: Int { json["recipients"]?.int ?? 5 }
    var extra: [String] { (json["extra"]?.array ?? []).compactMap(\.string) }
    var mayDoubt: Bool { json["maydoubt"]?.bool ?? false }

    var accepted: [String] {
        guard recipients == 5 else { return (0..<recipients).map(String.init).sorted() }
        return names("accepted")
    }

    func names(_ member: String) -> [String] {
        (json[member]?.array ?? []).map { $0.string ?? String($0.int ?? -1) }.sorted()
    }

    static func all() throws -> [FaultCase] {
        let path = FaultServer.folder + "/faults.json"
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        return (try JSONValue(parsing: bytes, path: path, options: .store).array ?? []).map(FaultCase.init)
    }
}

private func shortName(_ address: String) -> String {
    let local = address.split(separator: "@").first.map(String.init) ?? address
    return local.hasPrefix("user") ? String(local.dropFirst(4)) : local
}

@Suite(.serialized)
struct FaultTests {
    @Test(arguments: try FaultCase.all())
    func `each fault of a relay leads to what it should, recipient by recipient`(fault: FaultCase) throws {
        let folder = try TemporaryDirectory()
        let certificates = folder.file("certificates")
        var relay = fault.json["relay"]?.string ?? "smtp://127.0.0.1:1"
        var server: FaultServer?
        if case .object(var scenario) = fault.json["scenario"] {
            if let name = scenario["certificate"]?.string {
                try FileManager.default.createDirectory(atPath: certificates, withIntermediateDirectories: true)
                _ = try FaultServer.output(
                    "/usr/bin/env",
                    ["bash", FaultServer.folder + "/certificates.sh", certificates]
                )
                scenario["certificate"] = .string("\(certificates)/\(name).pem")
            }
            let started = try FaultServer(.object(scenario), in: folder)
            relay = "smtp://127.0.0.1:\(started.port)"
            server = started
        }
        let addresses = (0..<fault.recipients).map { "user\($0)@example.com" } + fault.extra
        let list = "address,name\n" + addresses.map { $0 + ",Name\n" }.joined()
        try list.write(toFile: folder.file("list.csv"), atomically: true, encoding: .utf8)

        let program = try BuiltProgram("MailSender").path
        let created = fault.options.filter { $0.hasPrefix("created=") }
        _ = try FaultServer.output(program, ["freeze", folder.file("q/1"), folder.file("list.csv")] + created)
        let options = fault.options.map { $0 == "ca=authority" ? "ca=\(certificates)/authority.pem" : $0 }
        let output = try FaultServer.output(program, ["send", folder.file("q/1"), relay, "connections=2"] + options)
        let result = try JSONValue(parsing: output, options: .store)
        let log = try server?.stop() ?? []

        #expect(fault.ends.contains(result["end"]?.string ?? ""), "\(output)")
        let accepted = log.map { shortName($0["to"]?.string ?? "") }.sorted()
        let doubts = (result["doubts"]?.array ?? []).compactMap(\.string).map(shortName).sorted()
        if fault.mayDoubt {
            #expect(Set(accepted) == Set(fault.accepted))
            let twice = accepted.filter { name in accepted.count { $0 == name } > 1 }
            #expect(Set(twice).isSubset(of: doubts))
        } else {
            #expect(accepted == fault.accepted)
            #expect(doubts == fault.names("doubts"))
        }
        for member in fault.json["counts"]?.object?.members ?? [] {
            #expect(result[member.name] == member.value, "\(member.name)")
        }
        // Whoever gets a mail twice gets the same bytes twice.
        var seen: [String: JSONValue] = [:]
        for entry in log {
            let address = entry["to"]?.string ?? ""
            let bytes = JSONValue.array([entry["id"] ?? .null, entry["date"] ?? .null, entry["sha256"] ?? .null])
            #expect(seen[address] == nil || seen[address] == bytes)
            seen[address] = bytes
        }
        if let most = fault.json["connections"]?.int { #expect(Set(log.map { $0["connection"] }).count <= most) }
        if let most = fault.json["most"]?.int { #expect(log.allSatisfy { $0["connection"]?.int ?? 0 <= most }) }
        if let most = fault.json["milliseconds"]?.int { #expect(result["milliseconds"]?.int ?? 0 <= most) }
        if fault.json["suppressed"] != nil {
            let text = (try? String(contentsOfFile: folder.file("q/suppressed"), encoding: .utf8)) ?? ""
            let suppressed = text.split(separator: "\n").map { shortName(String($0)) }
            #expect(suppressed == fault.names("suppressed"))
        }
    }
}
