/// A change that came too late, or that somebody else made first.
package enum IncidentConflict: Diagnostic, Hashable {
    /// An open incident already covers a component of the one to be opened.
    case componentsCovered(components: [String], id: IncidentID, title: String, by: String, at: Timestamp)
    case alreadyOpen(id: IncidentID, title: String, by: String, at: Timestamp)
    case alreadyResolved(id: IncidentID, by: String, at: Timestamp)

    package var message: String {
        switch self {
        case .componentsCovered(let components, let id, let title, let by, let at):
            let names = components.map { "'\($0)'" }.joined(separator: ", ")
            return "cannot open an incident on \(names): \(id) '\(title)' was opened by \(by) at \(at)"
        case .alreadyOpen(let id, let title, let by, let at):
            return "cannot open '\(id)': '\(title)' was opened by \(by) at \(at)"
        case .alreadyResolved(let id, let by, let at):
            return "cannot change '\(id)': it was resolved by \(by) at \(at)"
        }
    }

    package var hint: String? {
        switch self {
        case .componentsCovered(_, let id, _, _, _):
            "run 'statuscomm incident update \(id)', or open with '--another' if this is a second, separate incident"
        case .alreadyOpen(let id, _, _, _):
            "run 'statuscomm incident show \(id)'"
        case .alreadyResolved(let id, _, _):
            "if it came back, open a new incident; run 'statuscomm incident show \(id)' to see this one"
        }
    }

    package var exitStatus: ExitStatus { .conflict }
}
