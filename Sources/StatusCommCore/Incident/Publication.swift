package import JSON5

/// What a public change says, and to whom: frozen in the log before any channel hears of it.
///
/// A retry hours later therefore sends the same words, whatever the configuration says by then.
package struct Publication: Hashable, Sendable {
    /// The words of the person who made the change, as they were typed.
    package var message: String
    /// Finished texts by template name (`page`, `chat`, …); a channel takes its own, else `page`.
    package var texts: [String: String]
    /// Components after the change, in the order of the tree.
    package var components: [AffectedComponent]
    /// Whether pages tell their own subscribers.
    package var notify: Bool
    /// Names of the targets that are to hear of it, in the order of the configuration.
    package var targets: [String]
    /// When the next update is promised; nil when nothing further is (a resolution).
    package var nextUpdateAt: Timestamp?
    /// Further template variables given with the command.
    package var variables: JSONObject

    /// Describes a public change.
    package init(
        message: String,
        texts: [String: String] = [:],
        components: [AffectedComponent] = [],
        notify: Bool = true,
        targets: [String] = [],
        nextUpdateAt: Timestamp? = nil,
        variables: JSONObject = JSONObject()
    ) {
        self.message = message
        self.texts = texts
        self.components = components
        self.notify = notify
        self.targets = targets
        self.nextUpdateAt = nextUpdateAt
        self.variables = variables
    }
}
