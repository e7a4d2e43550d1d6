import JSON5

/// One attempt of one action while it goes on.
struct ConnectorRun {
    let runner: ConnectorRunner
    var input: ConnectorInput
    /// Whether requests are noted instead of sent.
    let isPreview: Bool
    var saved: JSONObject
    var completed: [String]
    var reports: [ConnectorReport] = []
    /// Requests of a preview, secrets in clear.
    var noted: [HTTPRequest] = []
    var contents: [String: CatalogueContent] = [:]
    private var components: [ConnectorInput.Component]?
    /// Whether this run has asked for a token, so that a refusal is not for its age.
    var hasLoggedIn = false

    init(runner: ConnectorRunner, input: ConnectorInput, isPreview: Bool) {
        self.runner = runner
        self.input = input
        self.isPreview = isPreview
        saved = input.saved
        completed = input.completed
    }

    var connector: Connector { runner.connector }

    /// Sends every request of the action that is not completed.
    mutating func execute(_ action: ConnectorAction) async throws(ConnectorStop) {
        let steps = try prepare(action)
        for (index, step) in steps.enumerated() {
            let context = try await context(for: step)
            guard
                try rendering({ () throws(RenderError) in
                    try step.when.holds(of: .object(context.ours), in: context.theirs)
                })
            else { continue }
            for (key, context) in try items(of: step, index: index, in: context) where !completed.contains(key) {
                try await execute(step, in: context)
                completed.append(key)
            }
        }
    }

    private mutating func execute(_ step: ConnectorStep, in context: ConnectorContext) async throws(ConnectorStop) {
        guard !isPreview else {
            noted.append(try rendering { () throws(RenderError) in try step.request(of: connector, in: context) })
            for save in step.save where saved[save.name] == nil {
                saved[save.name] = .string("<\(save.name) of \(runner.target)>")
            }
            return
        }
        var context = context
        var answer = try await answer(to: step, in: context)
        for _ in 0..<Self.conflictLimit where step.isConditional && [409, 412].contains(answer.response.status) {
            // Somebody else was first: what is written now is written on what is there now.
            context.set(version: try await currentVersion())
            answer = try await self.answer(to: step, in: context)
        }
        if let stop = runner.stop(answer, step: step) { throw stop }
        if step.doneStatuses.contains(answer.response.status) { return }
        try check(answer, step: step, in: context)
        try keep(step.save, of: answer.json, answer: answer, step: step, in: context)
    }

    /// Times that a conditional write is made again; after so many, somebody writes all the time.
    private static let conflictLimit = 4

    private mutating func answer(
        to step: ConnectorStep,
        in context: ConnectorContext
    ) async throws(ConnectorStop) -> ConnectorAnswer {
        let request = try rendering { () throws(RenderError) in try step.request(of: connector, in: context) }
        return try await anyAnswer(to: request, step: step)
    }

    /// What the steps of an action see, each request after the one before.
    func items(
        of step: ConnectorStep,
        index: Int,
        in context: ConnectorContext
    ) throws(ConnectorStop) -> [(key: String, context: ConnectorContext)] {
        guard let each = step.each else { return [(String(index), context)] }
        let items = try rendering { () throws(RenderError) in
            try context.theirs.items(at: each, ours: context.ours)
        }
        return items.enumerated().map { position, item in
            var inner = context
            inner.theirs = item.context
            inner.ours = item.ours
            let name = item.ours["item"]?["key"]?.string ?? String(position)
            return ("\(index):\(name)", inner)
        }
    }

    /// Sends one request, after waiting for its place in the rate budget; any whole answer that is no error.
    mutating func exchange(
        _ request: HTTPRequest,
        step: ConnectorStep
    ) async throws(ConnectorStop) -> ConnectorAnswer {
        let answer = try await anyAnswer(to: request, step: step)
        if let stop = runner.stop(answer, step: step) { throw stop }
        return answer
    }

    /// Times that a provider may ask to wait before it is told that we come back later.
    private static let patience = 5

    /// Sends one request, again after each wait that the provider asks for; any whole answer.
    private mutating func anyAnswer(
        to request: HTTPRequest,
        step: ConnectorStep
    ) async throws(ConnectorStop) -> ConnectorAnswer {
        var answer = try await answerOnce(to: request, step: step)
        for _ in 0..<Self.patience {
            guard runner.isPatient, let wait = runner.wait(askedBy: answer) else { break }
            runner.pacer.close(until: runner.now().advanced(by: wait))
            guard let deadline = runner.deadline, wait < deadline.remaining else { break }
            answer = try await answerOnce(to: request, step: step)
        }
        return answer
    }

