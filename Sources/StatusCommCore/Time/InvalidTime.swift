/// A text that is no time, or not one time only.
package struct InvalidTime: Diagnostic, Hashable {
    /// Why.
    package enum Cause: Hashable, Sendable {
        /// It is of no form that is read.
        case form
        /// The calendar has no such day.
        case noSuchDay
        /// Its zone cannot be used.
        case zone(UnknownTimeZone)
        /// Clocks are put forward past it.
        case never(zone: String)
        /// Clocks are put back over it, so that it comes twice.
        case twice(zone: String, first: String, second: String)
    }

    package var text: String
    package var cause: Cause

    /// Names the text and the reason.
    package init(text: String, cause: Cause) {
        self.text = text
        self.cause = cause
    }

    package var message: String {
        switch cause {
        case .form: "cannot read time '\(text)'"
        case .noSuchDay: "cannot use time '\(text)': the calendar has no such day"
        case .zone(let error): "cannot use time '\(text)': \(error.message)"
        case .never(let zone): "cannot use time '\(text)': clocks in '\(zone)' were put forward past it"
        case .twice(let zone, _, _): "cannot use time '\(text)': it came twice in '\(zone)', as clocks were put back"
        }
    }

    package var hint: String? {
        switch cause {
        case .form: "write '14:05', '2026-11-23 14:05 Europe/Berlin', '2026-11-23T14:05:00+01:00' or '20m ago'"
        case .noSuchDay: "write the date as year, month, day, such as '2026-11-23'"
        case .zone(let error): error.hint
        case .never: "write it with its offset from UTC, such as '2026-03-29T03:30:00+02:00'"
        case .twice(_, let first, let second): "write '\(first)' or '\(second)'"
        }
    }

    package var exitStatus: ExitStatus { .usage }
}
