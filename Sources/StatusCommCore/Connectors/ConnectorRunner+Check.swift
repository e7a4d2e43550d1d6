import JSON5
import Spelling

/// What a look at a target without changing anything found.
package struct ConnectorCheck: Hashable, Sendable {
    /// A component and what it is at the provider.
    package struct Component: Hashable, Sendable {
        package var name: String
        package var remoteID: String
        /// Name at the provider.
        package var remoteName: String
    }

    /// What would keep messages from getting there, one phrase each.
    package var problems: [String] = []
    /// What gets lost on the way, from the connector's tables.
    package var losses: [ConnectorReport] = []
    /// Components that were found.
    package var components: [Component] = []
    /// Whether the provider was asked; a connector without catalogues has nothing that could be read.
    package var wasReached = false
}

extension ConnectorRunner {
    /// Holds the settings and component names against the provider: reads its catalogues, changes nothing.
    package func check(components: [ConnectorInput.Component]) async -> ConnectorCheck {
        var check = ConnectorCheck()
        check.losses = connector.losses
        for setting in connector.settings where setting.isRequired && settings[setting.name]?.isEmpty ?? true {
            check.problems.append("no setting '\(setting.name)'")
        }
        guard check.problems.isEmpty else { return check }
        let input = ConnectorInput(
            operationKey: "check",
            title: "",
            message: "",
            phase: .investigating,
            severity: .low,
            components: components,
            startedAt: now(),
            at: now()
        )
        var run = ConnectorRun(runner: self, input: input, isPreview: false)
        for catalogue in connector.catalogues {
            do throws(ConnectorStop) {
                guard let content = try await run.content(of: catalogue, isFresh: true) else { continue }
                check.wasReached = true
                for pick in catalogue.picks.keys.sorted() where content.picked[pick] == nil {
                    check.problems.append("none of the provider's \(catalogue.name) is the \(pick) one")
                }
                if catalogue.name == Catalogue.components { check.compare(components, with: content, shown: shown) }
            } catch {
                switch error.outcome {
                case .done: break
                case .refused(_, let words), .retryLater(_, let words), .unknown(let words):
                    check.problems.append("cannot read its \(catalogue.name): \(words)")
                }
            }
        }
        return check
    }
}

extension ConnectorCheck {
    fileprivate mutating func compare(
        _ wanted: [ConnectorInput.Component],
        with content: CatalogueContent,
        shown: (String) -> String
    ) {
        for component in wanted {
            let ids = component.remoteID.map { [$0] } ?? content.ids(named: component.name)
            let entries = content.entries.filter { ids.contains($0.id) }
            switch (entries.count, component.remoteID) {
            case (1, _):
                let entry = entries[0]
                components.append(
                    Component(name: component.name, remoteID: entry.id, remoteName: shown(entry.name))
                )
            case (0, let id?):
                problems.append("component '\(component.name)' has the id '\(id)', which the provider does not list")
            case (0, nil):
                let near = nearest(to: component.name, in: content.entries.map(\.name)).map { "'\(shown($0))'" }
                problems.append(
                    "the provider has no component named '\(component.name)'"
                        + (near.isEmpty ? "" : "; there is \(near.joined(separator: ", "))")
                )
            case (let count, _):
                problems.append("\(count) components are named '\(component.name)' at the provider; give an id")
            }
        }
    }
}

extension Connector {
    /// Every cell of the value tables in which something gets lost.
    package var losses: [ConnectorReport] {
        let order = IncidentPhase.allCases.map(\.rawValue) + ComponentStatus.allCases.map(\.rawValue)
        return values.keys.sorted().flatMap { table in
            let entries = values[table]?.entries ?? [:]
            let words = entries.keys.sorted { first, second in
                (order.firstIndex(of: first) ?? order.count, first) < (
                    order.firstIndex(of: second) ?? order.count, second
                )
            }
            return words.compactMap { word -> ConnectorReport? in
                guard let entry = entries[word], let loss = entry.loss else { return nil }
                return .lossyMapping(word: word, sent: entry.sent, words: loss)
            }
        }
    }
}

extension Connector.ValueMap.Entry {
    /// What is sent, for a person.
    var sent: String {
        switch value {
        case .literal(let value): value.scalarText ?? "nothing"
        case .text(let text): text.source
        case .array, .object, .each, .eachMember, .when, .template, .list, .number: "another value"
        }
    }
}
