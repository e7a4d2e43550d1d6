#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A thread of its own for work that blocks, such as a transfer.
package enum CurlThread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// Runs the work on a new thread and returns at once.
    ///
    /// SIGPIPE is blocked there: OpenSSL writes without MSG_NOSIGNAL, and with CURLOPT_NOSIGNAL libcurl leaves the
    /// signal to us.
    ///
    /// - Returns: false when the system gives no thread; the work did not run.
    package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(body))
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        #if canImport(Glibc)
        var thread = pthread_t()
        let result = pthread_create(&thread, &attributes, { CurlThread.run($0) }, work.toOpaque())
        #else
        var thread: pthread_t?
        let result = pthread_create(&thread, &attributes, { CurlThread.run($0) }, work.toOpaque())
        #endif
        if result != 0 { work.release() }
        return result == 0
    }

    /// Blocks SIGPIPE on the calling thread, so that a write to a closed connection is an error, not the end.
    package static func blockBrokenPipeSignal() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private static func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let context else { return nil }
        blockBrokenPipeSignal()
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        return nil
    }
}
