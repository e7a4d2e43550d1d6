import JSON5
import Spelling

/// The members of one object of a configuration, taken key by key.
///
/// What was asked for is what is known: `finish()` reports every other key. A missing or wrong value is reported and
/// answered with nil, so that reading goes on to the next mistake.
struct Fields {
    let node: JSON5Node
    /// What messages call the object, such as `mail` or `a status page`.
    let what: String
    let reading: ConfigurationReading
    private let object: JSON5Object?
    private var asked: [String] = []

    init(_ node: JSON5Node, of what: String, _ reading: ConfigurationReading) {
        self.node = node
        self.what = what
        self.reading = reading
        object = node.object
        if object == nil {
            reading.report("\(what) must be an object, not \(node.kind)", at: node.location)
        }
    }

    /// The value of a key; null counts as absent.
    mutating func node(_ key: String) -> JSON5Node? {
        if !asked.contains(key) { asked.append(key) }
        guard let value = object?[key]?.value else { return nil }
        if case .null = value.content { return nil }
        return value
    }

    /// The value of a key that has to be there.
    mutating func required(_ key: String, hint: String? = nil) -> JSON5Node? {
        if let value = node(key) { return value }
        if object != nil { reading.report("missing key '\(key)' in \(what)", hint: hint, at: node.location) }
        return nil
    }

    /// Reports every key that was not asked for.
    func finish() {
        for member in others {
            let near = nearest(to: member.name, in: asked)
            reading.report(
                "unknown key \(quoted(member.name)) in \(what)",
                hint: suggestion(near, among: asked),
                at: member.nameLocation
            )
        }
    }

    /// The members that were not asked for: settings of a connector, which are checked against it later.
    var others: [JSON5Object.Member] {
        (object?.members ?? []).filter { !asked.contains($0.name) }
    }

    /// All members, for objects whose keys are free.
    var members: [JSON5Object.Member] { object?.members ?? [] }

    func wrong(_ node: JSON5Node, _ key: String, _ expected: String, hint: String? = nil) {
        let found: String =
            switch node.content {
            case .string(let text): quoted(text)
            case .number(let number): quoted(number.text)
            case .null, .bool, .array, .object: node.kind
            }
        reading.report("'\(key)' in \(what) must be \(expected), not \(found)", hint: hint, at: node.location)
    }
}
