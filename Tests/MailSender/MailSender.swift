import JSON5
import StatusCommCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Sends mail as the program does, driven by words of its command line, for tests that kill it and measure it.
///
/// `freeze FOLDER LIST` freezes a notification of about 4 KB, or of `size`; `messages FOLDER FILE` freezes one message a line of JSON;
/// `send FOLDER RELAY name=value…` sends what is left. Each prints one JSON object.
@main
struct MailSender {
    static func main() {
        do {
            let arguments = Array(CommandLine.arguments.dropFirst())
            guard arguments.count >= 3 else { throw Mistake(reason: "too few arguments") }
            let options = Options(arguments.dropFirst(3))
            let folder = MailFolder(path: arguments[1])
            switch arguments[0] {
            case "freeze": try freeze(folder, list: arguments[2], options)
            case "messages": try freezeMessages(folder, file: arguments[2])
            case "send": try send(folder, relay: arguments[2], options)
            default: throw Mistake(reason: "unknown word '\(arguments[0])'")
            }
        } catch {
            let text = (error as? any Diagnostic)?.message ?? "\(error)"
            write(text + "\n", to: STDERR_FILENO)
            exit(1)
        }
    }

    struct Mistake: Error {
        let reason: String
    }

    struct Options {
        private var values: [String: String] = [:]

        init(_ words: ArraySlice<String>) {
            for word in words {
                let parts = word.split(separator: "=", maxSplits: 1)
                if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
            }
        }

        subscript(name: String) -> String? { values[name] }

        func int(_ name: String, _ fallback: Int) -> Int { values[name].flatMap { Int($0) } ?? fallback }
    }

    static func identity(_ options: Options) throws -> MailIdentity {
        MailIdentity(
            fromName: "Acme Status",
            from: try MailAddress("status@acme.example"),
            incidentKey: "INC-7",
            changeKey: options["change"] ?? "1",
            date: options.int("date", 1_795_392_000),
            listID: "status.acme.example",
            feedbackID: "api:initial:page:acmestatus"
        )
    }

    static func base(_ options: Options) throws -> MailManifest {
        MailManifest(
            identity: try identity(options),
            severity: .critical,
            phase: .investigating,
            createdAt: options.int("created", MailClock.system().wall())
        )
    }

    // A line of text that begins with a dot now and then, until text and HTML are about as long as wanted.
    private static func filler(_ size: Int) -> String {
        (0..<(size / 190)).map { line in
            (line % 5 == 0 ? ". " : "")
                + "We are still looking into line \(line) of the report and will write again soon."
        }.joined(separator: "\n")
    }

    static func freeze(_ folder: MailFolder, list: String, _ options: Options) throws {
        let scratch = String(folder.path.prefix(upTo: folder.path.lastIndex(of: "/") ?? folder.path.startIndex))
        try MailFolder.makeFolders(scratch)
        let filler = filler(options.int("size", 4000))
        var planner = MailPlanner { request in
            let marks = Dictionary(uniqueKeysWithValues: request.marks.map { ($0.name, $0.value) })
            let name = marks["customer_name"] ?? "customer"
            let link = marks["unsubscribe_url"] ?? "https://status.acme.example/"
            return MailPlanner.Rendered(
                subject: "[Acme] API requests are failing",
                text: "Hello \(name),\n\n\(filler)\n\nStop these mails: \(link)\n",
                html:
                    "<html><body><p>Hello \(name),</p>\n<p>\(filler)</p>\n<a href=\"\(link)\">Stop these mails</a></body></html>\n"
            )
        }
        var selection = SubscriberSelection(
            paths: [list],
            tree: ComponentTree(),
            reserved: [],
            leaves: [],
            severity: .critical,
            suppressions: try SuppressionList.open(scratch + "/suppressed", scratch: scratch),
            seen: try AddressSet.make(in: scratch)
        )
        let isOurs = try folder.make { writer in
            try planner.add(&selection, to: &writer)
            return planner.manifest(try base(options))
        }
        print([("frozen", .bool(isOurs)), ("picked", .number(JSONNumber(planner.picked)))])
    }

    static func freezeMessages(_ folder: MailFolder, file: String) throws {
        let bytes = try readAll(file)
        var manifest = try base(Options([]))
        let isOurs = try folder.make { writer in
            for line in bytes.split(separator: 0x0A) {
                let json = try JSONValue(parsing: Array(line), path: file, options: .store)
                func text(_ name: String) -> SlottedText { SlottedText(pieces: [.literal(json[name]?.string ?? "")]) }
                manifest.variants.append(.init(language: "", timeZone: ""))
                manifest.contents.append(MailContent(subject: text("subject"), text: text("text"), html: text("html")))
                try writer.append(
                    MailRecipient(
                        address: try MailAddress(json["address"]?.string ?? ""),
                        name: json["name"]?.string ?? "",
                        variant: manifest.contents.count - 1
                    )
                )
            }
            return manifest
        }
        print([("frozen", .bool(isOurs))])
    }

