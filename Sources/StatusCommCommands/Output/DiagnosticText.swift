package import JSON5
package import StatusCommCore

/// An error as a person reads it on standard error.
///
/// `path:line:column: error: …` when there is a place, with the source line and a caret; `statuscomm: error: …`
/// otherwise. The hint follows on a line of its own.
package func diagnosticText(_ diagnostic: any Diagnostic) -> String {
    var text: String
    if let location = diagnostic.location {
        text = "\(terminalLine(location.path)):\(location.line):\(location.column): error: "
    } else {
        text = "statuscomm: error: "
    }
    text += terminalText(diagnostic.message, limit: 16_384) + "\n"
    if let lines = diagnostic.location?.caretLines() { text += lines.source + "\n" + lines.caret + "\n" }
    if let hint = diagnostic.hint { text += "statuscomm: hint: " + terminalText(hint, limit: 16_384) + "\n" }
    return text
}

/// An error as it stands in a `--json` document.
package func diagnosticDocument(_ diagnostic: any Diagnostic) -> JSONValue {
    var object = JSONObject()
    object["message"] = .string(diagnostic.message)
    if let hint = diagnostic.hint { object["hint"] = .string(hint) }
    if let location = diagnostic.location {
        object["path"] = .string(location.path)
        object["line"] = .number(JSONNumber(location.line))
        object["column"] = .number(JSONNumber(location.column))
    }
    return .object(object)
}
