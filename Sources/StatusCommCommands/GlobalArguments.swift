package import CommandTable

/// What the options that every command takes were set to.
package struct GlobalArguments: Hashable, Sendable {
    package var configurationPath: String?
    package var stateDirectory: String?
    package var json = false
    package var quiet = false
    package var verbose = false
    package var noColor = false

    /// Nothing set.
    package init() {}

    /// The options themselves.
    package static let options: [Option<Self>] = [
        .value(
            "config",
            as: .file("FILE", endings: ["json5", "json"]),
            to: \.configurationPath,
            help: "Configuration file",
            details: """
                Without it, the first of these that exists: $STATUSCOMM_CONFIG, \
                $XDG_CONFIG_HOME/statuscomm/config.json5 and /etc/statuscomm/config.json5.
                """,
            environment: "STATUSCOMM_CONFIG"
        ),
        .value(
            "state-dir",
            as: .directory("DIR"),
            to: \.stateDirectory,
            help: "Directory of incidents and deliveries",
            details: "Without it $STATUSCOMM_STATE_DIR, else $XDG_STATE_HOME/statuscomm.",
            environment: "STATUSCOMM_STATE_DIR"
        ),
        .flag(
            "json",
            to: \.json,
            help: "Print one JSON document, also on failure",
            details: "'statuscomm generate schema' prints the JSON Schema of all documents."
        ),
        .flag("quiet", "q", to: \.quiet, help: "No progress and no notes, only results and errors"),
        .flag("verbose", "v", to: \.verbose, help: "More about what happens, on standard error"),
        .flag("no-color", to: \.noColor, help: "No colors, as with $NO_COLOR"),
    ]
}