    static func send(_ folder: MailFolder, relay url: String, _ options: Options) throws {
        let manifest = try folder.manifest()
        guard let lock = try folder.lock() else {
            print([("end", .string("busy"))])
            return
        }
        defer { withExtendedLifetime(lock) {} }
        let clock = MailClock.system()
        let parent = String(folder.path.prefix(upTo: folder.path.lastIndex(of: "/") ?? folder.path.startIndex))
        var limit: (window: RateWindow, limit: Int)?
        if let rate = options["rate"].flatMap({ Int($0) }) {
            let window = try RateWindow(
                path: parent + "/rate",
                limit: rate,
                rank: options.int("rank", 3),
                clock: clock.now,
                boot: clock.boot
            )
            limit = (window, rate)
        }
        let run = try MailRun(
            composer: try MailComposer(identity: manifest.identity, contents: manifest.contents),
            list: try folder.list(manifest),
            map: try folder.map(manifest),
            journal: try folder.journal(),
            policy: policy(options),
            rate: limit,
            suppressions: try SuppressionList.open(parent + "/suppressed", scratch: parent),
            clock: clock,
            madeAt: manifest.createdAt
        )
        var address = RelayAddress(url: url)
        address.user = options["user"]
        address.password = options["password"]
        address.caFile = options["ca"]
        address.helloName = options["hello"]
        address.encryption = options["tls"].flatMap(RelayAddress.Encryption.init(rawValue:)) ?? .automatic
        let started = clock.now()
        let result = run.run(over: try Relay.curl(address))
        let list = try folder.list(manifest)
        print(try summary(result, list, milliseconds: clock.now() - started))
    }

    private static func policy(_ options: Options) -> MailPolicy {
        var policy = MailPolicy()
        policy.connections = options.int("connections", policy.connections)
        policy.mailsPerConnection = options.int("mailsPerConnection", policy.mailsPerConnection)
        policy.groupsFrom = options.int("groupsFrom", policy.groupsFrom)
        policy.inDoubt = options["inDoubt"].flatMap(MailPolicy.InDoubt.init(rawValue:)) ?? .resend
        policy.firstRetry = options.int("firstRetry", policy.firstRetry)
        policy.longestRetry = options.int("longestRetry", policy.longestRetry)
        policy.giveUpAfter = options.int("giveUpAfter", policy.giveUpAfter)
        policy.slowDownPause = options.int("slowDownPause", policy.slowDownPause)
        policy.reconnectPause = options.int("reconnectPause", policy.reconnectPause)
        policy.longestReconnect = options.int("longestReconnect", policy.longestReconnect)
        policy.unreachableAfter = options.int("unreachableAfter", policy.unreachableAfter)
        policy.patience = options.int("patience", policy.patience)
        policy.timeouts.connect = options.int("connectTimeout", policy.timeouts.connect)
        policy.timeouts.mail = options.int("mailTimeout", policy.timeouts.mail)
        policy.timeouts.recipient = options.int("recipientTimeout", policy.timeouts.recipient)
        policy.timeouts.data = options.int("dataTimeout", policy.timeouts.data)
        policy.timeouts.block = options.int("blockTimeout", policy.timeouts.block)
        policy.timeouts.end = options.int("endTimeout", policy.timeouts.end)
        return policy
    }

    private static func summary(
        _ result: MailRunResult,
        _ list: RecipientList,
        milliseconds: Int
    ) throws -> [(String, JSONValue)] {
        var list = list
        var members: [(String, JSONValue)] = []
        switch result.end {
        case .finished: members.append(("end", .string("finished")))
        case .deferred: members.append(("end", .string("deferred")))
        case .interrupted: members.append(("end", .string("interrupted")))
        case .superseded: members.append(("end", .string("superseded")))
        case .unreachable(let reason): members += [("end", .string("unreachable")), ("reason", .string(reason))]
        case .stopped(let reason): members += [("end", .string("stopped")), ("reason", .string(reason))]
        case .failed(let reason): members += [("end", .string("failed")), ("reason", .string(reason))]
        }
        for state in MailState.allCases {
            members.append((state.name, .number(JSONNumber(result.counts[state]))))
        }
        var doubts: [JSONValue] = []
        for index in result.doubts { doubts.append(.string(try list.recipient(at: index).address.text)) }
        members += [("doubts", .array(doubts)), ("milliseconds", .number(JSONNumber(milliseconds)))]
        return members
    }

    private static func readAll(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw Mistake(reason: "cannot read '\(path)'") }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }

    private static func print(_ members: [(String, JSONValue)]) {
        let object = JSONObject(members.map { JSONObject.Member(name: $0.0, value: $0.1) })
        write(JSONWriter.text(.object(object)) + "\n", to: STDOUT_FILENO)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
