import JSON5

extension DrillScenario {
    /// Reads a scenario.
    ///
    /// - Parameters:
    ///   - bytes: The file, JSON5.
    ///   - path: What messages call the file.
    ///   - components: The tree in which its components are found.
    /// - Throws: `InvalidConfiguration` with every mistake in the order of the file.
    package init(parsing bytes: [UInt8], path: String, components: ComponentTree) throws(InvalidConfiguration) {
        let root: JSON5Node
        do throws(JSON5Error) {
            root = try JSON5Node(parsing: bytes, path: path)
        } catch {
            let mistake = ConfigurationMistake(error.message, hint: error.hint, at: error.location)
            throw InvalidConfiguration(mistakes: [mistake])
        }
        let reading = ConfigurationReading(baseDirectory: "/", zones: ZoneDatabase(directories: []))
        var fields = Fields(root, of: "the scenario", reading)
        let name = fields.requiredText("drill", hint: "write its name, such as drill: \"Payments fail\"")
        about = fields.lines("about")
        let nodes = fields.list("steps")
        let steps = nodes.map { Step($0, ComponentReading(components, reading)) }
        fields.finish()
        Self.checkOrder(zip(nodes, steps).map { ($0, $1) }, root, reading)
        let complete = steps.compactMap { $0 }
        guard reading.mistakes.isEmpty, let name, complete.count == nodes.count else {
            throw InvalidConfiguration(mistakes: reading.mistakes)
        }
        self.name = name
        self.steps = complete
    }

    /// Steps follow each other in time, and an incident is opened once, resolved once, and then reported on.
    private static func checkOrder(
        _ steps: [(node: JSON5Node, step: Step?)],
        _ root: JSON5Node,
        _ reading: ConfigurationReading
    ) {
        var last = Duration.zero
        var stage = "before it is opened"
        for (node, step) in steps {
            // What a step with a mistake in it would have done nobody knows, so that nothing is said about the later ones.
            guard let step else { return }
            if step.at < last { reading.report("a step is earlier than the one before it", at: node.location) }
            last = max(last, step.at)
            guard let action = step.action else { continue }
            switch (action, stage) {
            case (.open, "before it is opened"): stage = "while it is open"
            case (.resolve, "while it is open"): stage = "after it was resolved"
            case (.update, "while it is open"), (.note, "while it is open"), (.note, "after it was resolved"): break
            case (.report, "after it was resolved"): stage = "after its report"
            case (let action, let stage):
                reading.report("'\(action.word)' cannot stand here: \(stage)", at: node.location)
            }
        }
        if stage == "before it is opened", root.object != nil {
            reading.report("no step opens an incident", hint: "add { at: \"1m\", open: { … } }", at: root.location)
        }
    }
}

extension DrillScenario.Action {
    /// Its key in a scenario.
    var word: String {
        switch self {
        case .open: "open"
        case .note: "note"
        case .update: "update"
        case .resolve: "resolve"
        case .report: "report"
        }
    }
}

extension DrillScenario.Step {
    /// Longest exercise.
    private static let longest = Duration.seconds(30 * 86_400)

    fileprivate init?(_ node: JSON5Node, _ components: ComponentReading) {
        var fields = Fields(node, of: "a step", components.reading)
        let hasTime = fields.required("at", hint: "write at: \"5m\", the time since customers began to notice") != nil
        let at = hasTime ? fields.duration("at", in: .zero...Self.longest) : nil
        happens = fields.lines("happens")
        var actions: [DrillScenario.Action?] = []
        if var open = fields.fields("open") { actions.append(.open(&open, components)) }
        if var note = fields.fields("note") { actions.append(.note(&note)) }
        if var update = fields.fields("update") { actions.append(.update(&update, components)) }
        if var resolve = fields.fields("resolve") { actions.append(.resolve(&resolve)) }
        if let report = fields.node("report") {
            if report.object == nil { fields.wrong(report, "report", "an object: the internal postmortem") }
            actions.append(.report(DrillScenario.Report(postmortem: report.value)))
        }
        fields.finish()
        if actions.count > 1 {
            fields.reading.report("a step does one thing", hint: "make a step of each", at: node.location)
        }
        if actions.isEmpty, happens == nil, node.object != nil {
            let hint = "add happens: \"…\", or one of open, note, update, resolve, report"
            fields.reading.report("a step without anything in it", hint: hint, at: node.location)
        }
        guard let at, !actions.contains(where: { $0 == nil }) else { return nil }
        self.at = at
        action = actions.first ?? nil
    }
}

