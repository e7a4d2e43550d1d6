extension MessageCompany {
    /// The company as the configuration describes it.
    package init(_ company: CompanyConfiguration) {
        self.init(
            name: company.name,
            domain: company.domain,
            statusPageURL: company.statusPageURL,
            zone: company.zone,
            language: company.language
        )
    }
}
