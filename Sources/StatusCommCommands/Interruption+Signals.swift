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
    /// SIGINT and SIGTERM of this process.
    package static func signals() -> Interruption {
        Interruption(
            listen: {
                // Touched here, so that the handler never is the first to touch it.
                signalCount.store(0, ordering: .relaxed)
                for number in [SIGINT, SIGTERM] {
                    signal(number) { number in
                        guard signalCount.wrappingAdd(1, ordering: .relaxed).oldValue > 0 else { return }
                        signal(number, SIG_DFL)
                        raise(number)
                    }
                }
            },
            isRequested: { signalCount.load(ordering: .relaxed) > 0 }
        )
    }
}
