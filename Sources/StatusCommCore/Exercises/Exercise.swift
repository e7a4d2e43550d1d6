#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A configuration whose every target is replaced by one on this machine.
///
/// Status pages are static ones in a folder, mail is `.eml` files, banners are feeds in files, ticket systems hold one
/// made-up ticket; for all of them, and for chat rooms, what would be sent stands in files too. No secret is fetched and no network touched.
package struct Exercise: Sendable {
    /// The user's own configuration; its targets are asked what they would send, and nothing else.
    let real: Configuration
    /// The same with local targets.
    package let configuration: Configuration
    /// Where everything is, absolute.
    package let folder: String
    package let clock: ExerciseClock
    /// Time for what looks after things in the background, which must not move that of the exercise.
    package let upkeep: any Clock<Duration>
    package let mark = ExerciseMark()
    private let desk = ExerciseTicketDesk()

    /// State directory of the exercise.
    package var stateDirectory: String { folder + "/state" }

    /// Subscribers' lists of more bytes than this are cut: nobody needs a hundred thousand files.
    private static let listLimit = 64 << 10

    /// Prepares the folder, and makes the local configuration.
    ///
    /// - Throws: `StaticPageError` when the folder cannot be written.
    package init(
        _ real: Configuration,
        in folder: String,
        clock: ExerciseClock,
        upkeep: any Clock<Duration> = .continuous
    ) throws(StaticPageError) {
        self.real = real
        self.upkeep = upkeep
        self.folder = folder
        self.clock = clock
        var local = real
        local.company.name = "\(real.company.name) (exercise)"
        for index in local.statusPages.indices {
            let page = local.statusPages[index]
            local.statusPages[index].destination = .directory("\(folder)/pages/\(page.name)")
        }
        for index in local.banners.indices {
            local.banners[index].file = "\(folder)/banners/\(local.banners[index].name).json"
            local.banners[index].upload = nil
            local.banners[index].bucket = nil
            local.banners[index].stream = nil
            local.banners[index].purge = nil
        }
        if var mail = real.mail {
            mail.relay = .directory("\(folder)/mail")
            mail.user = nil
            mail.password = nil
            mail.subscribers = try Self.samples(of: mail.subscribers, in: folder)
            local.mail = mail
        }
        configuration = local
    }

    /// The clocks of mail in the time of the exercise.
    package var mailClock: MailClock {
        MailClock(
            now: { [clock] in Int(clock.now.offset / .milliseconds(1)) },
            wall: { [clock] in Int(clock.timestamp.seconds) },
            boot: "exercise"
        )
    }

    /// The targets of the exercise, in the order of the configuration.
    ///
    /// - Throws: As `DeliveryChannels.make` does.
    package func channels(_ surroundings: DeliveryChannels.Surroundings) throws -> [any DeliveryChannel] {
        var surroundings = surroundings
        surroundings.standIn = { [desk, folder, clock] target, system in
            ExerciseTicketSystem(
                target: target,
                original: system,
                desk: desk,
                folder: "\(folder)/sent",
                now: { clock.timestamp }
            )
        }
        let local = try DeliveryChannels.make(configuration, surroundings)
        let originals = try DeliveryChannels.make(real, surroundings)
        // Chat rooms are asked what they would send; everything else does its work here.
        let announcements = Set(configuration.announcements.map(\.name))
        return local.map { channel in
            ExerciseChannel(
                original: originals.first { $0.name == channel.name } ?? channel,
                local: announcements.contains(channel.name) ? nil : channel,
                folder: "\(folder)/sent"
            )
        }
    }

    /// The ways to the owners in the exercise: what they would be told is written to files.
    ///
    /// - Throws: As `DeliveryChannels.owners` does.
    package func owners(_ surroundings: DeliveryChannels.Surroundings) throws -> [OwnerChannel] {
        try DeliveryChannels.owners(real, surroundings).map { channel in
            OwnerChannel(ExerciseChannel(original: channel, local: nil, folder: "\(folder)/sent"))
        }
    }

    /// Lists as they are, but for large ones, which are cut at the end of a line; standard input has none.
    private static func samples(of lists: [String], in folder: String) throws(StaticPageError) -> [String] {
        var paths: [String] = []
        for (index, path) in lists.enumerated() where path != "-" {
            guard let file = try? FileDescriptor.open(path, O_RDONLY), let bytes = try? file.read(upTo: listLimit + 1),
                bytes.count > listLimit, let end = bytes.lastIndex(of: UInt8(ascii: "\n"))
            else {
                // One that cannot be read is for the mail target to complain about.
                paths.append(path)
                continue
            }
            let ending = path.split(separator: "/").last?.split(separator: ".").last ?? "csv"
            let sample = StaticFile(path: "subscribers-\(index + 1).\(ending)", bytes: Array(bytes[...end]))
            _ = try StaticPageWriter(directory: folder).write([sample])
            paths.append("\(folder)/\(sample.path)")
        }
        return paths
    }
}
