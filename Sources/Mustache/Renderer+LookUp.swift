extension Renderer {
    /// The value of a path, nil when there is none.
    @inline(__always)
    mutating func lookUp(_ path: CompiledPath, _ code: Code) -> ValueReference? {
        if path.start == .climbing {
            guard let first = climb(code.parts[Int(path.firstPart)], code) else { return nil }
            return path.partCount == 1 ? first : descend(first, path, from: 1, code)
        }
        if path.start == .fallback {
            let part = code.parts[Int(path.firstPart)]
            guard let first = fallback?.member(part.hash, code.bytes + Int(part.offset), Int(part.length)) else {
                return nil
            }
            return path.partCount == 1 ? first : descend(first, path, from: 1, code)
        }
        // `this.name` inside a loop is worth a way of its own; at the bottom the fallback has a say too.
        if path.start == .context, path.up == 0, path.partCount == 1, contexts.count > 1,
            let value = contexts.innermost, value.kind == .object
        {
            let part = code.parts[Int(path.firstPart)]
            return value.member(part.hash, code.bytes + Int(part.offset), Int(part.length))
        }
        return lookUpScoped(path, code)
    }

    @inline(__always)
    private func climb(_ part: CompiledPart, _ code: Code) -> ValueReference? {
        let name = code.bytes + Int(part.offset)
        var index = contexts.count - 1
        while index >= 0 {
            if let found = contexts.value(index).member(part.hash, name, Int(part.length)) { return found }
            index -= 1
        }
        return fallback?.member(part.hash, name, Int(part.length))
    }

    private mutating func lookUpScoped(_ path: CompiledPath, _ code: Code) -> ValueReference? {
        switch path.start {
        case .climbing, .fallback: return nil
        case .context:
            guard let index = contextIndex(up: Int(path.up)) else { return nil }
            return index == 0 ? descendFromRoot(path, code) : descend(contexts[index].value, path, from: 0, code)
        case .root: return descendFromRoot(path, code)
        case .index, .key, .first, .last: return loopVariable(path)
        }
    }

    /// Place of the context so many levels above the innermost; sections over `true` do not count.
    func contextIndex(up: Int) -> Int? {
        var up = up
        var index = contexts.count - 1
        while index >= 0 {
            if !contexts[index].isTransparent {
                if up == 0 { return index }
                up -= 1
            }
            index -= 1
        }
        return nil
    }

    /// At the bottom both sets of data are one.
    private func descendFromRoot(_ path: CompiledPath, _ code: Code) -> ValueReference? {
        let root = contexts[0].value
        if path.partCount == 0 { return root }
        let part = code.parts[Int(path.firstPart)]
        let name = code.bytes + Int(part.offset)
        if root.kind == .object, let fallback, root.member(part.hash, name, Int(part.length)) == nil {
            return descend(fallback, path, from: 0, code)
        }
        return descend(root, path, from: 0, code)
    }

    func descend(_ start: ValueReference, _ path: CompiledPath, from first: Int, _ code: Code) -> ValueReference? {
        var value = start
        for offset in first..<Int(path.partCount) {
            guard let next = step(value, code.parts[Int(path.firstPart) + offset], code) else { return nil }
            value = next
        }
        return value
    }

    /// One part further: an object's member, a list's item by number, or a list's length.
    func step(_ value: ValueReference, _ part: CompiledPart, _ code: Code) -> ValueReference? {
        guard value.kind == .array else {
            return value.member(part.hash, code.bytes + Int(part.offset), Int(part.length))
        }
        if part.item == -2 { return number(value.count) }
        return part.item >= 0 && Int(part.item) < value.count ? value.child(Int(part.item)) : nil
    }

    private func loopVariable(_ path: CompiledPath) -> ValueReference? {
        var up = path.up
        var index = contexts.count - 1
        while index >= 0, !(contexts[index].isLoop && up == 0) {
            if contexts[index].isLoop { up -= 1 }
            index -= 1
        }
        guard index >= 0 else { return nil }
        let loop = contexts[index]
        switch path.start {
        case .first: return truth(loop.index == 0)
        case .last: return truth(loop.index + 1 == loop.count)
        case .key:
            guard loop.container.kind == .object else { return number(Int(loop.index)) }
            let place = loop.container.arena.pointee.names[loop.container.node.pointee.start + Int(loop.index)]
            scratchNodes[3] = Node(kind: .string, count: UInt32(clamping: place.length), start: place.offset)
            return ValueReference(node: UnsafePointer(scratchNodes + 3), arena: loop.container.arena)
        case .index, .climbing, .context, .root, .fallback: return number(Int(loop.index))
        }
    }

    private func truth(_ value: Bool) -> ValueReference {
        ValueReference(node: UnsafePointer(scratchNodes + (value ? 0 : 1)), arena: UnsafePointer(arenas + 2))
    }

    /// A number that stands in no data, valid until the next.
    private func number(_ value: Int) -> ValueReference {
        var rest = value
        var start = 24
        repeat {
            start -= 1
            scratchBytes[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        scratchNodes[2] = Node(kind: value == 0 ? .zero : .number, count: UInt32(24 - start), start: start)
        var arena = arenas[0]
        arena.bytes = UnsafePointer(scratchBytes)
        arenas[2] = arena
        return ValueReference(node: UnsafePointer(scratchNodes + 2), arena: UnsafePointer(arenas + 2))
    }
}
