import Foundation
import JSON5
import StatusCommCore
import Synchronization
import TestSupport
import Testing

/// Mail as a target of deliveries, into a folder of files.
@Suite struct MailChannelTests {
    private struct Fixture {
        let folder: TemporaryDirectory
        let repository: IncidentRepository
        let office: MailOffice

        init(_ mail: String = "", addresses: [String] = ["a@b.c", "d@e.f"]) throws {
            folder = try TemporaryDirectory()
            repository = IncidentRepository(store: MemoryStore(), author: .fixed(clock: ManualClock()))
            let text = """
                { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example" },
                  components: [ { id: "rest", name: "REST API" } ],
                  mail: { relay: { directory: "outbox" }, from: "status@acme.example", subscribers: "list.csv" \(mail) } }
                """
            let zones = ZoneDatabase(environment: [:])
            let configuration = try Configuration(
                parsing: Array(text.utf8),
                path: "config.json5",
                baseDirectory: folder.path,
                zones: zones
            )
            office = MailOffice(
                configuration: try #require(configuration.mail),
                company: configuration.company,
                components: configuration.components,
                writer: MessageWriter(
                    templates: try .builtIn(),
                    company: MessageCompany(configuration.company),
                    components: configuration.components
                ),
                zones: zones,
                vault: SecretVault(environment: [:]),
                stateDirectory: folder.file("state")
            )
            let list = "address\n" + addresses.map { $0 + "\n" }.joined()
            try list.write(toFile: folder.file("list.csv"), atomically: true, encoding: .utf8)
        }

        var channel: MailChannel { DeliveryChannels.mail(office, repository) }

        func job(at time: Timestamp, phase: IncidentPhase = .investigating) throws -> DeliveryJob {
            let publication = Publication(message: "Some requests fail.", targets: ["mail"])
            let opening = IncidentChange.Opening(
                publicID: "k3x9k3x9k3x9",
                title: "Errors",
                severity: .high,
                startedAt: time,
                publication: publication
            )
            var incident = Incident(id: try #require(IncidentID(number: 7)), opening: opening, at: time, by: "ana@host")
            if phase == .resolved {
                try incident.apply(.resolved(.init(publication: publication)), at: time, by: "ana@host")
            }
            let update = incident.latestUpdate
            return DeliveryJob(
                key: DeliveryKey(incident: incident.id, target: "mail", change: update.sequence),
                action: phase == .resolved ? .resolve : .open,
                operationKey: "seed",
                incident: incident,
                update: update,
                saved: JSONObject()
            )
        }

        func audited() async throws -> [AuditRecord] { try await repository.auditLog().records().map(\.record) }

        var files: Int { ((try? FileManager.default.contentsOfDirectory(atPath: folder.file("outbox"))) ?? []).count }
    }

    private let now = Timestamp.readingSystemClock()

    @Test func `a notification has one audit entry, also when its end is recorded twice`() async throws {
        let fixture = try Fixture()
        let job = try fixture.job(at: now)
        for _ in 0..<2 {
            guard case .done(let saved, let notes) = await fixture.channel.send(job, within: .seconds(60)) else {
                Issue.record("not sent")
                return
            }
            #expect(saved["accepted"] == 2)
            #expect(notes == [DeliveryNote(.information, "2 sent, of 2")])
        }
        let records = try await fixture.audited()
        #expect(records.count == 1)
        let record = try #require(records.first)
        #expect(record.command == "mail")
        #expect(record.incident == "INC-7")
        #expect(record.result.hasPrefix("investigating: 2 sent, of 2, in "))
        #expect(record.data["recipients"] == 2)
        #expect(record.data["refused"] == 0)
        #expect(record.data["delivery"] == "INC-7/mail/1")
    }

    @Test func `an update that is too old is not sent, and those who were waiting are told apart`() async throws {
        let fixture = try Fixture(", maximumAge: \"1h\"")
        let job = try fixture.job(at: now.advanced(by: .seconds(-3_700)))
        _ = try fixture.office.freeze(job.incident, seed: "seed")
        guard case .refused(let reason) = await fixture.channel.send(job, within: .seconds(60)) else {
            Issue.record("not refused")
            return
        }
        #expect(reason == "the update is older than 60 min; 2 left out since it was too old, of 2")
        #expect(fixture.files == 0)
        #expect(try fixture.office.counts(of: job.incident, change: 1)?[.expired] == 2)
        #expect(try await fixture.audited().map { $0.data["leftOut"] } == [2])
    }

    @Test func `the end of an incident is never too old`() async throws {
        let fixture = try Fixture(", maximumAge: \"1h\"")
        let job = try fixture.job(at: now.advanced(by: .seconds(-86_400)), phase: .resolved)
        guard case .done = await fixture.channel.send(job, within: .seconds(60)) else {
            Issue.record("not sent")
            return
        }
        #expect(fixture.files == 2)
    }

    @Test func `who gives way before the list is made has told nobody`() async throws {
        let fixture = try Fixture()
        let job = try fixture.job(at: now)
        guard case .done(_, let notes) = await fixture.channel.giveWay(job) else {
            Issue.record("no end")
            return
        }
        #expect(notes.map(\.text) == ["nobody was told of it: a newer message came first"])
        #expect(fixture.files == 0)
    }

    @Test func `mails in flight of a dead process are in doubt when a newer message takes their place`() async throws {
        let fixture = try Fixture()
        let job = try fixture.job(at: now)
        let folder = try fixture.office.freeze(job.incident, seed: "seed")
        do {
            var map = try folder.map(try folder.manifest())
            map[0] = .inFlight
        }
        guard case .done(let saved, _) = await fixture.channel.giveWay(job) else {
            Issue.record("no end")
            return
        }
        #expect(saved["in_doubt"] == 1)
        #expect(saved["superseded"] == 1)
        #expect(try fixture.office.exceptions(of: folder).map(\.state) == [.inDoubt])
    }

    @Test func `lines that are no use are named, and counted in the result`() async throws {
        let fixture = try Fixture(addresses: ["a@b.c", "bad", "d@e.f"])
        let told = Mutex<[String]>([])
        let plain = try fixture.job(at: now)
        let job = DeliveryJob(
            key: plain.key,
            action: .open,
            operationKey: "seed",
            incident: plain.incident,
            update: plain.update,
            saved: JSONObject(),
            notice: { text in told.withLock { $0.append(text) } }
        )
        guard case .done(_, let notes) = await fixture.channel.send(job, within: .seconds(60)) else {
            Issue.record("not sent")
            return
        }
        let place = fixture.folder.file("list.csv") + ":3: the address has no '@'"
        #expect(told.withLock { $0 } == [place])
        #expect(notes.map(\.text).contains("1 lines of the lists could not be used, such as \(place)"))
    }
}
