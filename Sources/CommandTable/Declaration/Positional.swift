/// One argument without a name: its description, and how it gets into the arguments.
package struct Positional<Arguments>: Sendable {
    package let info: PositionalInfo
    let store: @Sendable (inout Arguments, String) throws(ValueError) -> Void

    /// An argument that may be left out.
    package static func optional<Value: Sendable>(
        _ type: ValueType<Value>,
        to keyPath: any WritableKeyPath<Arguments, Value?> & Sendable,
        help: String
    ) -> Positional {
        let parse = type.parse
        return Positional(info: PositionalInfo(type, isRequired: false, isRepeatable: false, help: help)) {
            arguments,
            text throws(ValueError) in
            arguments[keyPath: keyPath] = try parse(text)
        }
    }

    /// An argument that must be given.
    package static func required<Value: Sendable>(
        _ type: ValueType<Value>,
        to keyPath: any WritableKeyPath<Arguments, Value> & Sendable,
        help: String
    ) -> Positional {
        let parse = type.parse
        return Positional(info: PositionalInfo(type, isRequired: true, isRepeatable: false, help: help)) {
            arguments,
            text throws(ValueError) in
            arguments[keyPath: keyPath] = try parse(text)
        }
    }

    /// An argument that must be given, kept in an optional.
    package static func required<Value: Sendable>(
        _ type: ValueType<Value>,
        to keyPath: any WritableKeyPath<Arguments, Value?> & Sendable,
        help: String
    ) -> Positional {
        let parse = type.parse
        return Positional(info: PositionalInfo(type, isRequired: true, isRepeatable: false, help: help)) {
            arguments,
            text throws(ValueError) in
            arguments[keyPath: keyPath] = try parse(text)
        }
    }

    /// All arguments that are left.
    package static func rest<Value: Sendable>(
        _ type: ValueType<Value>,
        to keyPath: any WritableKeyPath<Arguments, [Value]> & Sendable,
        required: Bool = false,
        help: String
    ) -> Positional {
        let parse = type.parse
        return Positional(info: PositionalInfo(type, isRequired: required, isRepeatable: true, help: help)) {
            arguments,
            text throws(ValueError) in
            arguments[keyPath: keyPath].append(try parse(text))
        }
    }
}

extension PositionalInfo {
    init<Value>(_ type: ValueType<Value>, isRequired: Bool, isRepeatable: Bool, help: String) {
        self.init(
            name: type.name,
            choices: type.choices,
            completion: type.completion,
            acceptsStandardInput: type.acceptsStandardInput,
            isRequired: isRequired,
            isRepeatable: isRepeatable,
            help: help
        )
    }
}
