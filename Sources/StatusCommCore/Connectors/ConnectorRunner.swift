package import JSON5

/// Carries out one attempt of one action over a transport, and says what happened.
///
/// Whether and when there is another attempt is decided elsewhere.
package struct ConnectorRunner: Sendable {
    let connector: Connector
    let target: String
    let settings: JSONObject
    let redaction: SecretRedactor
    private(set) var transport: Transport
    let cache: CatalogueCache
    let pacer: RequestPacer
    let session = LoginSession()
    /// When every exchange has to be over, waiting included; nil for no limit.
    private(set) var deadline: Deadline?
    /// Whether a wait that the provider asks for is waited here, when it ends before the deadline.
    private(set) var isPatient = false
    let clock: any Clock<Duration>
    let now: @Sendable () -> Timestamp

    /// Binds a connector to a target.
    ///
    /// - Parameters:
    ///   - connector: What to send.
    ///   - target: Name of the target in the configuration, part of the cache's keys.
    ///   - settings: What the target's configuration says, secrets in clear; defaults are filled in.
    ///   - transport: The network.
    ///   - cache: Keeps catalogues.
    ///   - clock: Waits for a place in the rate budget.
    ///   - now: The present.
    package init(
        connector: Connector,
        target: String,
        settings: JSONObject,
        transport: Transport,
        cache: CatalogueCache = .inMemory(),
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.connector = connector
        self.target = target
        self.settings = connector.completed(settings)
        redaction = SecretRedactor(secrets: connector.secrets(in: settings), mask: Connector.secretMask)
        self.transport = transport
        self.cache = cache
        pacer = RequestPacer(connector.rates)
        self.clock = clock
        self.now = now
    }

    /// The same runner for exchanges that all have to end within a time from now.
    ///
    /// A patient one waits as long as the provider asks, if that is within the time, and sends again.
    func ending(within limit: Duration, isPatient: Bool = false) -> ConnectorRunner {
        let deadline = Deadline(clock: clock, after: limit)
        let send = transport.send
        var bounded = self
        bounded.deadline = deadline
        bounded.isPatient = isPatient
        bounded.transport = Transport { request throws(TransportError) in
            var request = request
            // Zero would mean no limit to the network.
            request.timeout = min(request.timeout, max(deadline.remaining, .milliseconds(1)))
            return try await send(request)
        }
        return bounded
    }

    /// Carries out an action once: all its requests, in order, but for those that the input has as completed.
    ///
    /// It never throws: a failure is an outcome.
    package func run(_ action: ConnectorAction, _ input: ConnectorInput) async -> ConnectorResult {
        var run = ConnectorRun(runner: self, input: input, isPreview: false)
        let outcome: ConnectorOutcome
        do throws(ConnectorStop) {
            try await run.execute(action)
            outcome = .done
        } catch {
            outcome = error.outcome
        }
        return ConnectorResult(
            outcome: outcome,
            saved: run.saved,
            completed: run.completed,
            reports: run.reports
        )
    }

    /// Looks for what an earlier attempt of `action` may have left, by our mark.
    package func find(after action: ConnectorAction, _ input: ConnectorInput) async -> ConnectorFinding {
        let look: ConnectorAction
        switch action {
        case .open: look = .find
        case .update, .resolve: look = .findUpdate
        case .report: look = .findReport
        case .note, .reply, .replyAndClose: look = .find
        case .find, .findUpdate, .findReport, .verify, .publish: return .unsupported
        case .search, .marked, .read, .link, .unlink, .close: return .unsupported
        }
        guard connector.supports(look) else { return .unsupported }
        var run = ConnectorRun(runner: self, input: input, isPreview: false)
        do throws(ConnectorStop) {
            return try await run.search(look) ? .found(saved: run.saved) : .absent
        } catch {
            return .failed(error.outcome)
        }
    }

    /// Reads back what the action should have left.
    package func verify(_ input: ConnectorInput) async -> ConnectorVerification {
        guard connector.supports(.verify) else { return .unsupported }
        var run = ConnectorRun(runner: self, input: input, isPreview: false)
        do throws(ConnectorStop) {
            let differences = try await run.compare()
            return differences.isEmpty ? .confirmed : .differs(differences)
        } catch {
            return .failed(error.outcome)
        }
    }
}

extension Connector {
    /// The settings with defaults where there is none.
    func completed(_ settings: JSONObject) -> JSONObject {
        var settings = settings
        for setting in self.settings where settings[setting.name] == nil {
            settings[setting.name] = setting.defaultValue ?? .null
        }
        return settings
    }

    /// What stands in the place of a secret in requests that are shown, and in providers' words.
    static let secretMask = "***"

    /// Values of the secret settings.
    func secrets(in settings: JSONObject) -> [String] {
        self.settings.filter(\.isSecret).compactMap { settings[$0.name] }.flatMap(\.texts)
    }
}

extension JSONValue {
    /// Every string in it, however deep.
    fileprivate var texts: [String] {
        switch self {
        case .null, .bool, .number: []
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(\.texts)
        case .object(let object): object.members.flatMap(\.value.texts)
        }
    }
}