extension DrillScenario.Action {
    private static let promise = Duration.seconds(60)...Duration.seconds(7 * 86_400)

    fileprivate static func open(_ fields: inout Fields, _ components: ComponentReading) -> Self? {
        let title = fields.requiredText("title")
        let severity =
            fields.required("severity") == nil ? nil : fields.choice("severity", Severity.self)
        let leaves = components.leaves(&fields, "components")
        let message = fields.requiredLines("message")
        let keywords = fields.texts("keywords")
        let nextUpdate = fields.duration("nextUpdate", in: promise)
        fields.finish()
        guard let title, let severity, let message else { return nil }
        return .open(
            DrillScenario.Opening(
                title: title,
                severity: severity,
                components: leaves,
                message: message,
                keywords: keywords,
                nextUpdate: nextUpdate
            )
        )
    }

    fileprivate static func note(_ fields: inout Fields) -> Self? {
        let type = fields.choice("type", TimelineNoteType.self)
        let text = fields.requiredLines("text")
        let customerText = fields.text("customerText")
        fields.finish()
        guard let text else { return nil }
        return .note(DrillScenario.Note(type: type ?? .internalNote, text: text, customerText: customerText))
    }

    fileprivate static func update(_ fields: inout Fields, _ components: ComponentReading) -> Self? {
        let phase = fields.choice("status", IncidentPhase.self)
        if phase == .resolved, let node = fields.node("status") {
            fields.reading.report(
                "an update cannot resolve",
                hint: "write a step with resolve: { … }",
                at: node.location
            )
        }
        let severity = fields.choice("severity", Severity.self)
        let message = fields.requiredLines("message")
        let finding = fields.text("finding")
        let action = fields.text("action")
        let eta = fields.text("eta")
        let statuses = components.statuses(&fields)
        let nextUpdate = fields.duration("nextUpdate", in: promise)
        fields.finish()
        guard let message else { return nil }
        return .update(
            DrillScenario.Update(
                phase: phase,
                severity: severity,
                message: message,
                finding: finding,
                action: action,
                eta: eta,
                components: statuses,
                nextUpdate: nextUpdate
            )
        )
    }

    fileprivate static func resolve(_ fields: inout Fields) -> Self? {
        let message = fields.requiredLines("message")
        let rootCause = fields.text("rootCause")
        let fix = fields.text("fix")
        let preventions = fields.texts("prevention")
        fields.finish()
        guard let message else { return nil }
        return .resolve(
            DrillScenario.Resolution(message: message, rootCause: rootCause, fix: fix, preventions: preventions)
        )
    }
}

extension Fields {
    /// Text of any number of lines, not empty and without other control characters.
    fileprivate mutating func lines(_ key: String) -> String? {
        guard let node = node(key) else { return nil }
        guard let text = node.string else {
            wrong(node, key, "a string")
            return nil
        }
        guard !text.isEmpty else {
            reading.report("'\(key)' in \(what) is empty", at: node.location)
            return nil
        }
        guard !text.unicodeScalars.contains(where: { $0 != "\n" && isUnsafeToShow($0) }) else {
            reading.report("'\(key)' in \(what) has a control character", at: node.location)
            return nil
        }
        return text
    }

    fileprivate mutating func requiredLines(_ key: String) -> String? {
        required(key) == nil ? nil : lines(key)
    }
}
