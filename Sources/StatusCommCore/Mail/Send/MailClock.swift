#if canImport(Glibc)
import Glibc
import SwiftOverlayShims
#else
import Darwin
#endif

/// The two clocks that sending needs.
package struct MailClock: Sendable {
    /// Milliseconds of a clock that never steps and goes on while the machine sleeps.
    package var now: @Sendable () -> Int
    /// Seconds since 1970.
    package var wall: @Sendable () -> Int
    /// Names the time since the machine started.
    package var boot: String

    /// Takes the clocks.
    package init(now: @escaping @Sendable () -> Int, wall: @escaping @Sendable () -> Int, boot: String) {
        self.now = now
        self.wall = wall
        self.boot = boot
    }

    /// The machine's own clocks.
    package static func system() -> MailClock {
        MailClock(
            now: {
                var time = timespec()
                #if canImport(Glibc)
                clock_gettime(CLOCK_BOOTTIME, &time)
                #else
                clock_gettime(CLOCK_MONOTONIC_RAW, &time)
                #endif
                return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
            },
            wall: { Int(Timestamp.readingSystemClock().milliseconds / 1000) },
            boot: bootName()
        )
    }

    // Linux has a random id of each start; elsewhere the second of the start names it.
    private static func bootName() -> String {
        #if canImport(Glibc)
        if var window = try? ByteWindow(path: "/proc/sys/kernel/random/boot_id"), (try? window.fill()) != nil {
            return String(decoding: window.bytes, as: UTF8.self)
        }
        return "linux"
        #else
        var time = timeval()
        var size = MemoryLayout<timeval>.size
        sysctlbyname("kern.boottime", &time, &size, nil, 0)
        return String(time.tv_sec)
        #endif
    }
}
