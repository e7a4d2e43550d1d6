import StatusCommCore
import Testing

struct DrillScenarioTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var text: String
        /// `line:column: message`, with the hint after a bar.
        var mistakes: [String]
        var testDescription: String { text }
    }

    static let tree = ComponentTree(roots: [
        Component(id: "api", name: "API", children: [Component(id: "rest", name: "REST API", aliases: ["rest"])]),
        Component(id: "web", name: "Web"),
    ])

    @Test(arguments: [
        Case(text: "[1]", mistakes: ["1:1: the scenario must be an object, not a list"]),
        Case(text: "{ drill: 'x', steps: [", mistakes: ["1:22: list is never closed"]),
        Case(
            text: "{ steps: [] }",
            mistakes: [
                "1:1: missing key 'drill' in the scenario | write its name, such as drill: \"Payments fail\"",
                "1:1: no step opens an incident | add { at: \"1m\", open: { … } }",
            ]
        ),
        Case(
            text:
                "{ drill: 'x', stepps: [], steps: [ { at: '1m', open: { title: 't', severity: 'high', message: 'm' } } ] }",
            mistakes: ["1:15: unknown key 'stepps' in the scenario | did you mean 'steps'?"]
        ),
        Case(
            text: """
                { drill: 'x', steps: [
                  { at: '1m', open: { title: 't', severity: 'hihg', message: 'm', components: ['rset', 'web'] } },
                  { at: '5', update: { message: 'm', status: 'resolved' } },
                  { at: '6m', update: {}, note: { text: 'n' } },
                  { at: '7m' } ] }
                """,
            mistakes: [
                "2:45: unknown value 'hihg' of 'severity' in 'open' | did you mean 'high'?",
                "2:80: unknown component 'rset' | did you mean 'rest'?",
                "3:9: 'at' in a step must be a duration such as '15m', '90s' or '1h30m', not '5'",
                "3:46: an update cannot resolve | write a step with resolve: { … }",
                "4:3: a step does one thing | make a step of each",
                "4:23: missing key 'message' in 'update'",
                "5:3: a step without anything in it | add happens: \"…\", or one of open, note, update, resolve, report",
            ]
        ),
        Case(
            text: """
                { drill: 'x', steps: [
                  { at: '1m', update: { message: 'm' } },
                  { at: '2m', open: { title: 't', severity: 'low', message: 'm' } },
                  { at: '1m', resolve: { message: 'm' } },
                  { at: '3m', open: { title: 't', severity: 'low', message: 'm' } },
                  { at: '4m', report: {} },
                  { at: '5m', update: { message: 'm' } } ] }
                """,
            mistakes: [
                "2:3: 'update' cannot stand here: before it is opened", "4:3: a step is earlier than the one before it",
                "5:3: 'open' cannot stand here: after it was resolved",
                "7:3: 'update' cannot stand here: after its report",
            ]
        ),
        Case(
            text:
                "{ drill: 'x', about: 'a\\u001b', steps: [ { at: '1s', open: { title: 't', severity: 'low', message: '' } } ] }",
            mistakes: [
                "1:22: 'about' in the scenario has a control character", "1:100: 'message' in 'open' is empty",
            ]
        ),
    ])
    func `every mistake is told with its place`(_ test: Case) {
        var told: [String] = []
        do {
            _ = try DrillScenario(parsing: Array(test.text.utf8), path: "d.json5", components: Self.tree)
        } catch {
            told = error.mistakes.map { $0.description + ($0.hint.map { " | \($0)" } ?? "") }
        }
        #expect(told == test.mistakes.map { "d.json5:" + $0 })
    }

    @Test func `what a scenario says`() throws {
        let text = """
            { drill: 'x', steps: [
              { at: '0s', happens: 'Alarm\\nringing' },
              { at: '1m', open: { title: 't', severity: 'low', message: 'm', components: ['API'], nextUpdate: '20m' } },
              { at: '1m', note: { text: 'n' } },
              { at: '2m', update: { message: 'm', components: { rest: 'operational' } } },
              { at: '1h', resolve: { message: 'm', prevention: ['p', 'q'] } },
              { at: '2d', report: { title: 't' } } ] }
            """
        let scenario = try DrillScenario(parsing: Array(text.utf8), path: "d", components: Self.tree)
        #expect(scenario.steps.map(\.at) == [0, 60, 60, 120, 3_600, 172_800].map { .seconds($0) })
        #expect(scenario.steps.first?.happens == "Alarm\nringing")
        guard case .open(let opening) = scenario.steps[1].action, case .update(let update) = scenario.steps[3].action
        else {
            Issue.record("not what was written")
            return
        }
        #expect(opening.components == ["rest"] && opening.nextUpdate == .seconds(1_200))
        #expect(update.components == ["rest": .operational])
    }

    @Test func `the built-in scenario fits any tree`() throws {
        for tree in [Self.tree, ComponentTree()] {
            #expect(try DrillScenario.builtIn(components: tree).steps.count > 5)
        }
    }
}
