import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Signals that came while somebody listened.
///
/// The one variable of the program that is nobody's: a signal handler is a C function that is given nothing but a number, so
/// where it leaves word has to have a fixed place.
private let signalCount = Atomic(0)

extension Interruption {
    /// SIGINT, SIGTERM and, when a terminal goes away, SIGHUP of this process; those that it was started to ignore stay ignored.
    package static func signals() -> Interruption {
        Interruption(
            listen: {
                // Touched here, so that the handler never is the first to touch it.
                signalCount.store(0, ordering: .relaxed)
                for number in [SIGINT, SIGTERM, SIGHUP] {
                    let before = signal(number) { number in
                        guard signalCount.wrappingAdd(1, ordering: .relaxed).oldValue > 0 else { return }
                        signal(number, SIG_DFL)
                        raise(number)
                    }
                    if isIgnored(before) { signal(number, SIG_IGN) }
                }
            },
            isRequested: { signalCount.load(ordering: .relaxed) > 0 }
        )
    }
}

/// Whether a signal was ignored, as nohup(1) does, and a shell for what it runs in the background.
private func isIgnored(_ handler: (@convention(c) (Int32) -> Void)?) -> Bool {
    unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}
