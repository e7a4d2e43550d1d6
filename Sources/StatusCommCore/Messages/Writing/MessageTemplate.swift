import JSON5
package import Mustache

/// One template: a body of light Markdown and, for mails, a subject.
package struct MessageTemplate: Sendable {
    /// The subject, nil for texts without one.
    package let subject: Template?
    package let body: Template
    /// Path shown in messages: the file's, or `built-in/initial.mustache`.
    package let path: String
    /// The text as it was read.
    package let source: String

    /// Reads a template.
    ///
    /// A subject is taken out by putting a comment of the same length in its place, so that lines and columns in messages
    /// are those of the file.
    ///
    /// - Throws: `TemplateError` with every fault, also that of a missing or an unexpected subject.
    package init(_ name: MessageTemplateName, source: [UInt8], path: String) throws(TemplateError) {
        self.path = path
        self.source = String(decoding: source, as: UTF8.self)
        guard name.hasSubject else {
            subject = nil
            body = try Template(parsing: source, name: path)
            return
        }
        let line = source.prefix { $0 != UInt8(ascii: "\n") }.filter { $0 != UInt8(ascii: "\r") }
        let word = line.prefix(8).map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        guard word.elementsEqual("subject:".utf8), line.count > 9 else {
            throw TemplateError([
                TemplateDiagnostic(
                    message:
                        "the first line of a mail's template is its subject, such as 'Subject: {{incident_summary}}'",
                    location: .init(path: path, line: 1, column: 1, sourceLine: String(decoding: line, as: UTF8.self))
                )
            ])
        }
        let blanks = line.dropFirst(8).prefix { $0 == 0x20 }.count
        let padding = Array("{{!\(String(repeating: " ", count: 3 + blanks))}}".utf8)
        subject = try Template(parsing: padding + line.dropFirst(8 + blanks), name: path)
        let rest = source[line.count...].drop { $0 != UInt8(ascii: "\n") }
        let isBlank = rest.dropFirst().first.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? false
        let comment = Array("{{! }}".utf8)
        let body = comment + [UInt8(ascii: "\n")] + (isBlank ? comment : []) + rest.dropFirst()
        self.body = try Template(parsing: body, name: path)
    }
}
