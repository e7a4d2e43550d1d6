import JSON5
import Mustache

extension MessageWriter {
    /// The template of reports in the company's language.
    ///
    /// - Throws: `InvalidTemplates` when there is none, which the shipped one rules out.
    package func reportTemplate() throws(InvalidTemplates) -> MessageTemplate {
        guard let template = templates.template(.report, language: company.language) else {
            throw InvalidTemplates(problem: "there is no template '\(MessageTemplateName.report.rawValue)'")
        }
        return template
    }

    /// A draft as light Markdown, for a person to finish; ends with a line end.
    ///
    /// - Throws: `InvalidTemplates` when the template asks for what no report has.
    package func report(_ draft: ReportDraft) throws(InvalidTemplates) -> String {
        let template = try reportTemplate()
        do throws(TemplateError) {
            let text = Self.tidied(try template.body.render(.object(draft.data), partials: templates.partials)) + "\n"
            return mark?.report(text) ?? text
        } catch {
            throw InvalidTemplates(diagnostics: error.diagnostics)
        }
    }
}
