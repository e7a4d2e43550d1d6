/// The months along the bottom of a plot.
struct PlotCalendar {
    private let zone: ZoneRules
    /// The first month and the last, counted as `StatisticsPeriod.month` does.
    let months: ClosedRange<Int>

    /// The months that hold the times; nil when there are none.
    init?(_ times: [Timestamp], zone: ZoneRules) {
        guard let first = times.min(), let last = times.max() else { return nil }
        self.zone = zone
        let index = { StatisticsPeriod.month.index(of: zone.civilTime(at: $0)) }
        months = index(first)...index(last)
    }

    /// The month in which a time lies, with the share of it that has passed by then.
    func position(of time: Timestamp, left: Double, right: Double) -> Double {
        let civil = zone.civilTime(at: time)
        let days = Double(CivilDate.days(inMonth: civil.month, of: civil.year))
        let hours = Double((civil.day - 1) * 24 + civil.hour)
        let month = Double(StatisticsPeriod.month.index(of: civil) - months.lowerBound) + hours / (days * 24)
        return left + month / Double(months.count) * (right - left)
    }

    /// The stretch of a month.
    func span(of month: Int, left: Double, right: Double) -> (from: Double, to: Double) {
        let width = (right - left) / Double(months.count)
        let from = left + Double(month - months.lowerBound) * width
        return (from, from + width)
    }

    /// The line with names of months, as many as there is room for; a year stands with its first month.
    func draw(on drawing: inout SVGDrawing, left: Double, right: Double, y: Double) {
        drawing.line(from: (left, y), to: (right, y), "axis")
        let step = max(1, (months.count + 6) / 7)
        var toldYear: Int?
        for month in months where (month - months.lowerBound) % step == 0 {
            let (from, to) = span(of: month, left: left, right: right)
            let name = CivilTime.months[month % 12].prefix(3)
            let x = step == 1 ? (from + to) / 2 : from
            if step > 1 || months.count > 1 { drawing.line(from: (from, y), to: (from, y + 4), "axis") }
            drawing.text(String(name), x: x, y: y + 14, step == 1 ? .middle : .start)
            if toldYear != month / 12 {
                drawing.text("\(month / 12)", x: x, y: y + 25, step == 1 ? .middle : .start)
            }
            toldYear = month / 12
        }
    }
}
