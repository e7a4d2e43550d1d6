#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Durations on a line, from seconds to weeks: each step of the line multiplies.
struct DurationScale {
    /// Pixels of the shortest and of the longest duration.
    let pixels: (first: Double, last: Double)
    /// Seconds at the ends of the line.
    let range: (first: Double, last: Double)

    /// Durations at which a line may have a mark.
    static let marks: [Duration] =
        [1, 5, 10, 30, 60, 120, 300, 900, 1_800, 3_600, 2 * 3_600, 4 * 3_600, 8 * 3_600].map { .seconds($0) }
        + [1, 2, 4, 7, 14, 30, 120].map { .seconds($0 * 86_400) }

    /// A line that holds the durations, with some room on both sides.
    init(_ durations: [Duration], from first: Double, to last: Double) {
        pixels = (first, last)
        let seconds = durations.map(Self.seconds)
        range = ((seconds.min() ?? 1) / 1.6, (seconds.max() ?? 60) * 1.6)
    }

    func position(_ duration: Duration) -> Double {
        let share = log(Self.seconds(duration) / range.first) / log(range.last / range.first)
        return pixels.first + share * (pixels.last - pixels.first)
    }

    /// Marks of the line that are at least so many pixels apart, and apart from those already taken.
    func marks(apart distance: Double, besides taken: [Duration] = []) -> [Duration] {
        var positions = taken.map(position)
        return Self.marks.filter { mark in
            let seconds = Self.seconds(mark)
            guard range.first...range.last ~= seconds else { return false }
            let place = position(mark)
            guard positions.allSatisfy({ abs($0 - place) >= distance }) else { return false }
            positions.append(place)
            return true
        }
    }

    /// No less than a second: there is no place for nothing on such a line.
    private static func seconds(_ duration: Duration) -> Double { max(1, Double(duration.milliseconds) / 1_000) }
}
