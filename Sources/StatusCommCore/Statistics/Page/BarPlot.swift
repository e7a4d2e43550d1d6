/// A bar for each month: promises that were kept, and on top those that were not.
struct BarPlot {
    struct Bar {
        /// Counted as `StatisticsPeriod.month` does.
        var month: Int
        var kept: Int
        var missed: Int
        /// Told when a pointer rests on it.
        var title: String
    }

    var id: String
    var title: String
    var description: String
    var bars: [Bar]
    var calendar: PlotCalendar

    var html: String {
        var frame = PlotFrame(id: id, title: title, description: description, top: 22)
        let highest = max(1, bars.map { $0.kept + $0.missed }.max() ?? 1)
        let step = Self.step(for: highest)
        let end = (highest + step - 1) / step * step
        let unit = (frame.bottom - frame.top) / Double(end)
        for count in stride(from: step, through: end, by: step) {
            frame.row(frame.bottom - Double(count) * unit, "\(count)")
        }
        for bar in bars where bar.kept + bar.missed > 0 {
            let (from, to) = calendar.span(of: bar.month, left: frame.left, right: frame.right)
            let width = min(34, (to - from) * 0.62)
            let x = (from + to) / 2 - width / 2
            let kept = Double(bar.kept) * unit
            let missed = Double(bar.missed) * unit
            if bar.kept > 0 {
                frame.drawing.rectangle(
                    x: x,
                    y: frame.bottom - kept,
                    width: width,
                    height: kept,
                    "met",
                    title: bar.title
                )
            }
            if bar.missed > 0 {
                let y = frame.bottom - kept - missed
                frame.drawing.rectangle(
                    x: x,
                    y: y,
                    width: width,
                    height: max(1, missed - 1.5),
                    "missed",
                    title: bar.title
                )
                let words = width >= 26 ? "\(bar.missed) late" : "\(bar.missed)"
                frame.drawing.text(words, x: x + width / 2, y: y - 4, .middle, "label strong halo")
            }
        }
        frame.months(calendar)
        return frame.drawing.html
    }

    /// The step between lines: 1, 2 or 5 with zeros, at most five lines.
    private static func step(for highest: Int) -> Int {
        var unit = 1
        while true {
            for factor in [1, 2, 5] where highest <= 5 * factor * unit { return factor * unit }
            unit *= 10
        }
    }
}
