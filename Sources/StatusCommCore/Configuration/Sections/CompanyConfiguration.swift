import JSON5

/// Who writes to the public.
package struct CompanyConfiguration: Hashable, Sendable {
    package var name: String
    /// Domain of the company, as in `support@{{company_domain}}`.
    package var domain: String
    /// Address of the public page; every message links to it.
    package var statusPageURL: String
    /// Zone in which times are written where a recipient has none.
    package var zone: ZoneRules
    /// Language of the templates where a recipient has none, such as `en`.
    package var language: String

    init?(_ fields: inout Fields) {
        let name = fields.requiredText("name")
        let domain = Self.domain(&fields)
        let url = fields.required("statusPageURL", hint: "every message links to it")
            .flatMap { fields.url($0, "statusPageURL", schemes: ["https", "http"]) }
        zone = fields.zone("timeZone") ?? .utc
        language = Self.language(&fields)
        fields.finish()
        guard let name, let domain, let url else { return nil }
        self.name = name
        self.domain = domain
        statusPageURL = url
    }

    private static func domain(_ fields: inout Fields) -> String? {
        guard let node = fields.required("domain"), let text = fields.line(node, "domain") else { return nil }
        do throws(MailAddress.Fault) {
            return String(try MailAddress("support@" + text).domain)
        } catch {
            fields.wrong(node, "domain", "a domain such as 'acme.example'")
            return nil
        }
    }

    private static func language(_ fields: inout Fields) -> String {
        guard let node = fields.node("language"), let text = fields.line(node, "language") else { return "en" }
        let isTag = text.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
            (1...8).contains(part.utf8.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
        if !isTag { fields.wrong(node, "language", "a language tag such as 'en' or 'pt-BR'") }
        return text
    }
}
