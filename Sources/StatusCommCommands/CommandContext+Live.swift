import StatusCommCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension CommandContext {
    /// What this process may touch.
    package static func live() -> CommandContext {
        CommandContext(
            environment: processEnvironment(),
            clock: .continuous,
            now: { .readingSystemClock() },
            input: .standard(),
            output: .descriptor(1),
            errors: .descriptor(2),
            makeTransport: { .curl() },
            interruption: .signals()
        )
    }

    private static func processEnvironment() -> [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let cut = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
                variables[String(text[..<cut])] = String(text[text.utf8.index(after: cut)...])
            }
            next += 1
        }
        return variables
    }
}
