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

    private static let width = 340.0
    private static let height = 190.0
    private static let left = 46.0
    private static let right = 330.0
    private static let top = 22.0
    private static let bottom = 164.0

    var html: String {
        var drawing = SVGDrawing(
            id: id,
            title: title,
            description: description,
            width: Self.width,
            height: Self.height
        )
        let highest = max(1, bars.map { $0.kept + $0.missed }.max() ?? 1)
        let step = Self.step(for: highest)
        let unit = (Self.bottom - Self.top) / Double((highest + step - 1) / step * step)
        for count in stride(from: step, through: (highest + step - 1) / step * step, by: step) {
            let y = Self.bottom - Double(count) * unit
            drawing.line(from: (Self.left, y), to: (Self.right, y), "grid")
            drawing.text("\(count)", x: Self.left - 6, y: y + 4, .end)
        }
        for bar in bars where bar.kept + bar.missed > 0 {
            let (from, to) = calendar.span(of: bar.month, left: Self.left, right: Self.right)
            let width = min(34, (to - from) * 0.62)
            let x = (from + to) / 2 - width / 2
            let kept = Double(bar.kept) * unit
            let missed = Double(bar.missed) * unit
            if bar.kept > 0 {
                drawing.rectangle(x: x, y: Self.bottom - kept, width: width, height: kept, "met", title: bar.title)
            }
            if bar.missed > 0 {
                let y = Self.bottom - kept - missed
                drawing.rectangle(x: x, y: y, width: width, height: max(1, missed - 1.5), "missed", title: bar.title)
                let words = width >= 26 ? "\(bar.missed) late" : "\(bar.missed)"
                drawing.text(words, x: x + width / 2, y: y - 4, .middle, "label strong halo")
            }
        }
        calendar.draw(on: &drawing, left: Self.left, right: Self.right, y: Self.bottom)
        return drawing.html
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
