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

    private static let width = 340.0
    private static let left = 14.0
    private static let right = 326.0
    private static let rowHeight = 38.0

    var html: String {
        let bottom = 12 + Double(rows.count) * Self.rowHeight
        var drawing = SVGDrawing(
            id: id,
            title: title,
            description: description,
            width: Self.width,
            height: bottom + 24
        )
        let scale = DurationScale(rows.flatMap { [$0.middle, $0.high] } + [goal], from: Self.left, to: Self.right)
        for mark in scale.marks(apart: 44, besides: [goal]) {
            drawing.line(from: (scale.position(mark), 6), to: (scale.position(mark), bottom), "grid")
            drawing.text(mark.figure(.words), x: scale.position(mark), y: bottom + 16, .middle)
        }
        let x = scale.position(goal)
        drawing.line(from: (x, 6), to: (x, bottom), "goal")
        drawing.text(goal.figure(.words), x: x, y: bottom + 16, .middle, "label strong")
        for (index, row) in rows.enumerated() {
            let y = 12 + Double(index) * Self.rowHeight
            let words = "\(row.name): \(row.middle.figure(.words)), \(row.high.figure(.words))"
            drawing.text(words, x: Self.left, y: y + 10, .start, "label halo")
            let (from, to) = (scale.position(row.middle), scale.position(row.high))
            drawing.line(from: (from, y + 22), to: (to, y + 22), row.high > goal ? "span missed" : "span met")
            drawing.circle(x: from, y: y + 22, radius: 5, row.middle > goal ? "missed" : "met", title: words)
        }
        return drawing.html
    }
}
