import JSON5

/// ctemplate with the incident's values set once, and the customer's without a copy before each customer's messages.
struct Peer {
    private let templates: [UnsafeMutableRawPointer?]
    private let dictionary = peer_dictionary()
    private let names: [[CChar]]

    init(_ sources: [String]) {
        templates = sources.enumerated().map { number, source in
            // Its sections have no helpers and no standalone lines.
            let text = source.replacing("{{#each timeline}}\n", with: "{{#timeline}}")
                .replacing("{{/each}}\n", with: "{{/timeline}}").replacing("{{this.", with: "{{")
            return peer_template("\(sources.count)-\(number)", Self.kept(text))
        }
        names = Workload.customerNames.map { Array($0.utf8CString) }
        guard case .object(let incident) = Workload.incident else { preconditionFailure("the incident is an object") }
        for member in incident.members {
            if case .string(let text) = member.value {
                peer_set(dictionary, Self.kept(member.name), Self.kept(text))
            }
            guard case .array(let items) = member.value else { continue }
            for case .object(let item) in items {
                let section = peer_section(dictionary, member.name)
                for entry in item.members {
                    if case .string(let text) = entry.value {
                        peer_set(section, Self.kept(entry.name), Self.kept(text))
                    }
                }
            }
        }
    }

    /// A customer's values as C texts, made before anything is measured.
    static func texts(_ customer: JSONValue) -> [peer_text] {
        guard case .object(let object) = customer else { return [] }
        return object.members.map { member in
            guard case .string(let text) = member.value else { return peer_text() }
            return kept(text)
        }
    }

    func render(_ values: [peer_text]) -> Int {
        fill(values)
        var total = 0
        for template in templates { total += peer_render(template, dictionary).length }
        return total
    }

    func bytes(_ number: Int, _ values: [peer_text]) -> [UInt8] {
        fill(values)
        let text = peer_render(templates[number], dictionary)
        return UnsafeRawBufferPointer(start: text.bytes, count: text.length).map { $0 }
    }

    private func fill(_ values: [peer_text]) {
        for (index, value) in values.enumerated() {
            names[index].withUnsafeBufferPointer { name in
                peer_set(dictionary, peer_text(bytes: name.baseAddress, length: name.count - 1), value)
            }
        }
    }

    /// Bytes that are never freed: the process ends soon enough.
    private static func kept(_ text: String) -> peer_text {
        let bytes = Array(text.utf8CString)
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        copy.update(from: bytes, count: bytes.count)
        return peer_text(bytes: copy, length: bytes.count - 1)
    }
}
