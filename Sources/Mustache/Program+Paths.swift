extension Program {
    /// Adds a path and the parts it is looked up by; its index.
    mutating func add(_ path: NamePath, start: CompiledPath.Start) -> Int32 {
        let firstPart = Int32(parts.count)
        for part in path.parts {
            let name = Array(part.utf8)
            parts.append(
                CompiledPart(
                    hash: name.withUnsafeBufferPointer(nameHash),
                    offset: Int32(bytes.count),
                    length: Int32(name.count),
                    item: CompiledPart.item(part)
                )
            )
            // A name stands between two texts, which keeps those from being joined.
            bytes += name
        }
        paths.append(
            CompiledPath(start: start, up: path.up, firstPart: firstPart, partCount: Int32(path.parts.count))
        )
        names.append(path)
        return Int32(paths.count - 1)
    }
}

extension CompiledPart {
    fileprivate static func item(_ part: String) -> Int32 {
        if part == "length" { return -2 }
        return part.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int32(part) ?? -1 : -1
    }
}

extension CompiledPath.Start {
    init(_ start: NamePath.Start) {
        switch start {
        case .climbing: self = .climbing
        case .root: self = .root
        case .context: self = .context
        case .loop(.index, _): self = .index
        case .loop(.key, _): self = .key
        case .loop(.first, _): self = .first
        case .loop(.last, _): self = .last
        }
    }
}

extension NamePath {
    fileprivate var up: Int32 {
        switch start {
        case .climbing, .root: 0
        case .context(let up), .loop(_, let up): Int32(clamping: up)
        }
    }
}
