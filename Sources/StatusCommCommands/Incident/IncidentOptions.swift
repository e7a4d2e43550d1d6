import CommandTable
import JSON5
import StatusCommCore

// Options that several incident commands share, so that a word means the same everywhere.

extension ValueType where Value == String {
    /// An incident as it is typed: an id, or the beginning of one.
    static let incident = ValueType.line("ID", completion: .dynamic(.openIncidents), limit: 64)
    /// The same, with completions for those that a report may be about.
    static let reportedIncident = ValueType.line("ID", completion: .dynamic(.incidents), limit: 64)
    /// A component's id, name or alias.
    static let component = ValueType.line("COMPONENT", completion: .dynamic(.components), limit: 255)
    /// The name of a target in the configuration.
    static let target = ValueType.line("NAME", completion: .dynamic(.targets), limit: 64)
}

extension JSONObject {
    /// Template variables given as `--var name=value`; the last one of a name counts.
    init(variables: [Assignment<String>]) {
        self.init(variables.map { Member(name: $0.name, value: .string($0.value)) })
    }
}

extension [Assignment<ComponentStatus>] {
    /// Statuses by id of leaf; a parent means its children.
    func statuses(in tree: ComponentTree) throws(UnknownComponents) -> [String: ComponentStatus] {
        var statuses: [String: ComponentStatus] = [:]
        for assignment in self {
            for id in try tree.leaves(named: [assignment.name]) { statuses[id] = assignment.value }
        }
        return statuses
    }
}

extension ExitStatusInfo {
    /// How the commands end that make a change public.
    static let publishing: [ExitStatusInfo] = [
        .status(.done), .status(.failed), .status(.usage), .status(.partlyDelivered), .status(.refusedByCheck),
        .status(.configuration), .status(.conflict), .status(.outcomeUnknown),
    ]

    /// How the commands end that only read.
    static let reading: [ExitStatusInfo] = [
        .status(.done), .status(.failed), .status(.usage), .status(.configuration),
    ]
}
