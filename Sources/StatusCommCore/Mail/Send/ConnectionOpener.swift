#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Opens connections on threads of their own and hands them to a poll loop through a pipe.
///
/// A class, since the threads share it. What the pipe carries is the address of a result that nobody else owns: a write of
/// a word to a pipe is whole or not at all (pipe(7)).
final class ConnectionOpener: Sendable {
    private final class Box {
        let result: Result<RelayConnection, RelayFailure>

        init(_ result: Result<RelayConnection, RelayFailure>) { self.result = result }
    }

    private let relay: Relay
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
        // Every thread that could still write holds the opener: what is in the pipe now is all.
        _ = takeResults()
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
        var results: [Result<RelayConnection, RelayFailure>] = []
        var address = UInt(0)
        while read(reader, &address, MemoryLayout<UInt>.size) == MemoryLayout<UInt>.size {
            guard let pointer = UnsafeRawPointer(bitPattern: address) else { continue }
            results.append(Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().result)
        }
        return results
    }

    private func finish(_ result: Result<RelayConnection, RelayFailure>) {
        let box = Unmanaged.passRetained(Box(result))
        var address = UInt(bitPattern: box.toOpaque())
        // The pipe holds thousands of words and there are never so many connections.
        if write(writer, &address, MemoryLayout<UInt>.size) != MemoryLayout<UInt>.size { box.release() }
    }
}
