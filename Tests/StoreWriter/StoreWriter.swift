import JSON5
import StatusCommCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A process that writes to a local store, for tests that kill it.
///
///     StoreWriter append STATE FOLDER COUNT   prints `ready`, waits for a line, then appends entries, for ever when
///                                             COUNT is 0; prints `<number> <nonce>` for each that is durable
///     StoreWriter read STATE FOLDER           prints `<number> <nonce>` for each entry
///     StoreWriter lock STATE NAME             prints `taken`, or `busy: <holder>`; keeps the lock until it is killed
@main
struct StoreWriter {
    static func main() async {
        // Whatever a test does to us, nothing is left running.
        alarm(60)
        do {
            try await run(Array(CommandLine.arguments.dropFirst()))
        } catch let error as any Diagnostic {
            say(error.message, to: STDERR_FILENO)
            exit(error.exitStatus.rawValue)
        } catch {
            say("\(error)", to: STDERR_FILENO)
            exit(70)
        }
    }

    static func run(_ arguments: [String]) async throws {
        guard arguments.count >= 3 else { exit(2) }
        if arguments[0] == "append" {
            say("ready")
            _ = readLine()
        }
        let writes = arguments[0] != "read"
        let store = try LocalStore.open(arguments[1], for: writes ? .writing : .reading)
        let name = try StoreKey(arguments[2])
        switch (arguments[0], arguments.count) {
        case ("append", 4): try await append(Log(store: store, folder: name), count: Int(arguments[3]) ?? 0)
        case ("read", 3):
            for entry in try await Log(store: store, folder: name).read() {
                say("\(entry.number) \(entry.stamp.nonce)")
            }
        case ("lock", 3): try await lock(name, in: store)
        default: exit(2)
        }
    }

    private static func append(_ log: Log, count: Int) async throws {
        let name = "\(getpid())"
        var history: [LogEntry]?
        var written = 0
        while count == 0 || written < count {
            written += 1
            let nonce = "\(name)-\(written)"
            let author = LogAuthor(name: name, now: { Timestamp(milliseconds: 0) }, nonce: { nonce })
            let result = try await log.append(as: author, to: history) { _ in
                LogDraft(type: "note", data: .string("entry \(nonce)"))
            }
            history = result.history
            // One write(2) a line, so that a line that was read is a promise that was made.
            if let entry = result.history.last { say("\(entry.number) \(nonce)") }
        }
    }

    private static func lock(_ name: StoreKey, in store: LocalStore) async throws {
        switch try await store.lock(name, for: LockHolder(processID: getpid(), command: "test lock")) {
        case .busy(let holder): say("busy: \(holder.map(\.description) ?? "somebody")")
        case .taken(let lock):
            say("taken")
            while true { pause() }
            withExtendedLifetime(lock) {}
        }
    }

    private static func say(_ line: String, to descriptor: Int32 = STDOUT_FILENO) {
        let bytes = Array("\(line)\n".utf8)
        _ = write(descriptor, bytes, bytes.count)
    }
}
