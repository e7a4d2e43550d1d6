import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Opens connections on threads of their own and tells a poll loop through a pipe.
///
/// A class, since the threads share it.
final class ConnectionOpener: Sendable {
    private let relay: Relay
    private let results = Mutex<[Result<RelayConnection, RelayFailure>]>([])
    private let reader: Int32
    private let writer: Int32

    /// Makes an opener; nil when the system gives no pipe.
    init?(relay: Relay) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        self.relay = relay
        reader = ends[0]
        writer = ends[1]
    }

    deinit {
        close(reader)
        close(writer)
    }

    /// Readable when a result has come.
    var descriptor: Int32 { reader }

    /// Begins to open a connection.
    func open(timeoutMilliseconds: Int) {
        let isStarted = RelayThread.start { [self] in
            finish(relay.connect(timeoutMilliseconds))
        }
        if !isStarted { finish(.failure(RelayFailure(kind: .temporary, reason: "the system gives no more threads"))) }
    }

    /// What has come since the last call.
    func takeResults() -> [Result<RelayConnection, RelayFailure>] {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(reader, &bytes, bytes.count) > 0 {}
        return results.withLock { results in
            defer { results = [] }
            return results
        }
    }

    private func finish(_ result: sending Result<RelayConnection, RelayFailure>) {
        results.withLock { $0.append(result) }
        var byte: UInt8 = 0
        _ = write(writer, &byte, 1)
    }
}