    /// Sends one request, after waiting for its place in the rate budget.
    private mutating func answerOnce(
        to request: HTTPRequest,
        step: ConnectorStep
    ) async throws(ConnectorStop) -> ConnectorAnswer {
        let needed = runner.pacer.wait(for: request.method, at: runner.now())
        if let deadline = runner.deadline, needed > .zero, needed > deadline.remaining {
            throw ConnectorStop(outcome: .retryLater(after: needed, words: "waits for its place in the rate limit"))
        }
        let wait = runner.pacer.reserve(for: request.method, at: runner.now())
        if wait > .zero {
            do {
                try await runner.clock.sleep(for: wait)
            } catch {
                throw ConnectorStop(outcome: .retryLater(after: nil, words: "cancelled before it was sent"))
            }
        }
        do throws(TransportError) {
            let answer = ConnectorAnswer(try await runner.transport.send(request))
            runner.heed(answer)
            if !refusesLogin(answer) { return answer }
        } catch {
            throw runner.stop(error, step: step)
        }
        throw ConnectorStop(outcome: .retryLater(after: .zero, words: "the login has expired"))
    }

    /// Holds the answer against what the connector and the step call a success.
    func check(
        _ answer: ConnectorAnswer,
        step: ConnectorStep,
        in context: ConnectorContext
    ) throws(ConnectorStop) {
        for condition in [connector.success, step.success] where !condition.isEmpty {
            if condition.needsJSON, answer.json == nil { throw notJSON(answer, step: step) }
            let failure = try rendering { () throws(RenderError) in
                try condition.firstFailure(of: answer.json ?? .null, text: answer.text, in: context.theirs)
            }
            if let failure { throw runner.stop(answer, failing: failure) }
        }
    }

    /// Keeps values of an answer, or of an element of its list.
    mutating func keep(
        _ saves: [ConnectorStep.Save],
        of value: JSONValue?,
        answer: ConnectorAnswer,
        step: ConnectorStep,
        in context: ConnectorContext
    ) throws(ConnectorStop) {
        var context = context.theirs
        for save in saves {
            context["saved"] = .object(saved)
            if value == nil, save.source.needsJSON, !save.isOptional { throw notJSON(answer, step: step) }
            let values = try rendering { () throws(RenderError) in
                try save.source.values(in: value ?? .null, answer: answer, context: context).filter { !$0.isEmpty }
            }
            let found = save.source.isList ? .array(values) : values.first
            if let found, !found.isEmpty {
                // A ticket's words are a person's; anything else is an id, an address or the like.
                if connector.kind == .ticket || found.isFitToKeep {
                    saved[save.name] = found.scalarText.map { .string($0) } ?? found
                } else if !save.isOptional {
                    throw runner.stop(
                        unreadable: "answered \(answer.response.status) with a \(save.name) that nobody would choose",
                        step: step
                    )
                }
            } else if !save.isOptional {
                throw runner.stop(
                    unreadable: "answered \(answer.response.status) without a \(save.name)",
                    step: step
                )
            }
        }
    }

    func notJSON(_ answer: ConnectorAnswer, step: ConnectorStep) -> ConnectorStop {
        runner.stop(unreadable: "answered \(answer.response.status) with what is not JSON", step: step)
    }

    func rendering<Value>(_ body: () throws(RenderError) -> Value) throws(ConnectorStop) -> Value {
        do throws(RenderError) {
            return try body()
        } catch {
            throw .refused(error.message)
        }
    }
}

extension ConnectorRun {
    /// The steps of an action, after the checks that need no network.
    mutating func prepare(_ action: ConnectorAction) throws(ConnectorStop) -> [ConnectorStep] {
        guard let steps = connector.actions[action] else {
            throw .refused("the connector '\(connector.name)' has no action '\(action.rawValue)'")
        }
        for setting in connector.settings where setting.isRequired {
            if runner.settings[setting.name]?.isEmpty ?? true { throw .refused("no setting '\(setting.name)'") }
        }
        input.title = try limited(input.title, "title", connector.titleLimit, form: connector.markup.text)
        input.message = try limited(
            input.message,
            "message",
            connector.messageLimit,
            form: connector.markup.message
        )
        let paths = steps.flatMap(\.paths)
        func uses(_ names: Set<String>) -> Bool { paths.contains { $0.first.map(names.contains) ?? false } }
        if uses(["phase"]) { report(loss: "phase", input.phase.rawValue) }
        if uses(["severity"]) { report(loss: "severity", input.severity.rawValue) }
        if uses(["components", "worstStatus"]) || paths.contains(["item", "status"]) {
            for status in ComponentStatus.allCases where input.components.contains(where: { $0.status == status }) {
                report(loss: "componentStatus", status.rawValue)
            }
        } else {
            reportUnsentStatuses(action)
        }
        return steps
    }

