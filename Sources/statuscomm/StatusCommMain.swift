import StatusCommCommands
import StatusCommCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@main
struct StatusCommMain {
    static func main() async {
        // A closed pipe is an answer of write(2), not the end of the program: what was begun has to be recorded.
        signal(SIGPIPE, SIG_IGN)
        let status = await Tool.run(Array(CommandLine.arguments.dropFirst()), .live())
        exit(status.rawValue)
    }
}
