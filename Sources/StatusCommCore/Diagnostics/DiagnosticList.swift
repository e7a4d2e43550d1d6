/// Several errors found in one go, such as all the mistakes of a configuration.
package struct DiagnosticList: Error, Sendable {
    package let diagnostics: [any Diagnostic]

    /// Keeps errors in the order in which a person should read them; the first one's exit status counts.
    package init(_ first: any Diagnostic, _ rest: [any Diagnostic] = []) {
        diagnostics = [first] + rest
    }
}