    /// After a resolution the page is read back, which says more.
    private mutating func reportUnsentStatuses(_ action: ConnectorAction) {
        guard connector.kind == .statusPage, action == .open || action == .update else { return }
        let names = input.components.filter { $0.status != $0.previousStatus }.map(\.name)
        if !names.isEmpty { reports.append(.unsentStatus(names: names)) }
    }

    private mutating func report(loss table: String, _ word: String) {
        guard let entry = connector.values[table]?.entries[word], let words = entry.loss else { return }
        reports.append(.lossyMapping(word: word, sent: entry.sent, words: words))
    }

    /// The text, short enough for the provider in the provider's form.
    private mutating func limited(
        _ text: String,
        _ field: String,
        _ limit: Connector.Limit?,
        form: (String) -> String
    ) throws(ConnectorStop) -> String {
        guard let limit else { return text }
        let count = form(text).unicodeScalars.count
        guard count > limit.length else { return text }
        guard limit.excess == .cut else {
            throw .refused("the \(field) has \(count) characters; \(connector.title) takes \(limit.length)")
        }
        var scalars = text.unicodeScalars.prefix(limit.length - 1)
        while true {
            let short = String(String.UnicodeScalarView(scalars)) + "…"
            let excess = form(short).unicodeScalars.count - limit.length
            if excess <= 0 || scalars.isEmpty {
                reports.append(.cut(field: field, from: count, to: form(short).unicodeScalars.count))
                return short
            }
            // Escapes make two characters of one: half the excess is never too much.
            scalars = scalars.dropLast(max(1, excess / 2))
        }
    }

    /// What the templates of a step see; looks up what they name first.
    mutating func context(for step: ConnectorStep) async throws(ConnectorStop) -> ConnectorContext {
        var catalogue = JSONObject()
        for path in neededCatalogues(of: step) {
            catalogue[path[1]] = .object(try await picks(of: path[1], needed: path[2]))
        }
        let needsComponents = step.paths.contains {
            ["components", "worstStatus"].contains($0.first) || $0 == ["item", "id"]
        }
        let known = needsComponents || step.components != nil ? try await resolvedComponents() : input.components
        let token = try await loginToken()
        var context = try rendering { () throws(RenderError) in
            try ConnectorContext(
                connector: connector,
                step: step,
                input: input,
                settings: runner.settings,
                saved: saved,
                catalogue: catalogue,
                components: known
            )
        }
        if let token { context.theirs["login"] = ["token": .string(token)] }
        return context
    }

    /// Places in catalogues that a step needs, for its own tags and for the words it sends.
    ///
    /// None for the request of a catalogue itself: that would never end.
    private func neededCatalogues(of step: ConnectorStep) -> [[String]] {
        if connector.catalogues.contains(where: { $0.step == step }) { return [] }
        var paths = step.paths + connector.headers.flatMap(\.value.paths)
        let names = Set(paths.compactMap(\.first))
        for (table, users) in Self.tableUsers where !names.isDisjoint(with: users) {
            guard let map = step.values[table] ?? connector.values[table] else { continue }
            for word in words(of: table) { paths += map.entries[word]?.value.texts.flatMap(\.paths) ?? [] }
        }
        return paths.filter { $0.first == "catalogue" && $0.count == 3 }
    }

    /// Our words of a table that this input has.
    private func words(of table: String) -> Set<String> {
        switch table {
        case "phase": Set([input.phase, input.previousPhase].compactMap { $0?.rawValue })
        case "severity": [input.severity.rawValue]
        default: Set(input.components.map(\.status.rawValue) + [ComponentStatus.operational.rawValue])
        }
    }

    /// Names through which a template sees a table's words.
    private static let tableUsers: [String: Set<String>] = [
        "phase": ["phase", "previousPhase"], "severity": ["severity"],
        "componentStatus": ["components", "worstStatus", "item"],
    ]

    /// The components with their remote ids; one that the provider does not know is reported and left out.
    private mutating func resolvedComponents() async throws(ConnectorStop) -> [ConnectorInput.Component] {
        if let components { return components }
        var known: [ConnectorInput.Component] = []
        for var component in input.components {
            if component.remoteID == nil, connector.hasComponentCatalogue {
                component.remoteID = try await componentID(named: component.name)
                if component.remoteID == nil { continue }
            }
            known.append(component)
        }
        components = known
        return known
    }
}

extension JSONValue {
    /// Whether it may go on record and into later requests: short, and of what can be shown.
    fileprivate var isFitToKeep: Bool {
        let text = scalarText ?? JSONWriter.text(self)
        return text.utf8.count <= 4_096 && !text.unicodeScalars.contains(where: isUnsafeToShow)
    }
}
