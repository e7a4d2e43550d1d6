/// Dates as mail headers have them.
enum MailDate {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Date and time of RFC 5322 section 3.3, in UTC.
    static func text(_ seconds: Int) -> String {
        let time = CivilTime(of: Timestamp(milliseconds: Int64(seconds) * 1000))
        let clock = [time.hour, time.minute, time.second].map { $0.padded(to: 2) }.joined(separator: ":")
        return "\(days[time.weekday]), \(time.day.padded(to: 2)) \(months[time.month - 1]) \(time.year) \(clock) +0000"
    }
}
