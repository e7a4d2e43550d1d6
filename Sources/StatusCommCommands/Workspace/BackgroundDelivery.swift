import StatusCommCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Hands what is on record to another process of this program, which goes on when this one ends.
///
/// It is the same work as `statuscomm delivery retry`: nothing depends on that process, and what it leaves is queued.
enum BackgroundDelivery {
    /// Starts `delivery retry` in a session of its own, without input and output.
    ///
    /// - Throws: `BackgroundFailure` when the system starts no process; the incident is on record all the same.
    static func start(_ context: CommandContext) throws(BackgroundFailure) {
        var arguments = [CommandLine.arguments[0], "delivery", "retry", "--quiet"]
        if let path = context.globals.configurationPath { arguments += ["--config", path] }
        if let path = context.globals.stateDirectory { arguments += ["--state-dir", path] }
        let code = spawn(arguments, context.environment)
        guard code == 0 else { throw BackgroundFailure(reason: String(cString: strerror(code))) }
    }

    private static func spawn(_ arguments: [String], _ environment: [String: String]) -> Int32 {
        #if canImport(Glibc)
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        // POSIX_SPAWN_SETSID of spawn.h, which only _GNU_SOURCE shows.
        let newSession: Int32 = 0x80
        #else
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        let newSession: Int32 = POSIX_SPAWN_SETSID
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        posix_spawnattr_setflags(&attributes, Int16(newSession))
        var argumentPointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var environmentPointers: [UnsafeMutablePointer<CChar>?] =
            environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
        var child: pid_t = 0
        return posix_spawnp(&child, arguments[0], &actions, &attributes, &argumentPointers, &environmentPointers)
    }
}

/// The background process could not be started.
struct BackgroundFailure: Diagnostic, Hashable {
    let reason: String

    var message: String { "cannot hand the deliveries to the background: \(reason)" }
    var hint: String? { "the change is on record: run 'statuscomm delivery retry'" }
    var exitStatus: ExitStatus { .partlyDelivered }
}
