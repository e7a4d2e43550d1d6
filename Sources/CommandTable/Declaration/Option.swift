/// One option of a command: its description, and how a value gets into the arguments.
package struct Option<Arguments>: Sendable {
    package let info: OptionInfo
    let store: @Sendable (inout Arguments, String) throws(ValueError) -> Void

    /// A switch without a value.
    package static func flag(
        _ name: String,
        _ short: Character? = nil,
        to keyPath: any WritableKeyPath<Arguments, Bool> & Sendable,
        help: String,
        details: String? = nil
    ) -> Option {
        let info = OptionInfo(
            name: name,
            short: short,
            value: nil,
            isRequired: false,
            isRepeatable: false,
            help: help,
            details: details
        )
        return Option(info: info) { arguments, _ in arguments[keyPath: keyPath] = true }
    }

    /// An option that need not be given, with nothing in its place.
    package static func value<Value: Sendable>(
        _ name: String,
        _ short: Character? = nil,
        as type: ValueType<Value>,
        to keyPath: any WritableKeyPath<Arguments, Value?> & Sendable,
        required: Bool = false,
        help: String,
        details: String? = nil,
        environment: String? = nil
    ) -> Option {
        let info = OptionInfo(
            name: name,
            short: short,
            value: OptionInfo.Value(type),
            isRequired: required,
            isRepeatable: false,
            help: help,
            details: details,
            environment: environment
        )
        let parse = type.parse
        return Option(info: info) { arguments, text throws(ValueError) in
            arguments[keyPath: keyPath] = try parse(text)
        }
    }

    /// An option that is required, or else leaves what the arguments start with.
    ///
    /// The default is what the arguments start with, as it would be typed; nil when it is required.
    package static func value<Value: Sendable>(
        _ name: String,
        _ short: Character? = nil,
        as type: ValueType<Value>,
        to keyPath: any WritableKeyPath<Arguments, Value> & Sendable,
        required: Bool = false,
        default defaultValue: String? = nil,
        help: String,
        details: String? = nil,
        environment: String? = nil
    ) -> Option {
        let info = OptionInfo(
            name: name,
            short: short,
            value: OptionInfo.Value(type),
            isRequired: required,
            isRepeatable: false,
            help: help,
            details: details,
            defaultValue: defaultValue,
            environment: environment
        )
        let parse = type.parse
        return Option(info: info) { arguments, text throws(ValueError) in
            arguments[keyPath: keyPath] = try parse(text)
        }
    }

    /// An option that may be given several times; each use adds a value.
    ///
    /// A comma is a part of the value, since names may have one.
    package static func values<Value: Sendable>(
        _ name: String,
        _ short: Character? = nil,
        as type: ValueType<Value>,
        to keyPath: any WritableKeyPath<Arguments, [Value]> & Sendable,
        required: Bool = false,
        help: String,
        details: String? = nil
    ) -> Option {
        let info = OptionInfo(
            name: name,
            short: short,
            value: OptionInfo.Value(type),
            isRequired: required,
            isRepeatable: true,
            help: help,
            details: details
        )
        let parse = type.parse
        return Option(info: info) { arguments, text throws(ValueError) in
            arguments[keyPath: keyPath].append(try parse(text))
        }
    }
}

extension OptionInfo.Value {
    init<Value>(_ type: ValueType<Value>) {
        self.init(
            name: type.name,
            choices: type.choices,
            completion: type.completion,
            acceptsStandardInput: type.acceptsStandardInput
        )
    }
}
