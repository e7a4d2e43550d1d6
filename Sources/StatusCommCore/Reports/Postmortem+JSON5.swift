import JSON5

extension Postmortem {
    /// Reads a postmortem in JSON5.
    ///
    /// Each text may stand alone, for ourselves, or with a `customer…` beside it: `summary` and `customerSummary`, in lists
    /// `text` and `customerText`. Times are RFC 3339, or local ones of the company.
    ///
    /// - Throws: `InvalidConfiguration` with every mistake.
    package init(parsing bytes: [UInt8], path: String, times: TimeInput) throws(InvalidConfiguration) {
        self.init()
        let root: JSON5Node
        do throws(JSON5Error) {
            root = try JSON5Node(parsing: bytes, path: path)
        } catch {
            throw InvalidConfiguration(mistakes: [
                ConfigurationMistake(error.message, hint: error.hint, at: error.location)
            ])
        }
        let reading = ConfigurationReading(baseDirectory: "/", zones: times.database)
        var fields = Fields(root, of: "the postmortem", reading)
        title = fields.wording("title", "customerTitle")
        startedAt = fields.time("startedAt", times)
        endedAt = fields.time("endedAt", times)
        services = fields.texts("services")
        summary = fields.wording("summary", "customerSummary")
        whatHappened = fields.wording("whatHappened", "customerWhatHappened")
        resolution = fields.wording("resolution", "customerResolution")
        if var impact = fields.fields("impact") {
            customerCount = impact.figure("customerCount")
            errorRate = impact.figure("errorRate")
            impact.finish()
        }
        for node in fields.list("timeline") {
            var entry = Fields(node, of: "a timeline entry", reading)
            let at = entry.required("at").flatMap { entry.time($0, "at", times) }
            let type = entry.choice("type", TimelineNoteType.self) ?? .internalNote
            let wording = entry.wording("text", "customerText")
            entry.finish()
            if let at { timeline.append(Entry(at: at, type: type, wording: wording)) }
        }
        for node in fields.list("actionItems") {
            var item = Fields(node, of: "an action item", reading)
            let wording = item.wording("text", "customerText")
            let type = item.text("type") ?? ""
            let isVisible = item.bool("customerVisible") ?? false
            item.finish()
            actionItems.append(ActionItem(wording: wording, type: type, isCustomerVisible: isVisible))
        }
        fields.finish()
        guard reading.mistakes.isEmpty else { throw InvalidConfiguration(mistakes: reading.mistakes) }
    }
}

extension Fields {
    fileprivate mutating func wording(_ own: String, _ customer: String) -> Postmortem.Wording {
        Postmortem.Wording(own: prose(own) ?? "", customer: prose(customer))
    }

    /// Text of any number of lines.
    private mutating func prose(_ key: String) -> String? {
        guard let node = node(key) else { return nil }
        if node.string == nil { wrong(node, key, "a text") }
        return node.string
    }

    /// A number or a text, such as `1240` or `"about 12 %"`.
    fileprivate mutating func figure(_ key: String) -> String {
        guard let node = node(key) else { return "" }
        switch node.value {
        case .number(let number): return number.text
        case .string(let text): return text
        case .null, .bool, .array, .object:
            wrong(node, key, "a number or a text")
            return ""
        }
    }

    fileprivate mutating func time(_ key: String, _ times: TimeInput) -> Timestamp? {
        node(key).flatMap { time($0, key, times) }
    }

    fileprivate func time(_ node: JSON5Node, _ key: String, _ times: TimeInput) -> Timestamp? {
        guard let text = node.string else {
            wrong(node, key, "a time such as '2026-11-23T14:05:00+01:00'")
            return nil
        }
        do throws(InvalidTime) {
            return try times.instant(text)
        } catch {
            reading.report(error.message, hint: error.hint, at: node.location)
            return nil
        }
    }
}
