import Curl

/// An open connection to a relay.
///
/// A class, since lists cannot hold what cannot be copied; one thread at a time uses it.
package final class RelayConnection {
    private var connection: MailConnection
    /// Every line the relay has said so far.
    package let replyLines: [String]
    /// Socket to wait on.
    package let socket: Int32
    /// Whether bytes may wait in the connection that the socket does not show.
    package let isEncrypted: Bool

    init(_ connection: consuming MailConnection, isEncrypted: Bool) {
        replyLines = connection.replyLines
        socket = connection.socket
        self.isEncrypted = isEncrypted
        self.connection = connection
    }

    /// Sends what the connection takes now; nil when that is nothing, and the same bytes must come again.
    ///
    /// - Throws: when the connection is broken.
    package func send(_ bytes: UnsafeRawBufferPointer) throws(RelayFailure) -> Int? {
        do throws(CurlError) { return try connection.send(bytes) } catch {
            throw RelayFailure(kind: .temporary, reason: error.detail)
        }
    }

    /// Receives what has come: nil when that is nothing, 0 when the relay has closed.
    ///
    /// - Throws: when the connection is broken.
    package func receive(into buffer: UnsafeMutableRawBufferPointer) throws(RelayFailure) -> Int? {
        do throws(CurlError) { return try connection.receive(into: buffer) } catch {
            throw RelayFailure(kind: .temporary, reason: error.detail)
        }
    }
}

/// Work on a thread of its own.
enum RelayThread {
    /// Runs the work on a new thread; false when the system gives none.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool { CurlThread.start(body) }

    /// Makes a write to a closed connection an error on the calling thread.
    static func blockBrokenPipeSignal() { CurlThread.blockBrokenPipeSignal() }
}
