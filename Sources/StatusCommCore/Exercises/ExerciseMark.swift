/// How everything in an exercise says that it is one.
package struct ExerciseMark: Hashable, Sendable {
    /// What a title begins with.
    static let title = "EXERCISE:"
    /// What a text begins with.
    static let text = "This is an exercise: nothing is broken."

    /// The only one there is.
    package init() {}

    /// A title, a subject or a name with the mark before it; one that has it already stays.
    package func title(_ title: String) -> String {
        title.contains(Self.title) ? title : "\(Self.title) \(title)"
    }

    /// A text with the mark as its first paragraph; one that has it already stays.
    package func text(_ text: String) -> String {
        text.contains(Self.text) ? text : "\(Self.text)\n\n\(text)"
    }

    /// A report, which is Markdown, with the mark in its heading and below it.
    package func report(_ report: String) -> String {
        guard report.hasPrefix("# "), let end = report.firstIndex(of: "\n") else { return text(report) }
        let heading = report[..<end].dropFirst(2)
        return "# \(title(String(heading)))\n\n\(text(String(report[end...].drop { $0 == "\n" })))"
    }
}
