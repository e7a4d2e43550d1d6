/// How a provider writes an instant.
package enum TimeFormat: String, CaseIterable, Sendable {
    /// `2026-11-23T13:05:00Z` (RFC 3339).
    case rfc3339
    /// `2026-11-23T13:05:00.250Z`.
    case rfc3339Milliseconds = "rfc3339-milliseconds"
    /// `2026-11-23T13:05:00`, in UTC.
    case utcWithoutSuffix = "utc-without-suffix"
    /// `2026-11-23 13:05`, in UTC.
    case minutes = "Y-m-d H:i"
    /// `2026-11-23 13:05:00`, in UTC.
    case seconds = "Y-m-d H:i:s"
    /// `2026-11-23.13:05:00`, in UTC, as Roundup has it.
    case secondsAfterDot = "Y-m-d.H:i:s"
    /// Seconds since 1970, a number.
    case unix
    /// Milliseconds since 1970, a number.
    case unixMilliseconds = "unix-milliseconds"
}
