/// A line for each target: from the median to the ninetieth of a hundred.
struct RangePlot {
    struct Row {
        var name: String
        var middle: Duration
        var high: Duration
    }

    var id: String
    var title: String
    var description: String
    var rows: [Row]
    var goal: Duration

    private static let rowHeight = 38.0

    var html: String {
        var frame = PlotFrame(
            id: id,
            title: title,
            description: description,
            left: 14,
            right: 326,
            top: 6,
            bottom: 12 + Double(rows.count) * Self.rowHeight,
            below: 24
        )
        let scale = DurationScale(rows.flatMap { [$0.middle, $0.high] } + [goal], from: frame.left, to: frame.right)
        for mark in scale.marks(apart: 44, besides: [goal]) { frame.column(scale.position(mark), mark.figure(.words)) }
        frame.column(scale.position(goal), goal.figure(.words), .goal)
        for (index, row) in rows.enumerated() {
            let y = 12 + Double(index) * Self.rowHeight
            let words = "\(row.name): \(row.middle.figure(.words)), \(row.high.figure(.words))"
            frame.drawing.text(words, x: frame.left, y: y + 10, .start, "label halo")
            let (from, to) = (scale.position(row.middle), scale.position(row.high))
            frame.drawing.line(from: (from, y + 22), to: (to, y + 22), row.high > goal ? "span missed" : "span met")
            frame.drawing.circle(x: from, y: y + 22, radius: 5, row.middle > goal ? "missed" : "met", title: words)
        }
        return frame.drawing.html
    }
}
