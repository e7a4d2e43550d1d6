#if canImport(Glibc)
import Glibc
// glibc's timespec counts as a part of whichever module the compiler happens to load first: this one or Glibc.
import SwiftOverlayShims
#else
import Darwin
#endif

/// An instant, in milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// The one type for time in the program: it has no zone, prints as RFC 3339 in UTC and compares exactly. It stays
/// within the years 0000 to 9999, which is all that RFC 3339 can write: arithmetic stops at their ends.
package struct Timestamp: Hashable, Sendable {
    /// Milliseconds since 1970, negative before.
    package let milliseconds: Int64

    /// The first millisecond of the year 0000.
    package static let earliest = Timestamp(unchecked: -62_167_219_200_000)
    /// The last millisecond of the year 9999.
    package static let latest = Timestamp(unchecked: 253_402_300_799_999)

    /// Takes milliseconds since 1970, moved to the nearer end when outside the years 0000 to 9999.
    package init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, Self.earliest.milliseconds), Self.latest.milliseconds)
    }

    /// Takes whole seconds since 1970, moved to the nearer end when outside the years 0000 to 9999.
    package init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        self.init(milliseconds: overflow ? (seconds < 0 ? .min : .max) : product)
    }

    private init(unchecked: Int64) {
        milliseconds = unchecked
    }

    /// Reads the machine's clock; only the outermost shell calls it, everything else is given the instant.
    package static func readingSystemClock() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Whole seconds since 1970, rounded towards the past.
    package var seconds: Int64 { milliseconds.quotient(flooringBy: 1_000) }

    /// The instant a while later, or earlier for a negative duration, which is cut to whole milliseconds.
    package func advanced(by duration: Duration) -> Timestamp {
        let (sum, overflow) = milliseconds.addingReportingOverflow(duration.milliseconds)
        return Timestamp(milliseconds: overflow ? (duration < .zero ? .min : .max) : sum)
    }

    /// Time since an earlier instant; negative when it is later.
    package func duration(since earlier: Timestamp) -> Duration {
        .milliseconds(milliseconds - earlier.milliseconds)
    }
}

extension Timestamp: Comparable {
    package static func < (first: Timestamp, second: Timestamp) -> Bool { first.milliseconds < second.milliseconds }
}

extension Duration {
    /// Whole milliseconds, cut towards zero; the ends of `Int64` where it does not fit.
    package var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        let (sum, carry) = product.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return overflow || carry ? (seconds < 0 ? .min : .max) : sum
    }
}

extension Int64 {
    /// The quotient rounded towards minus infinity.
    func quotient(flooringBy divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
