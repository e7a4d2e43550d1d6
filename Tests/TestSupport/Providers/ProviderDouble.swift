package import JSON5
import Synchronization

/// A double of a provider's API on 127.0.0.1: refuses what the vendor documents as refused, and remembers the rest.
package final class ProviderDouble: Sendable {
    /// Answers a request, given what the double remembers.
    package typealias Behaviour = @Sendable (LoopbackServer.Request, inout JSONObject) -> LoopbackServer.Answer

    private final class Memory: Sendable {
        let state = Mutex(JSONObject())
        let plan = Mutex<[LoopbackServer.Answer.Fault?]>([])
        let answers = Mutex<[LoopbackServer.Answer]>([])
        let replacements = Mutex<[LoopbackServer.Answer]>([])
    }

    package let server: LoopbackServer
    private let memory: Memory

    /// Starts the double.
    package init(state: JSONObject = JSONObject(), behaviour: @escaping Behaviour) throws {
        let memory = Memory()
        memory.state.withLock { $0 = state }
        self.memory = memory
        server = try LoopbackServer { request in
            if let answer = memory.answers.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return answer }
            var answer = memory.state.withLock { behaviour(request, &$0) }
            let fault = memory.plan.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            if let fault { answer.fault = fault }
            return memory.replacements.withLock { $0.isEmpty ? answer : $0.removeFirst() }
        }
    }

    package var url: String { server.url }
    package var requests: [LoopbackServer.Request] { server.requests }

    /// What the double remembers.
    package var state: JSONObject { memory.state.withLock { $0 } }

    /// Changes what the double remembers, as a person at the provider's own page would.
    package func change(_ body: @Sendable (inout JSONObject) -> Void) {
        memory.state.withLock { body(&$0) }
    }

    /// Has the next requests carried out but answered with these faults, one each; nil for none.
    package func plan(_ faults: LoopbackServer.Answer.Fault?...) {
        memory.plan.withLock { $0 = faults }
    }

    /// Has the next requests carried out but answered like this, one each.
    package func answerAfterwards(_ answers: LoopbackServer.Answer...) {
        memory.replacements.withLock { $0 = answers }
    }

    /// Has the next requests not carried out but answered like this, one each.
    package func answer(_ answers: LoopbackServer.Answer...) {
        memory.answers.withLock { $0 = answers }
    }

    /// Has so many requests not carried out but answered like this.
    package func answer(_ answer: LoopbackServer.Answer, times: Int) {
        memory.answers.withLock { $0 = Array(repeating: answer, count: times) }
    }
}

extension LoopbackServer.Request {
    /// The body as strict JSON, nil when it is not.
    package var json: JSONValue? { try? JSONValue(parsing: body, path: "body", options: .store) }
}

/// What an object of a request may look like.
package struct Shape: Sendable {
    package enum Field: Sendable {
        case text(atMost: Int)
        case word([String])
        case number(ClosedRange<Int>)
        case bool
        case array
        case object
        case any
    }

    package var required: [String: Field]
    package var optional: [String: Field]

    package init(_ required: [String: Field], optional: [String: Field] = [:]) {
        self.required = required
        self.optional = optional
    }

    /// What is wrong with a value, nil when nothing is; a field that nobody documents is wrong.
    package func fault(in value: JSONValue?) -> String? {
        guard let object = value?.object else { return "not an object" }
        for name in required.keys.sorted() where object[name] == nil { return "\(name) is missing" }
        for member in object.members {
            guard let field = required[member.name] ?? optional[member.name] else {
                return "\(member.name) is not a field"
            }
            if !field.accepts(member.value) { return "\(member.name) is invalid" }
        }
        return nil
    }
}

extension Shape.Field {
    fileprivate func accepts(_ value: JSONValue) -> Bool {
        switch self {
        case .text(let limit): value.string.map { !$0.isEmpty && $0.unicodeScalars.count <= limit } ?? false
        case .word(let words): value.string.map(words.contains) ?? false
        case .number(let range): value.int.map(range.contains) ?? false
        case .bool: value.bool != nil
        case .array: value.array != nil
        case .object: value.object != nil
        case .any: true
        }
    }
}

extension LoopbackServer.Answer {
    /// An answer of a JSON value.
    package static func json(
        _ status: Int,
        _ value: JSONValue,
        headers: [(name: String, value: String)] = []
    ) -> LoopbackServer.Answer {
        .json(status, JSONWriter.text(value), headers: headers)
    }
}
