package import CommandTable
import StatusCommCore

extension ValueType where Value == TimeText {
    /// A time of day or a date and time, with or without a zone, or `20m ago`.
    ///
    /// What is of no form that is read, or names a day that does not exist, is refused here; the rest of its meaning
    /// hangs on the company's time zone.
    package static func time(_ name: String = "TIME") -> ValueType {
        ValueType<String>.line(name, limit: 128).map { text throws(ValueError) in
            let input = TimeInput(zone: .utc, database: ZoneDatabase(directories: []), now: Timestamp(milliseconds: 0))
            do throws(InvalidTime) {
                _ = try input.instant(text)
            } catch {
                switch error.cause {
                case .form: throw ValueError("takes a time, not \(quoted(text))", hint: error.hint)
                case .noSuchDay:
                    throw ValueError("takes a day that the calendar has, not \(quoted(text))", hint: error.hint)
                case .zone, .never, .twice: break
                }
            }
            return TimeText(text)
        }
    }
}
