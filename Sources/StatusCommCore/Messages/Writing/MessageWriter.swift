package import JSON5
import Mustache

/// Writes the texts of an incident's newest public change.
package struct MessageWriter: Sendable {
    /// A mail for one kind of reader.
    package struct Mail: Hashable, Sendable {
        package var subject: String
        package var text: String
        /// A whole document.
        package var html: String
    }

    package let templates: MessageTemplates
    package let company: MessageCompany
    package let components: ComponentTree
    /// What every text says in an exercise; nil in earnest.
    package var mark: ExerciseMark?

    /// Prepares for writing.
    package init(templates: MessageTemplates, company: MessageCompany, components: ComponentTree) {
        self.templates = templates
        self.company = company
        self.components = components
    }

    /// The finished texts of all channels but mail, in light Markdown, by template name.
    ///
    /// - Throws: `InvalidTemplates` with everything that is missing, of all texts.
    package func texts(for incident: Incident) throws(InvalidTemplates) -> [String: String] {
        let variables = MessageVariables(company: company, components: components)
        let data = JSONValue.object(variables.data(for: incident, in: .body))
        var texts: [String: String] = [:]
        var faults: [TemplateDiagnostic] = []
        for name in [MessageTemplateName.page, .chat, .ticket] {
            guard let template = templates.template(name, language: company.language) else { continue }
            do throws(TemplateError) {
                let text = Self.tidied(try template.body.render(data, partials: templates.partials))
                texts[name.rawValue] = mark?.text(text) ?? text
            } catch {
                faults += error.diagnostics
            }
        }
        // Who was told before is not thanked for writing in again.
        if let template = templates.template(.ticket, language: company.language) {
            var again = variables.data(for: incident, in: .body)
            again["is_first_reply"] = .bool(false)
            do throws(TemplateError) {
                texts[Self.ticketAgain] = Self.tidied(
                    try template.body.render(.object(again), partials: templates.partials)
                )
            } catch {
                faults += error.diagnostics
            }
        }
        guard faults.isEmpty else { throw InvalidTemplates(diagnostics: faults) }
        return texts
    }

    /// Name of the text for customers who were answered on a ticket before.
    static let ticketAgain = "ticket-again"

    /// The mail for readers of a language and a zone.
    ///
    /// - Parameters:
    ///   - incident: The incident after the change.
    ///   - language: Language tag; nil for the company's.
    ///   - zone: Zone of the times; nil for the company's.
    ///   - recipient: The recipient's own values, such as `customer_name`, or what stands for them; they are put in as they
    ///     are.
    /// - Returns: Subject, text and HTML.
    /// - Throws: `InvalidTemplates` with everything that is missing.
    package func mail(
        for incident: Incident,
        language: String? = nil,
        zone: ZoneRules? = nil,
        recipient: [JSONObject.Member] = []
    ) throws(InvalidTemplates) -> Mail {
        let name = MessageTemplateName.mail(for: incident)
        let language = language ?? company.language
        guard let template = templates.template(name, language: language), let subjectTemplate = template.subject else {
            throw InvalidTemplates(problem: "there is no template '\(name.rawValue)'")
        }
        let variables = MessageVariables(company: company, components: components, zone: zone, language: language)
        func data(_ place: MessageVariables.Place) -> JSONValue {
            var data = variables.data(for: incident, in: place)
            for member in recipient { data[member.name] = member.value }
            return .object(data)
        }
        do throws(TemplateError) {
            var subject = try subjectTemplate.render(data(.subject), partials: templates.partials)
            var body = try template.body.render(data(.body), partials: templates.partials)
            if let mark { (subject, body) = (mark.title(subject), mark.text(body)) }
            let markdown = LightMarkdown(body)
            return Mail(
                subject: subject.split(whereSeparator: \.isWhitespace).joined(separator: " "),
                text: markdown.plainText() + "\n",
                html: Self.document(markdown, title: subject, language: language)
            )
        } catch {
            throw InvalidTemplates(diagnostics: error.diagnostics)
        }
    }

    /// Without blanks at the ends of lines, without blank lines at the ends, and with one at most between paragraphs.
    static func tidied(_ text: String) -> String {
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.allSatisfy(\.isWhitespace), lines.last?.isEmpty ?? true { continue }
            var line = line
            while line.last == " " { line.removeLast() }
            lines.append(line)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    static func document(_ body: LightMarkdown, title: String, language: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="\(LightMarkdown.escapedHTML(language))">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark">
        <title>\(LightMarkdown.escapedHTML(title))</title>
        </head>
        <body style="margin: 0 auto; max-width: 38em; padding: 1em; font: 16px/1.5 sans-serif">
        \(body.html())
        </body>
        </html>

        """
    }
}
