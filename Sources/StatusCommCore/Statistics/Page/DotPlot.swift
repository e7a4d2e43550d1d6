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

    var html: String {
        var frame = PlotFrame(id: id, title: title, description: description)
        let scale = DurationScale(dots.map(\.duration) + goals.map(\.limit), from: frame.bottom, to: frame.top)
        for mark in scale.marks(apart: 17, besides: goals.map(\.limit)) {
            frame.row(scale.position(mark), mark.figure(.words))
        }
        for goal in goals {
            let y = scale.position(goal.limit)
            frame.row(y, goal.limit.figure(.words), .goal)
            frame.drawing.text(goal.words, x: frame.right, y: y - 4, .end, "label halo")
        }
        frame.months(calendar)
        for dot in dots {
            let x = calendar.position(of: dot.at, left: frame.left, right: frame.right)
            let y = scale.position(dot.duration)
            if dot.isMissed {
                frame.drawing.triangle(x: x, y: y, radius: 5, "missed", title: dot.title)
            } else {
                frame.drawing.circle(x: x, y: y, radius: 4, "met", title: dot.title)
            }
        }
        return frame.drawing.html
    }
}
