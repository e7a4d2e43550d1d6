extension ValueType where Value == String {
    /// One line of text without control characters: titles, names, keys.
    ///
    /// A line end or a control character is refused rather than removed: what is sent to others must be what was typed.
    /// The limit is in bytes of UTF-8.
    package static func line(
        _ name: String = "TEXT",
        completion: Completion = .none,
        limit: Int = TextRule.defaultLimit
    ) -> ValueType {
        ValueType(name: name, completion: completion) { text throws(ValueError) in
            try TextRule(lines: .one, limit: limit).check(text)
        }
    }

    /// Path of a file.
    ///
    /// The endings (`json5`, without the dot) are what a shell offers; any file when there are none.
    package static func file(_ name: String = "FILE", endings: [String] = []) -> ValueType {
        ValueType(name: name, completion: .file(endings: endings)) { text throws(ValueError) in
            try TextRule(lines: .one, limit: 4096).check(text)
        }
    }

    /// Path of a directory.
    package static func directory(_ name: String = "DIR") -> ValueType {
        ValueType(name: name, completion: .directory) { text throws(ValueError) in
            try TextRule(lines: .one, limit: 4096).check(text)
        }
    }
}

extension ValueType where Value == String {
    /// Any text, unchecked: for what is only compared, never stored, sent or shown.
    package static func anything(_ name: String = "TEXT") -> ValueType {
        ValueType(name: name) { text throws(ValueError) in text }
    }
}

extension ValueType where Value == TextSource {
    /// Text of any number of lines, or `-` to read it from standard input.
    ///
    /// Line ends become `\n`; control characters other than tab are refused.
    package static func text(_ name: String = "TEXT", limit: Int = TextRule.defaultLimit) -> ValueType {
        ValueType(name: name, acceptsStandardInput: true) { text throws(ValueError) in
            if text == "-" { return .standardInput }
            return .text(try TextRule(lines: .many, limit: limit).check(text))
        }
    }
}

extension ValueType where Value == FileSource {
    /// Path of a file to read, or `-` for standard input.
    package static func input(_ name: String = "FILE", endings: [String] = []) -> ValueType {
        ValueType(name: name, completion: .file(endings: endings), acceptsStandardInput: true) {
            text throws(ValueError) in
            if text == "-" { return .standardInput }
            return .path(try TextRule(lines: .one, limit: 4096).check(text))
        }
    }
}

extension ValueType where Value == Int {
    /// A whole number in decimal digits.
    package static func number(_ name: String = "NUMBER", in range: ClosedRange<Int>) -> ValueType {
        ValueType(name: name) { text throws(ValueError) in
            guard let number = Int(text), text.utf8.first != UInt8(ascii: "+") else {
                throw ValueError("takes a whole number, not \(quoted(text))")
            }
            guard range.contains(number) else {
                throw ValueError("takes a number from \(range.lowerBound) to \(range.upperBound), not \(number)")
            }
            return number
        }
    }
}
