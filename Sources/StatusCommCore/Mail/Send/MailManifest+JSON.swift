package import JSON5

extension MailManifest {
    /// Version of the folder's layout.
    private static let version = 1

    /// A manifest that this version cannot read.
    package struct Unreadable: Error, Hashable {
        package let reason: String
    }

    /// The manifest as it stands on disk.
    package var json: JSONValue {
        object([
            ("version", .number(JSONNumber(Self.version))),
            ("identity", identity.json),
            ("severity", .string(severity.rawValue)),
            ("phase", .string(phase.rawValue)),
            ("createdAt", .number(JSONNumber(createdAt))),
            ("frozenAt", .number(JSONNumber(frozenAt))),
            ("unusableLines", .number(JSONNumber(unusableLines))),
            ("lineIssues", .array(lineIssues.map { .string($0) })),
            ("fields", .array(slots.names.map { .string($0) })),
            ("links", .array(slots.links.sorted().map { .string($0) })),
            (
                "variants",
                .array(
                    zip(variants, contents).map { variant, content in
                        object([
                            ("language", .string(variant.language)), ("timeZone", .string(variant.timeZone)),
                            ("subject", content.subject.json), ("text", content.text.json),
                            ("html", content.html.json),
                        ])
                    }
                )
            ),
            ("count", .number(JSONNumber(count))),
            ("listSize", .number(JSONNumber(listSize))),
        ])
    }

    /// Reads a manifest.
    ///
    /// - Throws: `Unreadable` when it is of a later version or damaged.
    package init(json: JSONValue) throws(Unreadable) {
        guard let version = json["version"]?.int else { throw Unreadable(reason: "it has no version") }
        guard version == Self.version else {
            throw Unreadable(reason: "it is of version \(version), this program knows \(Self.version)")
        }
        guard let identity = json["identity"].flatMap(MailIdentity.init(json:)),
            let severity = json["severity"]?.string.flatMap(Severity.init(rawValue:)),
            let phase = json["phase"]?.string.flatMap(IncidentPhase.init(rawValue:)),
            let createdAt = json["createdAt"]?.int,
            let names = strings(json["fields"]),
            let links = strings(json["links"]),
            let variants = json["variants"]?.array,
            let count = json["count"]?.int, count >= 0,
            let listSize = json["listSize"]?.int, listSize >= 0
        else { throw Unreadable(reason: "it is damaged") }
        self.init(
            identity: identity,
            severity: severity,
            phase: phase,
            createdAt: createdAt,
            frozenAt: json["frozenAt"]?.int,
            slots: MailSlots(names: names, links: Set(links)),
            count: count,
            listSize: listSize
        )
        unusableLines = json["unusableLines"]?.int ?? 0
        lineIssues = strings(json["lineIssues"]) ?? []
        for variant in variants {
            guard let language = variant["language"]?.string, let timeZone = variant["timeZone"]?.string,
                let subject = variant["subject"].flatMap(SlottedText.init(json:)),
                let text = variant["text"].flatMap(SlottedText.init(json:)),
                let html = variant["html"].flatMap(SlottedText.init(json:))
            else { throw Unreadable(reason: "it is damaged") }
            self.variants.append(Variant(language: language, timeZone: timeZone))
            contents.append(MailContent(subject: subject, text: text, html: html))
        }
    }
}

extension SlottedText {
    /// Texts as strings, slots as numbers.
    fileprivate var json: JSONValue {
        .array(
            pieces.map { piece in
                switch piece {
                case .literal(let text): .string(text)
                case .slot(let slot): .number(JSONNumber(slot))
                }
            }
        )
    }

    fileprivate init?(json: JSONValue) {
        guard let array = json.array else { return nil }
        var pieces: [Piece] = []
        for value in array {
            if let text = value.string {
                pieces.append(.literal(text))
            } else if let slot = value.int, slot >= 0 {
                pieces.append(.slot(slot))
            } else {
                return nil
            }
        }
        self.init(pieces: pieces)
    }
}

extension MailIdentity {
    fileprivate var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("fromName", .string(fromName)), ("from", .string(from.text)), ("domain", .string(domain)),
            ("incident", .string(incidentKey)), ("change", .string(changeKey)),
            ("earlierChanges", .array(earlierChangeKeys.map { .string($0) })),
            ("date", .number(JSONNumber(date))), ("wantsDeliveryReports", .bool(wantsDeliveryReports)),
            ("seed", .string(seed)),
        ]
        let optional: [(String, String?)] = [
            ("replyTo", replyTo?.text), ("listID", listID), ("feedbackID", feedbackID),
            ("unsubscribeURL", unsubscribeURL), ("importance", importance),
        ]
        for (name, value) in optional { if let value { members.append((name, .string(value))) } }
        switch returnPath {
        case .null: members.append(("returnPath", .null))
        case .fixed(let address): members.append(("returnPath", .string(address.text)))
        case .perRecipient(let address): members.append(("returnPathBase", .string(address.text)))
        }
        return object(members)
    }

    fileprivate init?(json: JSONValue) {
        guard let from = address(json["from"]), let incident = json["incident"]?.string,
            let change = json["change"]?.string, let date = json["date"]?.int, let name = json["fromName"]?.string,
            let earlier = strings(json["earlierChanges"])
        else { return nil }
        let returnPath: ReturnPath
        if let base = address(json["returnPathBase"]) {
            returnPath = .perRecipient(base)
        } else if let fixed = address(json["returnPath"]) {
            returnPath = .fixed(fixed)
        } else {
            returnPath = .null
        }
        self.init(
            fromName: name,
            from: from,
            incidentKey: incident,
            changeKey: change,
            date: date,
            replyTo: address(json["replyTo"]),
            domain: json["domain"]?.string,
            earlierChangeKeys: earlier,
            listID: json["listID"]?.string,
            feedbackID: json["feedbackID"]?.string,
            unsubscribeURL: json["unsubscribeURL"]?.string,
            returnPath: returnPath,
            wantsDeliveryReports: json["wantsDeliveryReports"]?.bool ?? false,
            importance: json["importance"]?.string,
            seed: json["seed"]?.string ?? ""
        )
    }
}

private func object(_ members: [(String, JSONValue)]) -> JSONValue {
    .object(JSONObject(members.map { JSONObject.Member(name: $0.0, value: $0.1) }))
}

private func strings(_ value: JSONValue?) -> [String]? {
    guard let array = value?.array else { return nil }
    let strings = array.compactMap(\.string)
    return strings.count == array.count ? strings : nil
}

private func address(_ value: JSONValue?) -> MailAddress? {
    value?.string.flatMap { try? MailAddress($0) }
}
