package import JSON5

/// The path of a variable as it stands in a tag, to be looked up in a JSON value without rendering.
///
/// It is for callers that want the value itself: a string that is nothing but one tag keeps the value's type.
package struct VariablePath: Hashable, Sendable {
    let path: NamePath

    /// The path as it is written, `timeline.0.time`.
    package var text: String { path.text }

    /// The value at the path, nil when there is none; null is a value.
    ///
    /// Names, `this` and `@root` start at the value itself. A part that is a number takes that item of a list, from 0.
    package func value(in data: JSONValue) -> JSONValue? {
        switch path.start {
        case .climbing, .root, .context(up: 0): break
        case .context, .loop: return nil
        }
        var value = data
        for part in path.parts {
            switch value {
            case .object(let object):
                guard let member = object[part] else { return nil }
                value = member
            case .array(let items):
                if part == "length" {
                    value = .number(JSONNumber(items.count))
                } else if let index = Int(part), items.indices.contains(index) {
                    value = items[index]
                } else {
                    return nil
                }
            case .null, .bool, .number, .string: return nil
            }
        }
        return value
    }
}

extension Template {
    /// The variable's path when the template is exactly one printed tag, without any text or default.
    package var singleTag: VariablePath? {
        let program = compiled.program
        guard program.instructions.count <= 2, let last = program.instructions.last, last.operation == .print,
            last.second < 0
        else { return nil }
        if program.instructions.count == 2, program.instructions[0].operation != .lineStart { return nil }
        guard program.tags.count == 1 else { return nil }
        return VariablePath(path: program.names[Int(last.first)])
    }
}
