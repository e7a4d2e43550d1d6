/// What the check has to know about the text's surroundings.
package struct MessageCheckContext: Hashable, Sendable {
    /// Domain of the company, such as `acme.example`.
    package var companyDomain: String
    /// Address that customers may write to; `support@` the company's domain when nil.
    package var supportAddress: String?
    /// Address of the status page.
    package var statusPageURL: String
    /// Public names of the components: naming these is not blaming a vendor of the same name.
    package var componentNames: [String]
    /// Whether the text must link to the status page: true for everything that stands elsewhere.
    package var needsPageLink: Bool
    /// Whether the text must tell when the next update comes: true until the incident is resolved.
    package var needsNextUpdate: Bool
    /// Most characters that the target takes; nil when it takes any number.
    package var limit: Int?

    /// Describes the surroundings.
    package init(
        companyDomain: String,
        statusPageURL: String,
        supportAddress: String? = nil,
        componentNames: [String] = [],
        needsPageLink: Bool = false,
        needsNextUpdate: Bool = false,
        limit: Int? = nil
    ) {
        self.companyDomain = companyDomain
        self.statusPageURL = statusPageURL
        self.supportAddress = supportAddress
        self.componentNames = componentNames
        self.needsPageLink = needsPageLink
        self.needsNextUpdate = needsNextUpdate
        self.limit = limit
    }
}
