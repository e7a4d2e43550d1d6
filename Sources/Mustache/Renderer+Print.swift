extension Renderer {
    /// Prints a value with its alternatives, or reports why it cannot be printed.
    mutating func printValue(_ instruction: Instruction, _ code: Code, _ template: CompiledTemplate) {
        let value = lookUp(code.paths[Int(instruction.first)], code)
        guard instruction.second >= 0 else {
            guard let value else {
                if mode == .strict { reportMissing(Int(instruction.first), instruction, template) }
                return
            }
            write(value, Int(instruction.first), instruction, code, template)
            return
        }
        if let value, value.hasContent {
            write(value, Int(instruction.first), instruction, code, template)
            return
        }
        let alternatives = template.program.defaults[Int(instruction.second)]
        for (index, alternative) in alternatives.enumerated() {
            switch alternative {
            case .literal(let text):
                if text.isEmpty, index + 1 < alternatives.count { continue }
                writeLiteral(text, instruction, template)
                return
            case .path(let path):
                let value = lookUp(code.paths[Int(path)], code)
                if index + 1 < alternatives.count, value?.hasContent != true { continue }
                if let value {
                    write(value, Int(path), instruction, code, template)
                } else if mode == .strict {
                    reportMissing(Int(path), instruction, template)
                }
                return
            }
        }
    }

    private mutating func writeLiteral(_ text: [UInt8], _ instruction: Instruction, _ template: CompiledTemplate) {
        text.withUnsafeBufferPointer { buffer in
            if let base = buffer.baseAddress { write(base, buffer.count, instruction, template) }
        }
    }

    private mutating func write(
        _ value: ValueReference,
        _ path: Int,
        _ instruction: Instruction,
        _ code: Code,
        _ template: CompiledTemplate
    ) {
        switch value.kind {
        case .string, .number, .zero: write(value.bytes, value.count, instruction, template)
        case .true: output.append("true")
        case .false: output.append("false")
        case .null: if mode == .strict { reportNull(path, instruction, template) }
        case .array, .object: if mode == .strict { reportContainer(value, path, instruction, template) }
        }
    }

    /// An unescaped tag is not changed, but in a header line even it may not hold a line end.
    private mutating func write(
        _ bytes: UnsafePointer<UInt8>,
        _ count: Int,
        _ instruction: Instruction,
        _ template: CompiledTemplate
    ) {
        let escaping = instruction.flag || self.escaping == .header ? self.escaping : .none
        if !output.append(bytes, count, escaping: escaping) { reportLineEnd(instruction, template) }
    }
}

extension ValueReference {
    /// Null and "" ask for the alternative; 0 and false do not.
    fileprivate var hasContent: Bool {
        switch kind {
        case .null: false
        case .string: count > 0
        case .false, .true, .number, .zero, .array, .object: true
        }
    }
}
