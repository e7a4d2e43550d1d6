package import JSON5

extension Configuration {
    /// The effective configuration for `config show`: every default written out, no secret in it.
    package var document: JSONValue {
        object([
            ("company", company.document),
            ("components", .array(components.roots.map(\.document))),
            ("severities", severities.document),
            ("statusPages", .array(statusPages.map(\.document))),
            ("announcements", .array(announcements.map(\.document))),
            ("mail", mail?.document),
            ("tickets", .array(tickets.map(\.document))),
            ("banners", .array(banners.map(\.document))),
            ("templates", templates.map(JSONValue.string)),
            ("connectors", strings(connectors)),
            ("messageCheck", messageCheck.document),
            ("delivery", delivery.document),
            ("automaticUpdates", automaticUpdates.document),
            ("reports", reports.document),
            ("owners", strings(owners.map(\.text))),
        ])
    }
}

/// Members without those that are nil.
private func object(_ members: [(String, JSONValue?)]) -> JSONValue {
    .object(JSONObject(members.compactMap { name, value in value.map { .init(name: name, value: $0) } }))
}

func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

func table(_ entries: [String: String]) -> JSONValue {
    object(entries.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
}

private func text(_ duration: Duration) -> JSONValue {
    let seconds = duration.components.seconds
    let parts = [(seconds / 3_600, "h"), (seconds % 3_600 / 60, "m"), (seconds % 60, "s")].filter { $0.0 > 0 }
    return .string(parts.isEmpty ? "0s" : parts.map { "\($0.0)\($0.1)" }.joined())
}

private func fraction(_ thousandths: Int) -> JSONValue {
    .number(JSONNumber(Double(thousandths) / 1000) ?? JSONNumber(0))
}

extension CompanyConfiguration {
    fileprivate var document: JSONValue {
        [
            "name": .string(name), "domain": .string(domain), "statusPageURL": .string(statusPageURL),
            "timeZone": .string(zone.name), "language": .string(language),
        ]
    }
}

extension Component {
    fileprivate var document: JSONValue {
        object([
            ("id", .string(id)), ("name", .string(name)),
            ("aliases", aliases.isEmpty ? nil : strings(aliases)),
            ("description", description.map(JSONValue.string)),
            ("children", children.isEmpty ? nil : .array(children.map(\.document))),
        ])
    }
}

extension SeverityMapping {
    fileprivate var document: JSONValue {
        object(
            Severity.allCases.map { severity in
                let rule = self[severity]
                return (
                    severity.rawValue,
                    ["componentStatus": .string(rule.componentStatus.rawValue), "updateEvery": text(rule.updateEvery)]
                )
            }
        )
    }
}

extension StatusPageConfiguration {
    fileprivate var document: JSONValue {
        let settings: [(String, JSONValue?)] =
            switch destination {
            case .directory(let path):
                [("connector", "static"), ("directory", .string(path)), ("statistics", .bool(showsStatistics))]
            case .connector(let settings): settings.document
            }
        return object(
            [("name", .string(name))] + settings + [("components", components.isEmpty ? nil : table(components))]
        )
    }
}

extension AnnouncementConfiguration {
    fileprivate var document: JSONValue {
        object(
            [("name", .string(name))] + connector.document + [
                ("components", components.isEmpty ? nil : strings(components)),
                ("minimumSeverity", .string(minimumSeverity.rawValue)),
            ]
        )
    }
}

extension MailConfiguration {
    fileprivate var document: JSONValue {
        let place: JSONValue =
            switch relay {
            case .server(let url): .string(url)
            case .directory(let path): ["directory": .string(path)]
            }
        return object([
            ("relay", place), ("user", user.map(JSONValue.string)), ("password", password?.document),
            ("from", .string(from.description)), ("replyTo", (replyTo?.text).map(JSONValue.string)),
            ("subscribers", strings(subscribers)), ("suppressions", suppressions.map(JSONValue.string)),
            ("badRows", .string(badRows.rawValue)), ("rate", .string(rate.text)),
            ("connections", .number(JSONNumber(connections))), ("allowPlaintext", .bool(allowPlaintext)),
            ("caFile", caFile.map(JSONValue.string)), ("proxy", proxy.map(JSONValue.string)),
            ("listID", listID.map(JSONValue.string)), ("feedbackID", feedbackID.map(JSONValue.string)),
            ("unsubscribeURL", unsubscribeURL.map(JSONValue.string)),
            ("returnPath", (returnPath?.text).map(JSONValue.string)), ("verp", .bool(usesVERP)),
            ("dsn", .bool(requestsDSN)), ("priorityHeader", .bool(priorityHeader)),
            ("perRecipient", .string(perRecipient.text)), ("maximumAge", text(maximumAge)),
            ("retryFor", text(retryFor)),
        ])
    }
}

extension TicketConfiguration {
    fileprivate var document: JSONValue {
        object(
            [("name", .string(name))] + connector.document + [
                ("components", rules.components.isEmpty ? nil : table(rules.components)),
                ("threshold", fraction(rules.threshold)), ("replyThreshold", fraction(rules.replyThreshold)),
                ("maxLinks", rules.maximumLinks.map { .number(JSONNumber($0)) }), ("lookback", text(lookback)),
                ("matching", .string(rules.matching.rawValue)), ("ranking", .string(rules.ranking.rawValue)),
                (
                    "service",
                    object([
                        ("field", rules.service.field.map(JSONValue.string)), ("tags", table(rules.service.tags)),
                        ("queues", table(rules.service.queues)), ("text", .bool(rules.service.text)),
                    ])
                ),
                (
                    "exclude",
                    [
                        "tags": strings(rules.exclude.tags),
                        "requesterDomains": strings(rules.exclude.requesterDomains),
                        "automatic": .bool(rules.exclude.automatic),
                    ]
                ),
            ]
        )
    }
}

extension BannerConfiguration {
    fileprivate var document: JSONValue {
        object([
            ("name", .string(name)), ("file", file.map(JSONValue.string)), ("put", upload?.document),
            ("s3", bucket?.document), ("stream", stream.map { object($0.document) }),
            ("purge", purge.map { object($0.document) }),
            ("components", components.isEmpty ? nil : strings(components)),
            ("defaultMessage", defaultMessage.map(JSONValue.string)),
        ])
    }
}

extension BannerConfiguration.Upload {
    fileprivate var document: JSONValue {
        let url: JSONValue =
            switch address {
            case .url(let text): .string(text)
            case .secret(let secret): secret.document
            }
        let values: [(String, JSONValue?)] = headers.map { header in
            switch header.value {
            case .text: (header.name, .string(SecretRedactor.mask))
            case .secret(let secret): (header.name, secret.document)
            }
        }
        return object([("url", url), ("headers", values.isEmpty ? nil : object(values))])
    }
}

extension BannerConfiguration.Bucket {
    fileprivate var document: JSONValue {
        object([
            ("bucket", .string(bucket)), ("key", .string(key)), ("region", .string(region)),
            ("endpoint", endpoint.map(JSONValue.string)), ("accessKeyID", accessKeyID.document),
            ("secretAccessKey", secretAccessKey.document), ("sessionToken", sessionToken?.document),
        ])
    }
}

extension DeliveryConfiguration {
    fileprivate var document: JSONValue {
        ["deadline": text(deadline), "attempt": text(attempt), "recheckAfter": text(recheckAfter)]
    }
}

extension AutomaticUpdateConfiguration {
    fileprivate var document: JSONValue {
        [
            "enabled": .bool(isEnabled), "maxAutomatic": .number(JSONNumber(maximum)), "warnBefore": text(warnBefore),
        ]
    }
}

extension ReportConfiguration {
    fileprivate var document: JSONValue {
        ["remindAfter": text(remindAfter), "escalateAfter": text(escalateAfter), "phrases": table(phrases)]
    }
}

extension Owner {
    fileprivate var text: String {
        switch self {
        case .mail(let address): address.text
        case .announcement(let name): name
        }
    }
}
