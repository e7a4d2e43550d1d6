/// A picture for the inside of an HTML page, in SVG 1.1: no script, no style of its own, colours by class.
///
/// It has a title and a description for those who listen; what is drawn is for those who see.
struct SVGDrawing {
    /// Where a text stands from its point.
    enum Anchor: String {
        case start
        case middle
        case end
    }

    /// Unique on the page.
    let id: String
    let title: String
    let description: String
    let width: Double
    let height: Double
    private var content = ""

    init(id: String, title: String, description: String, width: Double, height: Double) {
        self.id = id
        self.title = title
        self.description = description
        self.width = width
        self.height = height
    }

    mutating func line(from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ style: String) {
        content += """
            <line class="\(style)" x1="\(number(start.x))" y1="\(number(start.y))" x2="\(number(end.x))" \
            y2="\(number(end.y))"/>

            """
    }

    mutating func rectangle(x: Double, y: Double, width: Double, height: Double, _ style: String, title: String? = nil)
    {
        let place = "x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(height))\""
        shape("rect", "class=\"\(style)\" \(place)", title)
    }

    mutating func circle(x: Double, y: Double, radius: Double, _ style: String, title: String? = nil) {
        shape("circle", "class=\"\(style)\" cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(radius))\"", title)
    }

    /// A triangle that points up, around its middle.
    mutating func triangle(x: Double, y: Double, radius: Double, _ style: String, title: String? = nil) {
        let top = "M\(number(x)) \(number(y - radius))"
        let path = "\(top)L\(number(x + radius)) \(number(y + radius * 0.8))H\(number(x - radius))Z"
        shape("path", "class=\"\(style)\" d=\"\(path)\"", title)
    }

    mutating func text(_ text: String, x: Double, y: Double, _ anchor: Anchor = .start, _ style: String = "label") {
        content += """
            <text class="\(style)" x="\(number(x))" y="\(number(y))" text-anchor="\(anchor.rawValue)">\
            \(PageText.html(text))</text>

            """
    }

    /// The whole element.
    var html: String {
        """
        <svg class="plot" viewBox="0 0 \(number(width)) \(number(height))" role="img" \
        aria-labelledby="\(id)-title \(id)-text">
        <title id="\(id)-title">\(PageText.html(title))</title>
        <desc id="\(id)-text">\(PageText.html(description))</desc>
        \(content)</svg>

        """
    }

    private mutating func shape(_ name: String, _ attributes: String, _ title: String?) {
        content +=
            title.map { "<\(name) \(attributes)><title>\(PageText.html($0))</title></\(name)>\n" }
            ?? "<\(name) \(attributes)/>\n"
    }

    /// With one decimal at most, whatever the language of the machine.
    private func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = abs(tenths).quotientAndRemainder(dividingBy: 10)
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }
}
