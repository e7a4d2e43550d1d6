import JSON5

/// A status page to publish on.
package struct StatusPageConfiguration: Sendable {
    /// How it is reached.
    package enum Destination: Sendable {
        /// Files that any web server can serve, in this folder.
        case directory(String)
        /// A provider.
        case connector(ConnectorSettings)
    }

    /// Name of the target, unique among all targets.
    package var name: String
    package var destination: Destination
    /// The provider's id for each of our component ids; others are found by name.
    package var components: [String: String]
    /// Whether a static page has a page of figures: how fast customers were told, promises kept, reports.
    package var showsStatistics = false

    init?(_ fields: inout Fields, _ reading: ComponentReading) {
        let name = fields.targetName()
        let components = reading.table(&fields)
        var showsStatistics = false
        let destination: Destination?
        if fields.node("connector")?.string == "static" {
            let path = fields.required("directory", hint: "name the folder for the pages, such as directory: \"site\"")
            destination = path.flatMap { fields.line($0, "directory") }.map { .directory(fields.reading.absolute($0)) }
            showsStatistics = fields.bool("statistics") ?? false
            fields.finish()
        } else {
            destination = ConnectorSettings(&fields, .statusPage).map(Destination.connector)
        }
        guard let name, let destination else { return nil }
        self.name = name
        self.destination = destination
        self.components = components
        self.showsStatistics = showsStatistics
    }
}

/// A chat room, or any other place that takes one message after another.
package struct AnnouncementConfiguration: Sendable {
    /// Name of the target, unique among all targets.
    package var name: String
    package var connector: ConnectorSettings
    /// Leaves it wants to hear of; empty for all.
    package var components: [String]
    /// The least severity it wants to hear of.
    package var minimumSeverity: Severity

    init?(_ fields: inout Fields, _ reading: ComponentReading) {
        let name = fields.targetName()
        components = reading.leaves(&fields, "components")
        minimumSeverity = fields.choice("minimumSeverity", Severity.self) ?? .low
        guard let connector = ConnectorSettings(&fields, .announcement), let name else { return nil }
        self.name = name
        self.connector = connector
    }
}
