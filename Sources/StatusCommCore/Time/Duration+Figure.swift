extension Duration {
    /// How the units of a figure are written.
    package enum FigureUnits: Hashable, Sendable {
        /// `1m 5s`, for tables in a terminal.
        case letters
        /// `1 min 5 s`, for pages.
        case words
    }

    /// The duration in its two largest units: `45s`, `1m 5s`, `1h 20m`, `2d 3h`.
    ///
    /// Rounded up to the smaller of them, so that no figure looks better than it is; a negative duration counts as none.
    package func figure(_ style: FigureUnits = .letters) -> String {
        let seconds = max(0, milliseconds.advanced(by: 999) / 1_000)
        let pairs: [(large: FigureUnit, small: FigureUnit)] = [(.minute, .second), (.hour, .minute), (.day, .hour)]
        for (large, small) in pairs {
            let count = (seconds + small.seconds - 1) / small.seconds
            let whole = large.seconds / small.seconds
            // Rounding may have carried it into the next pair: 59m 59.5s is 1h.
            guard large == .day || count < whole * (large == .hour ? 24 : 60) else { continue }
            let parts = [(count / whole, large), (count % whole, small)].filter { $0.0 > 0 }
            return parts.isEmpty
                ? small.text(0, style) : parts.map { $1.text($0, style) }.joined(separator: " ")
        }
        preconditionFailure("days take any duration")
    }

    private enum FigureUnit {
        case second
        case minute
        case hour
        case day

        var seconds: Int64 {
            switch self {
            case .second: 1
            case .minute: 60
            case .hour: 3_600
            case .day: 86_400
            }
        }

        func text(_ count: Int64, _ style: FigureUnits) -> String {
            switch (self, style) {
            case (.second, .letters): "\(count)s"
            case (.minute, .letters): "\(count)m"
            case (.hour, .letters): "\(count)h"
            case (.day, .letters): "\(count)d"
            case (.second, .words): "\(count) s"
            case (.minute, .words): "\(count) min"
            case (.hour, .words): "\(count) h"
            case (.day, .words): count == 1 ? "1 day" : "\(count) days"
            }
        }
    }
}
