/// How the text of one argument becomes a value, and what help and completion say about it.
package struct ValueType<Value: Sendable>: Sendable {
    /// Name of the value in usage lines, in capitals: `TEXT`, `FILE`.
    package var name: String
    /// The words that are allowed; empty when there is no fixed set.
    package var choices: [String]
    package var completion: Completion
    /// Whether `-` stands for standard input, which one argument of a command line may use.
    package var acceptsStandardInput: Bool
    /// Turns the text into a value, or says why not.
    package var parse: @Sendable (String) throws(ValueError) -> Value

    /// Makes a type of value.
    package init(
        name: String,
        choices: [String] = [],
        completion: Completion = .none,
        acceptsStandardInput: Bool = false,
        parse: @escaping @Sendable (String) throws(ValueError) -> Value
    ) {
        self.name = name
        self.choices = choices
        self.completion = completion
        self.acceptsStandardInput = acceptsStandardInput
        self.parse = parse
    }

    /// The same type of value with a change made to what it was parsed to.
    package func map<Other: Sendable>(
        _ transform: @escaping @Sendable (Value) throws(ValueError) -> Other
    ) -> ValueType<Other> {
        let parse = parse
        return ValueType<Other>(
            name: name,
            choices: choices,
            completion: completion,
            acceptsStandardInput: acceptsStandardInput
        ) { text throws(ValueError) in
            try transform(try parse(text))
        }
    }
}
