/// A dot for each incident: when it was, and how long something took.
struct DotPlot {
    struct Dot {
        var at: Timestamp
        var duration: Duration
        /// Whether the goal was missed: drawn as a triangle.
        var isMissed: Bool
        /// Told when a pointer rests on it.
        var title: String
    }

    var id: String
    var title: String
    var description: String
    var dots: [Dot]
    /// Drawn as lines across, with their words.
    var goals: [(limit: Duration, words: String)]
    /// The stretch of time from left to right.
    var calendar: PlotCalendar

    private static let width = 340.0
    private static let height = 190.0
    private static let left = 46.0
    private static let right = 330.0
    private static let top = 14.0
    private static let bottom = 164.0

    var html: String {
        var drawing = SVGDrawing(
            id: id,
            title: title,
            description: description,
            width: Self.width,
            height: Self.height
        )
        let scale = DurationScale(dots.map(\.duration) + goals.map(\.limit), from: Self.bottom, to: Self.top)
        for mark in scale.marks(apart: 17, besides: goals.map(\.limit)) {
            let y = scale.position(mark)
            drawing.line(from: (Self.left, y), to: (Self.right, y), "grid")
            drawing.text(mark.figure(.words), x: Self.left - 6, y: y + 4, .end)
        }
        for goal in goals {
            let y = scale.position(goal.limit)
            drawing.line(from: (Self.left, y), to: (Self.right, y), "goal")
            drawing.text(goal.limit.figure(.words), x: Self.left - 6, y: y + 4, .end, "label strong")
            drawing.text(goal.words, x: Self.right, y: y - 4, .end, "label halo")
        }
        calendar.draw(on: &drawing, left: Self.left, right: Self.right, y: Self.bottom)
        for dot in dots {
            let x = calendar.position(of: dot.at, left: Self.left, right: Self.right)
            let y = scale.position(dot.duration)
            if dot.isMissed {
                drawing.triangle(x: x, y: y, radius: 5, "missed", title: dot.title)
            } else {
                drawing.circle(x: x, y: y, radius: 4, "met", title: dot.title)
            }
        }
        return drawing.html
    }
}
