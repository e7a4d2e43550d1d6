import StatusCommCommands
import StatusCommCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@main
struct StatusCommMain {
    static func main() {
        // A closed pipe is an answer of write(2), not the end of the program: what was begun has to be recorded.
        signal(SIGPIPE, SIG_IGN)
        switch Tool.begin(Array(CommandLine.arguments.dropFirst()), .live()) {
        case .ended(let status):
            // Not an asynchronous main: starting the runtime's threads takes longer than printing a version.
            exit(status.rawValue)
        case .command(let run):
            // Detached, because this thread belongs to the main actor and only waits for the end.
            Task.detached { exit(await run().rawValue) }
            while true { pause() }
        }
    }
}
