/// Text given on the command line, or on standard input.
package enum TextSource: Hashable, Sendable {
    case text(String)
    case standardInput
}

/// A file to read, or standard input.
package enum FileSource: Hashable, Sendable {
    case path(String)
    case standardInput
}
