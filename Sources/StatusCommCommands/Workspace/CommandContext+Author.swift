import StatusCommCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension CommandContext {
    /// Who writes entries: `$STATUSCOMM_AUTHOR`, a CI job's name, else `user@host`.
    var author: IncidentRepository.Author {
        IncidentRepository.Author(
            name: authorName,
            holder: LockHolder(processID: getpid(), command: "statuscomm"),
            now: now,
            nonce: {
                // Eight bytes at a time: each number is a system call.
                let numbers = [UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max)]
                return numbers.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
            }
        )
    }

    private var authorName: String {
        if let name = value("STATUSCOMM_AUTHOR") { return terminalLine(name, limit: 128) }
        var host = [CChar](repeating: 0, count: 256)
        let hostName = gethostname(&host, host.count - 1) == 0 ? string(host) : "unknown"
        let user =
            value("GITHUB_ACTOR") ?? value("GITLAB_USER_LOGIN") ?? value("USER") ?? value("LOGNAME") ?? "uid\(getuid())"
        return terminalLine("\(user)@\(hostName)", limit: 128)
    }

    private func string(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Width for tables on a terminal, nil elsewhere: what is piped is never cut.
    var tableWidth: Int? { output.isTerminal ? output.columns() : nil }
}
