/// Finds stack traces and errors as programs print them.
enum TraceScanner {
    static func hits(_ text: FoldedText, _ tokens: [MessageToken], _ words: [MessageWord]) -> [MessageHit] {
        func hit(_ range: Range<Int>) -> MessageHit {
            MessageHit(.stackTrace, range, "raw error", wayOut: "say what customers notice instead")
        }
        var hits = tokens.filter(isRawError).map { hit($0.range) }
        for match in phrases.matches(in: words) {
            hits.append(
                hit(words[match.words.lowerBound].range.lowerBound..<words[match.words.upperBound - 1].range.upperBound)
            )
        }
        return hits
    }

    private static let phrases = PhraseTable<Void>(phrases: [
        "traceback most recent call last", "exception in thread", "segmentation fault", "core dumped", "segfault",
        "stack overflow error", "stack trace", "stacktrace", "nil pointer", "null pointer", "undefined method",
        "undefined is not a function", "cannot read property|properties", "invalid memory address", "goroutine #",
        "panic runtime", "kernel panic", "out of memory error|killed|kill", "killed process #", "oom killed",
        "oom killer", "exit code|status #",
        "exited with code|status #", "unhandled exception|rejection", "uncaught exception|error|typeerror",
        "snapshot too old", "serialization failure", "fatal error", "no such file or directory", "permission denied",
        "connection refused", "connection reset by peer", "broken pipe", "line # in *", "deadlock found",
        "duplicate key value|entry", "too many open files",
        "lock wait timeout (exceeded)", "context deadline exceeded", "deadline exceeded", "x509 *", "unknown authority",
        "ssl|tls handshake failed|failure|error", "upstream timed out", "read|write timed out", "bad file descriptor",
        "address already in use", "syntax error at|near", "index out of range|bounds", "stack level too deep",
        "maximum recursion depth", "resource temporarily unavailable", "operation not permitted", "i o timeout",
        "unexpected eof|token", "access denied for user", "no route to host", "name or service not known",
        "temporary failure in name resolution", "assertion failed", "double free", "buffer overflow", "heap space",
        "gc overhead", "could not serialize access", "canceling statement due to", "no such host",
        "no space left on device", "too many connections",
    ])

    private static let codes: Set<String> = [
        "econnrefused", "econnreset", "etimedout", "enoent", "enospc", "eacces", "epipe", "ehostunreach", "enotfound",
        "eai_again", "emfile", "enomem", "eperm", "sigsegv", "sigkill", "sigabrt", "sigterm", "sigbus", "oomkilled",
        "crashloopbackoff", "imagepullbackoff", "nxdomain", "servfail",
    ]

    private static func isRawError(_ token: MessageToken) -> Bool {
        let name = token.text
        if codes.contains(name) || name.hasPrefix("sqlstate") { return true }
        if name.hasPrefix("ora-"), name.dropFirst(4).count >= 4, name.dropFirst(4).allSatisfy(\.isNumber) {
            return true
        }
        if name.hasPrefix("0x"), name.count >= 8, name.dropFirst(2).allSatisfy(\.isHexDigit) { return true }
        if isErrorType(token.cased) { return true }
        // `Invoice.java:42`, `net.js:1141:16`, `Service.cs:line`
        let parts = name.split(separator: ":")
        if parts.count >= 2, let file = parts.first, let dot = file.lastIndex(of: "."), dot > file.startIndex,
            ["java", "js", "ts", "py", "rb", "go", "cs", "php", "kt", "scala", "rs", "swift", "c", "cpp"]
                .contains(file[file.index(after: dot)...]),
            parts[1].allSatisfy(\.isNumber) || parts[1] == "line"
        {
            return true
        }
        return false
    }

    /// `NullPointerException`, `java.io.IOException`, `TypeError`: a type's name, not the word alone.
    private static func isErrorType(_ scalars: [Unicode.Scalar]) -> Bool {
        let name = scalars.split(whereSeparator: { $0 == "." || $0 == ":" }).map(Array.init)
        return name.contains { part in
            ["Exception", "Error", "Fault"].contains { ending in
                part.hasSuffix(ending) && part.count > ending.count && part[0].isUpper
                    && part.allSatisfy(\.isWordScalar)
                    && part.contains { ("a"..."z").contains($0) }
            }
        }
    }
}
