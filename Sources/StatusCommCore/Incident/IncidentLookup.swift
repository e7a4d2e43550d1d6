/// A text that does not lead to one incident.
package enum IncidentLookup: Diagnostic, Hashable {
    case unknown(String)
    case ambiguous(String, [String])
    case noneOpen
    case severalOpen([String])

    package var message: String {
        switch self {
        case .unknown(let text): "no incident '\(text)'"
        case .ambiguous(let text, let lines): "'\(text)' means more than one incident: \(lines.joined(separator: ", "))"
        case .noneOpen: "no incident is open"
        case .severalOpen(let lines): "more than one incident is open: \(lines.joined(separator: ", "))"
        }
    }

    package var hint: String? {
        switch self {
        case .unknown: "run 'statuscomm incident list --all' to see every incident"
        case .ambiguous, .severalOpen: "name one of them, such as 'INC-7'"
        case .noneOpen: "run 'statuscomm incident open' to begin one"
        }
    }

    package var exitStatus: ExitStatus {
        switch self {
        case .unknown, .ambiguous, .severalOpen: .usage
        case .noneOpen: .conflict
        }
    }
}
