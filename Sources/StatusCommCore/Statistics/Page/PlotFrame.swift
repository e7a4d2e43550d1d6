/// What every plot of the page has: a drawing with words for those who listen, and lines across or upright with what they
/// stand for.
struct PlotFrame {
    /// What a line is for; the raw value is its style.
    enum Line: String {
        case scale = "grid"
        case goal

        var label: String {
            switch self {
            case .scale: "label"
            case .goal: "label strong"
            }
        }
    }

    let left: Double
    let right: Double
    let top: Double
    let bottom: Double
    var drawing: SVGDrawing

    /// An empty plot; `below` is the room under its bottom.
    init(
        id: String,
        title: String,
        description: String,
        left: Double = 46,
        right: Double = 330,
        top: Double = 14,
        bottom: Double = 164,
        below: Double = 26
    ) {
        self.left = left
        self.right = right
        self.top = top
        self.bottom = bottom
        drawing = SVGDrawing(id: id, title: title, description: description, width: 340, height: bottom + below)
    }

    /// A line across, with its words at the left.
    mutating func row(_ y: Double, _ words: String, _ line: Line = .scale) {
        drawing.line(from: (left, y), to: (right, y), line.rawValue)
        drawing.text(words, x: left - 6, y: y + 4, .end, line.label)
    }

    /// An upright line, with its words below.
    mutating func column(_ x: Double, _ words: String, _ line: Line = .scale) {
        drawing.line(from: (x, top), to: (x, bottom), line.rawValue)
        drawing.text(words, x: x, y: bottom + 16, .middle, line.label)
    }

    /// The months along the bottom.
    mutating func months(_ calendar: PlotCalendar) {
        calendar.draw(on: &drawing, left: left, right: right, y: bottom)
    }
}
