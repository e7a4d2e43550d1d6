/// Laid out data while it is being rendered; the pointers are valid inside `withArena` only.
struct Arena {
    var nodes: UnsafePointer<Node>
    var hashes: UnsafePointer<UInt32>
    var names: UnsafePointer<NamePlace>
    var bytes: UnsafePointer<UInt8>
}

/// One value in an arena.
struct ValueReference {
    var node: UnsafePointer<Node>
    var arena: UnsafePointer<Arena>

    @inline(__always) var kind: Node.Kind { node.pointee.kind }
    @inline(__always) var bytes: UnsafePointer<UInt8> { arena.pointee.bytes + node.pointee.start }
    @inline(__always) var count: Int { Int(node.pointee.count) }

    /// Whether the value is printed as it stands.
    @inline(__always) var isText: Bool { kind == .string || kind == .number || kind == .zero }

    /// A child of a list or an object; `index` is below `count`.
    @inline(__always)
    func child(_ index: Int) -> Self {
        Self(node: arena.pointee.nodes + (node.pointee.start + index), arena: arena)
    }

    /// The name of an object's member; `index` is below `count`.
    func childName(_ index: Int) -> String {
        let place = arena.pointee.names[node.pointee.start + index]
        return String(
            decoding: UnsafeBufferPointer(start: arena.pointee.bytes + place.offset, count: place.length),
            as: UTF8.self
        )
    }

    /// The member of a name, nil when this is not an object or has none.
    @inline(__always)
    func member(_ hash: UInt32, _ name: UnsafePointer<UInt8>, _ length: Int) -> Self? {
        guard kind == .object else { return nil }
        let start = node.pointee.start
        let hashes = arena.pointee.hashes + start
        for index in 0..<count where hashes[index] == hash {
            let place = arena.pointee.names[start + index]
            if place.length == length, areEqual(arena.pointee.bytes + place.offset, name, length) {
                return child(index)
            }
        }
        return nil
    }
}

extension TemplateData {
    /// Runs a closure with pointers to the data.
    func withArena<Result>(_ body: (Arena) -> Result) -> Result? {
        nodes.withUnsafeBufferPointer { nodes in
            hashes.withUnsafeBufferPointer { hashes in
                names.withUnsafeBufferPointer { names in
                    bytes.withUnsafeBufferPointer { bytes in
                        // None of the four is ever empty.
                        guard let nodes = nodes.baseAddress, let hashes = hashes.baseAddress,
                            let names = names.baseAddress, let bytes = bytes.baseAddress
                        else { return nil }
                        return body(Arena(nodes: nodes, hashes: hashes, names: names, bytes: bytes))
                    }
                }
            }
        }
    }
}

@inline(__always)
private func areEqual(_ first: UnsafePointer<UInt8>, _ second: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    var index = 0
    while index + 8 <= length {
        let left = UnsafeRawPointer(first + index).loadUnaligned(as: UInt64.self)
        let right = UnsafeRawPointer(second + index).loadUnaligned(as: UInt64.self)
        if left != right { return false }
        index += 8
    }
    while index < length {
        if first[index] != second[index] { return false }
        index += 1
    }
    return true
}
