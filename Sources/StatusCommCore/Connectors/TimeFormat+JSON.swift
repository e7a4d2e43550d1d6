import JSON5

extension TimeFormat {
    /// The instant as a value of a body.
    func value(_ time: Timestamp) -> JSONValue {
        let text = time.rfc3339
        switch self {
        case .rfc3339: return .string(time.description)
        case .rfc3339Milliseconds: return .string(text)
        case .utcWithoutSuffix: return .string(String(text.prefix(19)))
        // RFC 3339 in UTC has these parts at fixed places.
        case .minutes: return .string(String(text.prefix(10)) + " " + String(text.dropFirst(11).prefix(5)))
        case .seconds: return .string(String(text.prefix(10)) + " " + String(text.dropFirst(11).prefix(8)))
        case .secondsAfterDot: return .string(String(text.prefix(10)) + "." + String(text.dropFirst(11).prefix(8)))
        case .unix: return .number(JSONNumber(text: String(time.milliseconds / 1_000)))
        case .unixMilliseconds: return .number(JSONNumber(text: String(time.milliseconds)))
        }
    }
}
