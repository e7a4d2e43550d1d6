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
        let status = await Tool.run(Array(CommandLine.arguments.dropFirst()))
        exit(status.rawValue)
    }
}
