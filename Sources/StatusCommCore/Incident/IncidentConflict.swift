/// A change that came too late, or that somebody else made first.
package enum IncidentConflict: Diagnostic, Hashable {
    /// An open incident already covers a component of the one to be opened.
    case componentsCovered(components: [String], id: IncidentID, title: String, by: String, at: Timestamp)
    case alreadyOpen(id: IncidentID, title: String, by: String, at: Timestamp)
    case alreadyResolved(id: IncidentID, by: String, at: Timestamp)
    /// A report on an incident that is not over.
    case reportTooEarly(id: IncidentID)
    case reportPublished(id: IncidentID, by: String, at: Timestamp)
    case reportSkipped(id: IncidentID, by: String, at: Timestamp)

    package var message: String {
        switch self {
        case .componentsCovered(let components, let id, let title, let by, let at):
            let names = components.map { "'\($0)'" }.joined(separator: ", ")
            return "cannot open an incident on \(names): \(id) '\(title)' was opened by \(by) at \(at)"
        case .alreadyOpen(let id, let title, let by, let at):
            return "cannot open '\(id)': '\(title)' was opened by \(by) at \(at)"
        case .alreadyResolved(let id, let by, let at):
            return "cannot change '\(id)': it was resolved by \(by) at \(at)"
        case .reportTooEarly(let id):
            return "cannot report on '\(id)': it is still open"
        case .reportPublished(let id, let by, let at):
            return "cannot report on '\(id)' again: \(by) published its report at \(at)"
        case .reportSkipped(let id, let by, let at):
            return "cannot skip the report on '\(id)' again: \(by) skipped it at \(at)"
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
        case .reportTooEarly(let id):
            "run 'statuscomm incident resolve \(id)' first"
        case .reportPublished(let id, _, _), .reportSkipped(let id, _, _):
            "run 'statuscomm incident log \(id)' to see what was done"
        }
    }

    package var exitStatus: ExitStatus { .conflict }
}
