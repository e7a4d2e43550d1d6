extension Configuration {
    /// The configuration that applies when there is no file.
    ///
    /// - Parameters:
    ///   - stateDirectory: Folder in which its page is written, absolute.
    ///   - zones: Time zones of this machine.
    /// - Returns: One static page in the state directory and a small tree of components.
    /// - Throws: `InvalidConfiguration`, which a test rules out.
    package static func builtIn(
        stateDirectory: String,
        zones: ZoneDatabase
    ) throws(InvalidConfiguration) -> Configuration {
        var configuration = try Configuration(
            parsing: Array(builtInText.utf8),
            path: "built-in configuration",
            baseDirectory: stateDirectory,
            zones: zones,
            origin: .builtIn
        )
        // A file has to name an address that others can reach; on one machine the page itself will do.
        configuration.company.statusPageURL = fileURL("\(stateDirectory)/site/index.html")
        return configuration
    }

    private static func fileURL(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes = Array("file://".utf8)
        for byte in path.utf8 {
            switch byte {
            case 0x2D...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x7E: bytes.append(byte)
            default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let builtInText = """
        {
          company: { name: "Example", domain: "example.com", statusPageURL: "https://status.example.com" },
          components: [
            { id: "web-application", name: "Web Application", children: [
              { id: "dashboard", name: "Dashboard" },
              { id: "user-authentication", name: "User Authentication", aliases: ["login"] },
              { id: "reporting", name: "Reporting" },
            ] },
            { id: "api", name: "API", children: [
              { id: "rest-api", name: "REST API", aliases: ["rest"] },
              { id: "graphql-api", name: "GraphQL API", aliases: ["graphql"] },
              { id: "webhooks", name: "Webhooks" },
            ] },
            { id: "integrations", name: "Integrations", children: [
              { id: "slack", name: "Slack" },
              { id: "microsoft-teams", name: "Microsoft Teams", aliases: ["teams"] },
              { id: "email-delivery", name: "Email Delivery", aliases: ["email"] },
            ] },
          ],
          statusPages: [ { name: "local", connector: "static", directory: "site" } ],
        }
        """
}
