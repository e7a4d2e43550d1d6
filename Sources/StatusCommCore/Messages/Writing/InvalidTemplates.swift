package import JSON5
package import Mustache

/// Templates that cannot be read, or that ask for what there is not.
package struct InvalidTemplates: Diagnostic, Hashable {
    /// What is wrong, each with its place.
    package var diagnostics: [TemplateDiagnostic]
    private var problem: String?

    /// Collects what is wrong.
    package init(diagnostics: [TemplateDiagnostic]) {
        self.diagnostics = diagnostics
    }

    /// States a problem that has no place in a file.
    package init(problem: String) {
        diagnostics = []
        self.problem = problem
    }

    package var message: String {
        if let problem { return problem }
        let first = diagnostics.first.map(\.message) ?? "cannot use the templates"
        return diagnostics.count > 1 ? "\(first), and \(diagnostics.count - 1) more in the templates" : first
    }

    package var hint: String? {
        problem == nil ? "run 'statuscomm template check' to see all of it" : "correct 'templates' in the configuration"
    }

    package var location: SourceLocation? { diagnostics.first?.location }

    package var exitStatus: ExitStatus { .configuration }
}
