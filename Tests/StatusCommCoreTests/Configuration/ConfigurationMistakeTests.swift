import StatusCommCore
import Testing

/// A file, and what is said about it.
struct MistakeCase: CustomTestStringConvertible, Sendable {
    let text: String
    let mistakes: [String]

    /// A section that stands beside a valid company and valid components, from line 3 on.
    init(_ section: String, _ mistakes: String...) {
        text = Self.head + section + "\n}"
        self.mistakes = mistakes
    }

    init(whole text: String, _ mistakes: String...) {
        self.text = text
        self.mistakes = mistakes
    }

    var testDescription: String { mistakes.first ?? text }

    static let head = """
        { company: { name: "Acme", domain: "acme.example", statusPageURL: "https://status.acme.example" },
          components: [ { id: "api", name: "API", children: [ { id: "rest-api", name: "REST API", aliases: ["rest"] } ] }, { id: "web", name: "Web" } ],

        """

    static let shape: [MistakeCase] = [
        .init(whole: "", "1:1: expected a value, found the end of the text"),
        .init(whole: "{ company: { name: 'A' }", "1:1: object is never closed"),
        .init(whole: "[]", "1:1: the configuration must be an object, not a list"),
        .init(
            whole: "{}",
            "1:1: missing key 'company' in the configuration | write company: { name, domain, statusPageURL }"
        ),
        .init(whole: "{ company: 'Acme' }", "1:12: 'company' must be an object, not a string"),
        .init(
            whole: "{ company: {} }",
            "1:12: missing key 'name' in 'company'",
            "1:12: missing key 'domain' in 'company'",
            "1:12: missing key 'statusPageURL' in 'company' | every message links to it"
        ),
        .init("sevrities: {}", "3:1: unknown key 'sevrities' in the configuration | did you mean 'severities'?"),
        .init("\"\\u001b[2J\": 1", #"3:1: unknown key '\u001b[2J' in the configuration | known: "# + allKeys),
        .init("templates: 5", "3:12: 'templates' in the configuration must be a string, not '5'"),
        .init("templates: ''", "3:12: 'templates' in the configuration is empty"),
        .init("templates: 'a\\nb'", "3:12: 'templates' in the configuration has a control character"),
        .init("statusPages: {}", "3:14: 'statusPages' in the configuration must be a list, not an object"),
        .init("severities: { critcal: {} }", "3:15: unknown key 'critcal' in 'severities' | did you mean 'critical'?"),
        .init(
            "severities: { high: { componentStatus: 'outage' } }",
            "3:40: unknown value 'outage' of 'componentStatus' in severity 'high' | known: operational, under_maintenance, "
                + "degraded_performance, partial_outage, major_outage"
        ),
        .init(
            "severities: { high: { componentStatus: 'major_outtage' } }",
            "3:40: unknown value 'major_outtage' of 'componentStatus' in severity 'high' | did you mean 'major_outage'?"
        ),
        .init(
            "severities: { high: { componentStatus: 3 } }",
            "3:40: 'componentStatus' in severity 'high' must be one of operational, under_maintenance, "
                + "degraded_performance, partial_outage, major_outage, not '3'"
        ),
    ]

    static let values: [MistakeCase] = [
        .init(
            "severities: { high: { updateEvery: '15' } }",
            "3:36: 'updateEvery' in severity 'high' must be a duration such as '15m', '90s' or '1h30m', not '15'"
        ),
        .init(
            "severities: { high: { updateEvery: 15 } }",
            "3:36: 'updateEvery' in severity 'high' must be a duration such as '15m', '90s' or '1h30m', not '15'"
        ),
        .init(
            "severities: { high: { updateEvery: '5s' } }",
            "3:36: 'updateEvery' in severity 'high' must be a duration from 1m to 1d, not '5s'"
        ),
        .init(
            "delivery: { deadline: '1 fortnight' }",
            "3:23: 'deadline' in 'delivery' must be a duration such as '15m', '90s' or '1h30m', not '1 fortnight'"
        ),
        .init(
            "automaticUpdates: { enabled: 'yes' }",
            "3:30: 'enabled' in 'automaticUpdates' must be true or false, not 'yes'"
        ),
        .init(
            "automaticUpdates: { maxAutomatic: 1.5 }",
            "3:35: 'maxAutomatic' in 'automaticUpdates' must be a whole number from 0 to 100, not '1.5'"
        ),
        .init("owners: ['ops']", "3:10: owner 'ops' is neither an e-mail address nor the name of an announcement"),
        .init(
            "owners: ['ops@acme.example']",
            "3:10: owner 'ops@acme.example' needs 'mail' in the configuration | "
                + "add 'mail' with a relay and a sender, or name an announcement"
        ),
        .init(
            "mail: { relay: { directory: 'o' }, from: 'a@acme.example' }, owners: ['ops@']",
            "3:71: 'owners' in the configuration is not an e-mail address: 'ops@': the domain is not valid"
        ),
        .init(
            "messageCheck: { rules: { blame: 'no' } }",
            "3:33: unknown value 'no' of 'blame' in 'rules' | known: error, warning, off"
        ),
        .init(
            "messageCheck: { rules: { promises: 'off' } }",
            "3:26: the message check has no rule 'promises' | did you mean 'promise'?"
        ),
        .init("messageCheck: { add: [ { name: 'x' } ] }", "3:24: missing key 'patterns' in a rule of 'messageCheck'"),
    ]

    static let targets: [MistakeCase] = [
        .init(
            "statusPages: [ { connector: 'static', directory: 'site' } ]",
            "3:16: missing key 'name' in a status page | it is what --channel and 'delivery list' call the target"
        ),
        .init(
            "statusPages: [ { name: 'My Page', connector: 'statuspage' } ]",
            "3:24: 'name' in a status page must be lower-case letters, digits and '-', not 'My Page' | write 'my-page'"
        ),
        .init(
            "statusPages: [ { name: 'a' } ]",
            "3:16: missing key 'connector' in a status page | run 'statuscomm connector list' to see all of them"
        ),
        .init(
            "statusPages: [ { name: 'a', connector: 'static' } ]",
            "3:16: missing key 'directory' in a status page | name the folder for the pages, such as directory: \"site\""
        ),
        .init(
            "statusPages: [ { name: 'a', connector: 'static', directory: 'site', pageID: 'x' } ]",
            "3:69: unknown key 'pageID' in a status page | known: name, components, connector, directory, statistics"
        ),
        .init(
            "statusPages: [ { name: 'a', connector: 'x' }, { name: 'a', connector: 'x' }, { name: 'mail', connector: 'x' } ]",
            "3:55: the name 'a' is already taken at line 3",
            "3:86: the name 'mail' belongs to the section 'mail'"
        ),
        .init(
            "statusPages: [ { name: 'a', connector: 'x', components: { 'rest-apy': '1', rest: '2', 'REST API': '3', web: '' } } ]",
            "3:59: unknown component 'rest-apy' | did you mean 'rest-api'?",
            "3:87: component 'rest-api' is named twice here",
            "3:109: 'web' in 'components' of a status page is empty"
        ),
        .init(
            "tickets: [ { name: 'rt', connector: 'x', threshold: 7, replyThreshold: 0.5 } ]",
            "3:53: 'threshold' in a ticket system must be a number from 0 to 1, not '7'",
            "3:72: 'replyThreshold' in a ticket system is below its 'threshold'"
        ),
        .init(
            "tickets: [ { name: 'rt', connector: 'x', service: { queues: { General: 'nothing' } } } ]",
            "3:72: unknown component 'nothing' | known: API, Web"
        ),
        .init(
            "banners: [ { name: 'app' } ]",
            "3:12: a banner needs a place for its feed | add file: \"banners.json\", put: { url } or s3: { bucket }"
        ),
        .init(
            "banners: [ { name: 'app', put: { url: 'ftp://x/y', headers: { 'X Y': '1' } } } ]",
            "3:39: 'url' in 'put' of a banner must be a URL that begins with https:// or http://, not 'ftp://x/y'",
            "3:63: 'X Y' is not the name of a header"
        ),
    ]

    static let mail: [MistakeCase] = [
        .init(
            "mail: {}",
            "3:7: missing key 'relay' in 'mail' | write \"smtps://host:465\", \"smtp://host:587\" or { directory: \"outbox\" }",
            "3:7: missing key 'from' in 'mail' | write it as \"Acme Status <status@acme.example>\""
        ),
        .init(
            "mail: { relay: 'smtp.acme.example', from: 'status' }",
            "3:16: 'relay' in 'mail' must be a URL that begins with smtps:// or smtp://, not 'smtp.acme.example'",
            "3:43: 'from' in 'mail' is not an e-mail address: 'status': the address has no '@' | "
                + "write it as \"Acme Status <status@acme.example>\""
        ),
        .init(
            "mail: { relay: 'smtps://u:p@smtp.acme.example', from: 'a@acme.example', user: 'u' }",
            "3:16: 'relay' in 'mail' has a user name or password in the URL | "
                + "give them with keys of their own, the password as { env: \"NAME\" }",
            "3:79: 'user' in 'mail' needs a 'password'"
        ),
        .init(
            "mail: { relay: { directory: 'out', dir: 1 }, from: 'a@acme.example', rate: '1000' }",
            "3:36: unknown key 'dir' in 'relay' in 'mail' | did you mean 'directory'?",
            "3:76: 'rate' in 'mail' must be a rate such as '1000/min', '20/s' or '6/h', not '1000'"
        ),
        .init(
            "mail: { relay: 'smtps://h', from: 'a@b.example', unsubscribeURL: 'https://u.example/{{mail}}', listID: 'a b', "
                + "feedbackID: 'a:b\\u0007' }",
            "3:66: 'unsubscribeURL' in 'mail' must be a URL that begins with https://, in which {{email}} may stand for the "
                + "address, not 'https://u.example/{{mail}}'",
            "3:104: 'listID' in 'mail' must be a name such as 'status.acme.example', not 'a b'",
            "3:123: 'feedbackID' in 'mail' must be like 'api:initial:page:acmestatus', not 'a:b\\u0007'"
        ),
    ]

    static let secrets: [MistakeCase] = [
        .init(secret: "'hunter2'", "is a secret and must not be written here | " + wayOut),
        .init(secret: "5", "must be a secret, not a number | " + wayOut),
        .init(secret: "{}", "must have exactly one of 'env', 'file' and 'command' | " + wayOut),
        .init(secret: "{ env: 'A', file: 'b' }", "must have exactly one of 'env', 'file' and 'command' | " + wayOut),
        .init(secret: "{ envv: 'A' }", "has the unknown key 'envv' | " + wayOut),
        .init(secret: "{ env: 'A B' }", "has an 'env' that is not the name of an environment variable"),
        .init(secret: "{ file: '' }", "has a 'file' that is not a path"),
        .init(
            secret: "{ command: 'pass show x' }",
            "has a 'command' that is not a list of words | "
                + "write { command: [\"pass\", \"show\", \"name\"] }; it is run without a shell"
        ),
    ]

    private init(secret: String, _ mistake: String) {
        self.init(
            "mail: { relay: 'smtps://h', from: 'a@acme.example', user: 'u', password: \(secret) }",
            "3:74: 'password' in 'mail' \(mistake)"
        )
    }

    private static let wayOut =
        "write { env: \"NAME\" }, { file: \"path\" } or { command: [\"pass\", \"show\", \"name\"] }"
    private static let allKeys =
        "company, components, severities, statusPages, announcements, mail, tickets, banners, "
        + "templates, connectors, messageCheck, delivery, automaticUpdates, reports, owners"

    static let company: [MistakeCase] = [
        .init(
            whole:
                "{ company: { nmae: 'A', name: 'A', domain: 'acme', statusPageURL: 'status.acme.example', timeZone: 'Europe/Berlim' } }",
            "1:14: unknown key 'nmae' in 'company' | did you mean 'name'?",
            "1:44: 'domain' in 'company' must be a domain such as 'acme.example', not 'acme'",
            "1:67: 'statusPageURL' in 'company' must be a URL that begins with https:// or http://, not 'status.acme.example'",
            "1:100: unknown time zone 'Europe/Berlim': did you mean 'Europe/Berlin'? | "
                + "write 'UTC', or a name such as 'Europe/Berlin'"
        ),
        .init(
            whole:
                "{ company: { name: 'A', domain: 'a.example', statusPageURL: 'https://a.example/\"x' },\ncomponents: [ { name: 'Web App' }, "
                + "{ id: 'x', name: 'X' }, { id: 'x', name: 'Y' }, { id: 'A B', name: 'Z', childs: [] } ] }",
            "1:61: 'statusPageURL' in 'company' must be a URL that begins with https:// or http://, not 'https://a.example/\"x'",
            "2:15: missing key 'id' in a component | write id: \"web-app\"",
            "2:66: component 'x' is already at line 2",
            "2:90: 'id' in a component must be lower-case letters, digits and '-', not 'A B' | write 'a-b'",
            "2:108: unknown key 'childs' in a component | known: name, id, aliases, description, children"
        ),
    ]
}

@Test(
    arguments: MistakeCase.shape + MistakeCase.values + MistakeCase.targets + MistakeCase.mail + MistakeCase.secrets
        + MistakeCase.company
)
func `every mistake in a configuration is listed with its place`(_ example: MistakeCase) {
    let error = #expect(throws: InvalidConfiguration.self) { try parsed(example.text) }
    let shown = error?.mistakes.map { $0.description + ($0.hint.map { " | " + $0 } ?? "") }
    #expect(shown == example.mistakes.map { "c.json5:" + $0 })
}

@Test func `a literal secret is never shown`() {
    for secret in ["'hunter2'", "{ env: 'hunter2 x' }", "{ command: ['a', 5, 'hunter2'] }"] {
        let error = #expect(throws: InvalidConfiguration.self) {
            try parsed(
                MistakeCase.head + "mail: { relay: 'smtps://h', from: 'a@b.example', user: 'u', password: \(secret) } }"
            )
        }
        #expect(error?.mistakes.contains { ($0.message + ($0.hint ?? "")).contains("hunter2") } == false)
    }
}

func parsed(_ text: String) throws -> Configuration {
    try Configuration(
        parsing: Array(text.utf8),
        path: "c.json5",
        baseDirectory: "/etc/statuscomm",
        zones: ZoneDatabase(environment: [:])
    )
}
