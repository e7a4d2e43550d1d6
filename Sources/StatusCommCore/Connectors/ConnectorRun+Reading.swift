import JSON5

extension ConnectorRun {
    /// Goes through the steps of a looking action until one finds what matches, and keeps its values.
    ///
    /// A step that goes on is half of the way: without it, the next one does not count.
    mutating func search(_ action: ConnectorAction) async throws(ConnectorStop) -> Bool {
        for step in try prepare(action) {
            let context = try await context(for: step)
            guard
                try rendering({ () throws(RenderError) in
                    try step.when.holds(of: .object(context.ours), in: context.theirs)
                })
            else { continue }
            var isFound = false
            try await pages(of: step, in: context) { run, elements, answer throws(ConnectorStop) in
                for element in elements {
                    let matches = try run.rendering { () throws(RenderError) in
                        try step.match.holds(of: element, in: context.theirs)
                    }
                    guard matches else { continue }
                    try run.keep(step.save, of: element, answer: answer, step: step, in: context)
                    isFound = true
                    return false
                }
                return true
            }
            guard isFound == step.goesOn else { return isFound }
        }
        return false
    }

    /// Reads back, and says in one phrase each what is not as it should be.
    mutating func compare() async throws(ConnectorStop) -> [String] {
        var differences: [String] = []
        for (index, step) in try prepare(.verify).enumerated() {
            let context = try await context(for: step)
            for (_, context) in try items(of: step, index: index, in: context) {
                let request = try rendering { () throws(RenderError) in
                    try step.request(of: connector, in: context)
                }
                let answer = try await exchange(request, step: step)
                try check(answer, step: step, in: context)
                guard let json = answer.json else { throw notJSON(answer, step: step) }
                let name = context.theirs["item"]?["name"]?.string
                differences += try rendering { () throws(RenderError) in
                    try self.differences(json, from: step.expect, of: name, in: context.theirs)
                }
                if let components = step.components {
                    differences += try compare(json, with: components, in: context)
                }
            }
        }
        return differences
    }

    private func compare(
        _ json: JSONValue,
        with expectation: ConnectorStep.ComponentExpectation,
        in context: ConnectorContext
    ) throws(ConnectorStop) -> [String] {
        let entries = expectation.list.elements(in: json) ?? []
        return try rendering { () throws(RenderError) in
            var differences: [String] = []
            for (inner, _) in try context.theirs.items(at: ["components"], ours: context.ours) {
                let id = inner["item"]?["id"]?.scalarText
                let name = inner["item"]?["name"]?.string ?? id
                guard let entry = entries.first(where: { $0[expectation.id]?.scalarText == id }) else {
                    // What an incident does not list any more, it does not hold down.
                    continue
                }
                differences += try self.differences(entry, from: expectation.expect, of: name, in: inner)
            }
            return differences
        }
    }

    private func differences(
        _ json: JSONValue,
        from expected: Condition,
        of name: String?,
        in context: JSONObject
    ) throws(RenderError) -> [String] {
        guard let clause = try expected.firstFailure(of: json, in: context) else { return [] }
        let found = clause.found(in: json).map { runner.shown($0.scalarText ?? JSONWriter.text($0)) }
        return [
            "\(name.map { "'\($0)'" } ?? "the incident") is \(found.map { "'\($0)'" } ?? "missing"), "
                + "not \(clause.test.words(in: context))"
        ]
    }
}
