#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Another program that a command starts.
struct ChildProgram {
    /// Why a program does not run, in the system's words.
    struct Failure: Error {
        let reason: String
    }

    private let arguments: [String]
    private let environment: [String: String]

    /// Names a program, looked for in `PATH`, with its arguments.
    init(_ arguments: [String], _ environment: [String: String]) {
        self.arguments = arguments
        self.environment = environment
    }

    /// Starts it in a session of its own, without input and output; it goes on when this program ends.
    func startInBackground() throws(Failure) {
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
        _ = try spawn { child, words, variables in
            posix_spawnp(child, arguments[0], &actions, &attributes, words, variables)
        }
    }

    /// Runs it with the terminal of this program, to its end; gives its exit status, 128 and the signal when one ended it.
    func run() throws(Failure) -> Int32 {
        let child = try spawn { child, words, variables in
            posix_spawnp(child, arguments[0], nil, nil, words, variables)
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { throw Failure(reason: String(cString: strerror(errno))) }
        }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    private typealias Strings = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

    private func spawn(_ start: (UnsafeMutablePointer<pid_t>, Strings, Strings) -> Int32) throws(Failure) -> pid_t {
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        let owned = words + variables
        defer { for pointer in owned { free(pointer) } }
        var child: pid_t = 0
        var code: Int32 = 0
        words.withUnsafeMutableBufferPointer { words in
            variables.withUnsafeMutableBufferPointer { variables in
                guard let words = words.baseAddress, let variables = variables.baseAddress else { return }
                code = start(&child, words, variables)
            }
        }
        guard code == 0 else { throw Failure(reason: String(cString: strerror(code))) }
        return child
    }
}
