/// The shape of what a command prints with `--json`.
package indirect enum OutputSchema: Hashable, Sendable {
    /// One member of an object.
    package struct Field: Hashable, Sendable {
        package var name: String
        package var schema: OutputSchema
        /// What it holds: a phrase without a full stop.
        package var meaning: String
        /// Whether it may be missing.
        package var isOptional: Bool
    }

    case string
    /// One of these strings.
    case word([String])
    /// RFC 3339 in UTC.
    case time
    case integer
    case number
    case boolean
    case list(OutputSchema)
    /// An object whose member names are data.
    case map(OutputSchema)
    case object([Field])
    /// Null when there is nothing.
    case nullable(OutputSchema)
    /// Any JSON value.
    case anything
}

extension OutputSchema.Field {
    /// A member that is always there.
    package static func field(_ name: String, _ schema: OutputSchema, _ meaning: String) -> Self {
        Self(name: name, schema: schema, meaning: meaning, isOptional: false)
    }

    /// A member that is left out when there is nothing to say.
    package static func optional(_ name: String, _ schema: OutputSchema, _ meaning: String) -> Self {
        Self(name: name, schema: schema, meaning: meaning, isOptional: true)
    }
}
