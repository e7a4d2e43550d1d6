package import CommandTable
package import StatusCommCore

extension UsageError: Diagnostic {
    package var exitStatus: ExitStatus { .usage }
}
