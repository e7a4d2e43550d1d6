import JSON5

extension Configuration {
    /// Reads a configuration.
    ///
    /// - Parameters:
    ///   - bytes: The file, JSON5.
    ///   - path: What messages call the file.
    ///   - baseDirectory: Folder that relative paths start from, absolute.
    ///   - zones: Time zones of this machine.
    ///   - origin: Where the text comes from.
    /// - Throws: `InvalidConfiguration` with every mistake in the order of the file; a text that is not JSON5 has one.
    package init(
        parsing bytes: [UInt8],
        path: String,
        baseDirectory: String,
        zones: ZoneDatabase,
        origin: Origin? = nil
    ) throws(InvalidConfiguration) {
        let root: JSON5Node
        do throws(JSON5Error) {
            root = try JSON5Node(parsing: bytes, path: path)
        } catch {
            let mistake = ConfigurationMistake(error.message, hint: error.hint, at: error.location)
            throw InvalidConfiguration(mistakes: [mistake])
        }
        let reading = ConfigurationReading(baseDirectory: baseDirectory, zones: zones)
        let configuration = Configuration(root, reading, origin: origin ?? .file(path))
        guard reading.mistakes.isEmpty, let configuration else {
            throw InvalidConfiguration(mistakes: reading.mistakes)
        }
        self = configuration
    }

    private init?(_ root: JSON5Node, _ reading: ConfigurationReading, origin: Origin) {
        self.origin = origin
        var fields = Fields(root, of: "the configuration", reading)
        var company: CompanyConfiguration?
        if let node = fields.required("company", hint: "write company: { name, domain, statusPageURL }") {
            var section = Fields(node, of: "'company'", reading)
            company = CompanyConfiguration(&section)
        }
        let components = ComponentReading(fields.list("components"), reading)
        self.components = components.tree

        severities = .standard
        if var section = fields.fields("severities") { severities = SeverityMapping(overrides: &section) }
        var names = TargetNames(reading)
        statusPages = fields.list("statusPages").compactMap { node in
            var page = Fields(node, of: "a status page", reading)
            names.take(&page)
            return StatusPageConfiguration(&page, components)
        }
        announcements = fields.list("announcements").compactMap { node in
            var announcement = Fields(node, of: "an announcement", reading)
            names.take(&announcement)
            return AnnouncementConfiguration(&announcement, components)
        }
        if var section = fields.fields("mail") { mail = MailConfiguration(&section) }
        tickets = fields.list("tickets").compactMap { node in
            var system = Fields(node, of: "a ticket system", reading)
            names.take(&system)
            return TicketConfiguration(&system, components)
        }
        banners = fields.list("banners").compactMap { node in
            var banner = Fields(node, of: "a banner", reading)
            names.take(&banner)
            return BannerConfiguration(&banner, components)
        }
        templates = fields.path("templates")
        connectors = fields.texts("connectors").map(reading.absolute)
        messageCheck = MessageCheckRules()
        if var section = fields.fields("messageCheck") { messageCheck = MessageCheckRules(&section) }
        delivery = DeliveryConfiguration()
        if var section = fields.fields("delivery") { delivery = DeliveryConfiguration(&section) }
        automaticUpdates = AutomaticUpdateConfiguration()
        if var section = fields.fields("automaticUpdates") {
            automaticUpdates = AutomaticUpdateConfiguration(&section)
        }
        reports = ReportConfiguration()
        if var section = fields.fields("reports") { reports = ReportConfiguration(&section) }
        owners = Self.owners(&fields, announcements: announcements.map(\.name))
        fields.finish()
        secretVariables = Self.variables(in: root)
        guard let company else { return nil }
        self.company = company
    }

    /// Owners are addresses, or names of announcements.
    private static func owners(_ fields: inout Fields, announcements: [String]) -> [Owner] {
        fields.list("owners").compactMap { node in
            guard let word = fields.line(node, "owners") else { return nil }
            if announcements.contains(word) { return .announcement(word) }
            if word.utf8.contains(UInt8(ascii: "@")) {
                if fields.node("mail") == nil {
                    fields.reading.report(
                        "owner \(quoted(word)) needs 'mail' in the configuration",
                        hint: "add 'mail' with a relay and a sender, or name an announcement",
                        at: node.location
                    )
                }
                return fields.address(node, "owners").map(Owner.mail)
            }
            fields.reading.report(
                "owner \(quoted(word)) is neither an e-mail address nor the name of an announcement",
                hint: suggestion([], among: announcements),
                at: node.location
            )
            return nil
        }
    }

    /// Names in every `{ env: "NAME" }`, also among settings whose meaning only a connector knows.
    private static func variables(in node: JSON5Node) -> Set<String> {
        switch node.content {
        case .null, .bool, .number, .string: return []
        case .array(let elements): return elements.reduce(into: []) { $0.formUnion(variables(in: $1)) }
        case .object(let object):
            if object.members.count == 1, let name = object["env"]?.value.string { return [name] }
            return object.members.reduce(into: []) { $0.formUnion(variables(in: $1.value)) }
        }
    }
}

/// Sees to it that a target's name is given once.
private struct TargetNames {
    private var lines: [String: Int] = [:]
    private let reading: ConfigurationReading

    init(_ reading: ConfigurationReading) {
        self.reading = reading
    }

    mutating func take(_ fields: inout Fields) {
        guard let node = fields.node("name"), let name = node.string else { return }
        if name == Configuration.mailTarget {
            reading.report("the name 'mail' belongs to the section 'mail'", at: node.location)
        } else if let line = lines[name] {
            reading.report("the name \(quoted(name)) is already taken at line \(line)", at: node.location)
        } else {
            lines[name] = node.location.line
        }
    }
}
