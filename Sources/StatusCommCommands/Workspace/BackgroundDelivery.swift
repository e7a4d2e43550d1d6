import StatusCommCore

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
        do throws(ChildProgram.Failure) {
            try ChildProgram(arguments, context.environment).startInBackground()
        } catch {
            throw BackgroundFailure(reason: error.reason)
        }
    }
}

/// The background process could not be started.
struct BackgroundFailure: Diagnostic, Hashable {
    let reason: String

    var message: String { "cannot hand the deliveries to the background: \(reason)" }
    var hint: String? { "the change is on record: run 'statuscomm delivery retry'" }
    var exitStatus: ExitStatus { .partlyDelivered }
}
