import Synchronization

/// A flag that ends a running transfer from another thread.
///
/// libcurl looks at it when bytes move and at least once a second.
/// See <https://curl.se/libcurl/c/CURLOPT_XFERINFOFUNCTION.html>.
package final class CurlCancellation: Sendable {
    private let flag = Atomic(false)

    /// Makes a flag that is not set.
    package init() {}

    /// Whether the transfer shall end.
    package var isCancelled: Bool { flag.load(ordering: .relaxed) }

    /// Ends the transfer soon; a second call changes nothing.
    package func cancel() {
        flag.store(true, ordering: .relaxed)
    }
}
