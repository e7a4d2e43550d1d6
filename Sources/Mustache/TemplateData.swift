package import JSON5

/// A JSON value laid out for rendering: flat, no reference counts, names hashed.
///
/// Make it once for what many renderings share; for what differs from one to the next keep one and `assign` to it,
/// which reuses its memory and, when the names stay the same, its names.
package struct TemplateData: Sendable {
    /// Values; the children of a list or an object stand side by side.
    private(set) var nodes: [Node] = []
    /// Hash of the name of each node that is an object's member.
    private(set) var hashes: [UInt32] = []
    /// Where each member's name stands in `bytes`.
    private(set) var names: [NamePlace] = []
    /// An unused byte, so that there is always one; then names, then texts.
    private(set) var bytes: [UInt8] = [0]
    /// Names of a flat object, to see whether the next one has the same.
    private var flatNames: [String] = []
    private var flatNameBytes = 0

    /// Data without any name.
    package init() {
        self.init(.object(JSONObject()))
    }

    /// Lays out a value.
    package init(_ value: JSONValue) {
        layOut(value)
    }

    /// Replaces the value.
    package mutating func assign(_ value: JSONValue) {
        if case .object(let object) = value, refill(object.members) { return }
        layOut(value)
    }

    private mutating func layOut(_ value: JSONValue) {
        nodes.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
        names.removeAll(keepingCapacity: true)
        bytes.removeLast(bytes.count - 1)
        flatNames.removeAll(keepingCapacity: true)
        if case .object(let object) = value { addFlatNames(object.members) }
        reserve(1)
        // A list of what is still to do instead of recursion: depth of the data costs no stack.
        var pending = [(value: value, index: 0)]
        var next = 0
        while next < pending.count {
            let (value, index) = pending[next]
            next += 1
            switch value {
            case .null, .bool, .number, .string: nodes[index] = scalar(value)
            case .array(let items):
                nodes[index] = Node(kind: .array, count: UInt32(clamping: items.count), start: nodes.count)
                for (offset, item) in items.enumerated() { pending.append((item, nodes.count + offset)) }
                reserve(items.count)
            case .object(let object):
                let start = nodes.count
                nodes[index] = Node(kind: .object, count: UInt32(clamping: object.members.count), start: start)
                reserve(object.members.count)
                for (offset, member) in object.members.enumerated() {
                    if index > 0 || flatNames.isEmpty { name(start + offset, member.name) }
                    pending.append((member.value, start + offset))
                }
                if index == 0, !flatNames.isEmpty { nameFlat(object.members) }
            }
        }
    }

    private mutating func reserve(_ count: Int) {
        nodes.append(contentsOf: repeatElement(Node(kind: .null, count: 0, start: 0), count: count))
        hashes.append(contentsOf: repeatElement(0, count: count))
        names.append(contentsOf: repeatElement(NamePlace(offset: 0, length: 0), count: count))
    }

    private mutating func name(_ index: Int, _ name: String) {
        let place = append(name)
        names[index] = NamePlace(offset: place.start, length: Int(place.count))
        hashes[index] = bytes.withUnsafeBufferPointer {
            nameHash(.init(rebasing: $0[place.start..<(place.start + Int(place.count))]))
        }
    }

    private mutating func addFlatNames(_ members: [JSONObject.Member]) {
        for member in members {
            switch member.value {
            case .null, .bool, .number, .string: flatNames.append(member.name)
            case .array, .object:
                flatNames.removeAll(keepingCapacity: true)
                return
            }
        }
    }

    private mutating func nameFlat(_ members: [JSONObject.Member]) {
        for (offset, member) in members.enumerated() { name(1 + offset, member.name) }
        flatNameBytes = bytes.count
    }

    /// Takes new values for the names that are there; false when the names differ or a value is not a scalar.
    private mutating func refill(_ members: [JSONObject.Member]) -> Bool {
        guard !flatNames.isEmpty, members.count == flatNames.count else { return false }
        for index in 0..<members.count where members[index].name != flatNames[index] { return false }
        bytes.removeLast(bytes.count - flatNameBytes)
        for index in 0..<members.count {
            switch members[index].value {
            case .null, .bool, .number, .string: nodes[1 + index] = scalar(members[index].value)
            case .array, .object: return false
            }
        }
        return true
    }

    private mutating func scalar(_ value: JSONValue) -> Node {
        switch value {
        case .bool(let flag): return Node(kind: flag ? .true : .false, count: 0, start: 0)
        case .string(let text): return append(text)
        case .number(let number):
            var node = append(number.text)
            node.kind = isZero(number.text) ? .zero : .number
            return node
        case .null, .array, .object: return Node(kind: .null, count: 0, start: 0)
        }
    }

    private mutating func append(_ text: String) -> Node {
        let start = bytes.count
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { bytes.append(contentsOf: $0) }
        if isDone == nil { bytes.append(contentsOf: text.utf8) }
        return Node(kind: .string, count: UInt32(clamping: bytes.count - start), start: start)
    }

    private func isZero(_ number: String) -> Bool {
        for byte in number.utf8 {
            switch byte {
            case UInt8(ascii: "0"), UInt8(ascii: "."), UInt8(ascii: "-"): continue
            case UInt8(ascii: "e"), UInt8(ascii: "E"): return true
            default: return false
            }
        }
        return true
    }
}

/// One value of laid out data.
struct Node {
    enum Kind: UInt8 {
        case null
        case `false`
        case `true`
        case number
        /// A number that is 0, however it is written.
        case zero
        case string
        case array
        case object
    }

    var kind: Kind
    /// Bytes of a text or number, children of a list or an object.
    var count: UInt32
    /// Where those begin.
    var start: Int

    /// The one table of truth: false are null, false, 0, "" and the empty list.
    var isTrue: Bool {
        switch kind {
        case .null, .false, .zero: false
        case .true, .number, .object: true
        case .string, .array: count > 0
        }
    }
}

/// Where a member's name stands.
struct NamePlace {
    var offset: Int
    var length: Int
}
