/// What a relay offers in its answer to EHLO.
package struct SMTPCapabilities: Hashable, Sendable {
    package var pipelining = false
    package var smtputf8 = false
    package var deliveryReports = false
    /// Largest message in bytes; nil when none is stated.
    package var sizeLimit: Int?
    /// Whether AUTH ended with 235 after this EHLO.
    package var isAuthenticated = false

    /// Offers nothing.
    package init() {}

    /// Reads the lines of a whole connection so far; only the newest EHLO counts (RFC 3207 section 4.2).
    package init(replyLines: [String]) {
        guard let last = replyLines.lastIndex(where: { $0.hasPrefix("250") }) else { return }
        var first = last
        while first > 0, replyLines[first - 1].hasPrefix("250-") { first -= 1 }
        for line in replyLines[first...last].dropFirst() { take(line.dropFirst(4)) }
        isAuthenticated = replyLines[last...].contains { $0.hasPrefix("235") }
    }

    private mutating func take(_ line: Substring) {
        let words = line.split(separator: " ").map { $0.uppercased() }
        switch words.first {
        case "PIPELINING": pipelining = true
        case "SMTPUTF8": smtputf8 = true
        case "DSN": deliveryReports = true
        // RFC 1870 section 4: zero means that there is no fixed limit.
        case "SIZE": sizeLimit = words.count > 1 ? Int(words[1]).flatMap { $0 > 0 ? $0 : nil } : nil
        default: break
        }
    }
}
