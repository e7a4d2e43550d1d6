package import JSON5
package import Mustache

extension MessageTemplates {
    /// Everything that templates would fail on: unknown variables, missing partials, and what else rendering shows.
    ///
    /// Each is rendered as for an incident of which everything is known, and as for one of which nothing optional is; so
    /// both branches of the usual questions are seen.
    package func check(commandVariables: Set<String> = []) -> [TemplateDiagnostic] {
        var found: [TemplateDiagnostic] = []
        for (name, _, template) in all {
            for isFull in [true, false] {
                let data = Self.sample(name, isFull: isFull, commandVariables)
                for part in [template.subject, template.body].compactMap(\.self) {
                    do throws(TemplateError) {
                        _ = try part.render(data, partials: partials)
                    } catch {
                        // The names that were probably meant differ with the data; the place is what counts.
                        for diagnostic in error.diagnostics
                        where !found.contains(where: { $0.location == diagnostic.location }) {
                            found.append(diagnostic)
                        }
                    }
                }
            }
        }
        return found
    }

    /// Values that show where each variable goes, as `template render` uses them when no data is given.
    package static func sample(
        _ name: MessageTemplateName,
        isFull: Bool,
        _ commandVariables: Set<String> = []
    ) -> JSONValue {
        var data = JSONObject()
        for variable in MessageVariable.all where variable.templates.contains(name) {
            guard isFull || !variable.mayBeEmpty || variable.name != "customer_name" else { continue }
            let isEmpty = variable.mayBeEmpty && !isFull
            data[variable.name] = isEmpty ? .string("") : .string("«\(variable.name)»")
        }
        for name in commandVariables { data[name] = .string("«\(name)»") }
        guard name == .report else { return .object(data) }
        func object(_ names: [String]) -> JSONValue {
            .object(JSONObject(names.map { .init(name: $0, value: .string("«\($0)»")) }))
        }
        data["impact"] = object(["customer_count", "error_rate", "duration"])
        data["timeline"] = .array(isFull ? [object(["time", "description"])] : [])
        data["prevention"] = .array(isFull ? [.string("«prevention»")] : [])
        return .object(data)
    }
}
