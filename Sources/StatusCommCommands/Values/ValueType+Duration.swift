package import CommandTable
import StatusCommCore

extension ValueType where Value == Duration {
    /// A length of time with its unit: `90s`, `15m`, `1h30m`, `2d`.
    ///
    /// A number without a unit is refused: nobody can tell whether seconds or minutes were meant.
    package static func duration(
        _ name: String = "DURATION",
        atLeast minimum: Duration = .zero,
        atMost maximum: Duration = .seconds(366 * 86_400)
    ) -> ValueType {
        ValueType(name: name) { text throws(ValueError) in
            guard let duration = Duration(text: text) else {
                throw ValueError(
                    "takes a duration with its unit, not \(quoted(text))",
                    hint: "write it like 90s, 15m, 1h30m or 2d"
                )
            }
            guard duration >= minimum else { throw ValueError("takes at least \(short(minimum)), not \(quoted(text))") }
            guard duration <= maximum else { throw ValueError("takes at most \(short(maximum)), not \(quoted(text))") }
            return duration
        }
    }
}

/// A duration as it would be typed: `1d`, `1h30m`, `0s`.
private func short(_ duration: Duration) -> String {
    var rest = duration.milliseconds / 1_000
    var text = ""
    for (letter, seconds) in [("d", Int64(86_400)), ("h", 3_600), ("m", 60), ("s", 1)] where rest >= seconds {
        text += "\(rest / seconds)\(letter)"
        rest %= seconds
    }
    return text.isEmpty ? "0s" : text
}
