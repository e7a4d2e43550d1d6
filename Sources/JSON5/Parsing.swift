extension JSONValue {
    /// Reads a whole text.
    ///
    /// Takes time in proportion to the text, whatever it holds, and stops at the first mistake.
    ///
    /// - Parameters:
    ///   - bytes: The text as UTF-8.
    ///   - path: What messages call the text.
    ///   - options: What is accepted.
    /// - Throws: `JSON5Error` with the first mistake.
    package init(parsing bytes: [UInt8], path: String = "-", options: JSON5Options) throws(JSON5Error) {
        var parser = Parser<JSONValue>(source: JSON5Source(path: path, bytes: bytes), options: options)
        self = try parser.parseText()
    }

    /// Reads a whole text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - path: What messages call the text.
    ///   - options: What is accepted.
    /// - Throws: `JSON5Error` with the first mistake.
    package init(parsing text: String, path: String = "-", options: JSON5Options) throws(JSON5Error) {
        try self.init(parsing: Array(text.utf8), path: path, options: options)
    }
}

extension JSON5Node {
    /// Reads a whole text and keeps the places.
    ///
    /// - Parameters:
    ///   - bytes: The text as UTF-8.
    ///   - path: What messages call the text.
    ///   - options: What is accepted.
    /// - Throws: `JSON5Error` with the first mistake.
    package init(
        parsing bytes: [UInt8],
        path: String,
        options: JSON5Options = .configuration
    ) throws(JSON5Error) {
        var parser = Parser<JSON5Node>(source: JSON5Source(path: path, bytes: bytes), options: options)
        self = try parser.parseText()
    }

    /// Reads a whole text and keeps the places.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - path: What messages call the text.
    ///   - options: What is accepted.
    /// - Throws: `JSON5Error` with the first mistake.
    package init(parsing text: String, path: String, options: JSON5Options = .configuration) throws(JSON5Error) {
        try self.init(parsing: Array(text.utf8), path: path, options: options)
    }
}
