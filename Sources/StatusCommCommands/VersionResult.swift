import JSON5
import StatusCommCore

extension Tool {
    /// What `--version` says; with `--verbose` also which libcurl is loaded.
    static func versionResult(_ globals: GlobalArguments) -> CommandResult {
        var text = "statuscomm \(programVersion)\n"
        var document = JSONObject([.init(name: "version", value: .string(programVersion))])
        if globals.verbose {
            text += "libcurl \(Transport.libraryVersion)\n"
            document["libcurl"] = .string(Transport.libraryVersion)
        }
        return CommandResult(text: .lines(text), document: .object(document))
    }
}
