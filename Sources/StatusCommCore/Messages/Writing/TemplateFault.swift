package import JSON5
package import Mustache

/// One thing that is wrong with a template, as a person reads it.
package struct TemplateFault: Diagnostic, Hashable {
    package var diagnostic: TemplateDiagnostic
    package var exitStatus: ExitStatus

    /// Wraps a finding of the template engine.
    package init(_ diagnostic: TemplateDiagnostic, exitStatus: ExitStatus = .configuration) {
        self.diagnostic = diagnostic
        self.exitStatus = exitStatus
    }

    package var message: String {
        diagnostic.count > 1 ? "\(diagnostic.message) (\(diagnostic.count) times)" : diagnostic.message
    }

    package var hint: String? {
        let notes = diagnostic.notes.map { note in note.location.map { "\($0): \(note.message)" } ?? note.message }
        return notes.isEmpty ? nil : notes.joined(separator: "; ")
    }

    package var location: SourceLocation? { diagnostic.location }
}
