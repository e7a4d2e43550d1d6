import JSON5
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Fetches secrets once, and knows which texts must not be shown.
///
/// A class with a lock, because channels that run side by side share what has been fetched.
package final class SecretVault: Sendable {
    private let isClosed: Bool
    private let environment: [String: String]
    private let commandEnvironment: [String: String]
    private let commandTimeout: Duration
    private let fetched = Mutex<[Secret.Origin: String]>([:])
    /// One at a time, or two channels that want the same secret would make a password manager ask twice.
    private let fetching = Mutex<Void>(())

    /// Longest secret, in bytes.
    static let sizeLimit = 64 << 10

    /// Prepares fetching; nothing is fetched yet.
    ///
    /// - Parameters:
    ///   - environment: Variables of the process.
    ///   - hidden: Names of variables that hold secrets; commands do not get them.
    ///   - commandTimeout: Longest time a command may take.
    ///   - isClosed: Whether nothing is ever fetched, as in an exercise.
    package init(
        environment: [String: String],
        hiding hidden: Set<String> = [],
        commandTimeout: Duration = .seconds(10),
        isClosed: Bool = false
    ) {
        self.isClosed = isClosed
        self.environment = environment
        self.commandTimeout = commandTimeout
        commandEnvironment = environment.filter { !hidden.contains($0.key) }
    }

    /// The secret itself, fetched at the first call.
    ///
    /// Blocks while a command runs. The result belongs in a request and nowhere else.
    ///
    /// - Throws: `SecretError` when it is not there, not private, empty, not one line, or the command fails.
    package func value(of secret: Secret) throws(SecretError) -> String {
        try fetching.withLock { (_) throws(SecretError) in try fetch(secret) }
    }

    private func fetch(_ secret: Secret) throws(SecretError) -> String {
        guard !isClosed else { throw SecretError("an exercise fetches no secret", of: secret) }
        if let known = fetched.withLock({ $0[secret.origin] }) { return known }
        let value: String
        switch secret.origin {
        case .environment(let name):
            guard let found = environment[name], !found.isEmpty else {
                throw SecretError(
                    "environment variable '\(name)' is not set",
                    hint: "export it, or use { file }",
                    of: secret
                )
            }
            value = try line(Array(found.utf8), from: "environment variable '\(name)'", secret)
        case .file(let path): value = try read(path, secret)
        case .command(let arguments):
            let output = try SecretCommand(arguments, environment: commandEnvironment, timeout: commandTimeout)
                .output(for: secret)
            value = try line(output, from: "command '\(escapingControls(arguments[0]))'", secret)
        }
        fetched.withLock { $0[secret.origin] = value }
        return value
    }

    /// Hides everything fetched so far.
    package var redactor: SecretRedactor {
        SecretRedactor(secrets: fetched.withLock { Array($0.values) })
    }

    private func read(_ path: String, _ secret: Secret) throws(SecretError) -> String {
        let shown = "secret file '\(escapingControls(path))'"
        let file: FileDescriptor
        let status: stat
        let bytes: [UInt8]
        do throws(FileDescriptor.Failure) {
            // Symbolic links are followed and the file behind them is judged, as ssh does with keys. O_NONBLOCK keeps a
            // named pipe from holding up the run.
            file = try FileDescriptor.open(path, O_RDONLY | O_NONBLOCK)
            status = try file.status()
            let isRegular = status.st_mode & S_IFMT == S_IFREG
            bytes = isRegular ? try file.read(upTo: Self.sizeLimit + 1) : []
        } catch {
            throw SecretError("cannot read \(shown): \(systemErrorText(error.code))", of: secret)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SecretError("\(shown) is not a regular file", hint: "use { command } for anything else", of: secret)
        }
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw SecretError("\(shown) belongs to another user", of: secret)
        }
        guard status.st_mode & 0o077 == 0 else {
            let hint = "run chmod 600 '\(escapingControls(path))'"
            throw SecretError("\(shown) can be read or changed by others", hint: hint, of: secret)
        }
        return try line(bytes, from: shown, secret)
    }

    private func line(_ bytes: [UInt8], from what: String, _ secret: Secret) throws(SecretError) -> String {
        guard bytes.count <= Self.sizeLimit else {
            throw SecretError("\(what) is longer than \(Self.sizeLimit / 1024) KiB", of: secret)
        }
        var bytes = bytes[...]
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        guard !bytes.isEmpty else { throw SecretError("\(what) is empty", of: secret) }
        guard !bytes.contains(0x0A), !bytes.contains(0x0D) else {
            throw SecretError("\(what) has more than one line", hint: "keep the secret alone on one line", of: secret)
        }
        guard let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains(where: isUnsafeToShow)
        else {
            throw SecretError("\(what) has a control character or is not UTF-8", of: secret)
        }
        return text
    }
}

/// What an `errno` means, in words: `no such file or directory`.
func systemErrorText(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    // The variant of POSIX on both systems: Swift sees __xpg_strerror_r of glibc under this name.
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    let text = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return text.prefix(1).lowercased() + text.dropFirst()
}
