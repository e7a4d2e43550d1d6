/// Members in the order in which they were written; a name occurs once.
///
/// Names are compared as Swift compares strings, by canonical equivalence: an accented letter written as one scalar or
/// as two is the same name. Equality of objects includes the order.
package struct JSONObject: Hashable, Sendable {
    /// One name and its value.
    package struct Member: Hashable, Sendable {
        package var name: String
        package var value: JSONValue

        /// Pairs a name with its value.
        package init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    private var table = MemberTable<Member>()

    /// All members, in order.
    package var members: [Member] { table.members }

    /// Makes an object; a later member of the same name replaces the earlier one in its place.
    package init(_ members: [Member] = []) {
        for member in members { self[member.name] = member.value }
    }

    init(table: MemberTable<Member>) {
        self.table = table
    }

    /// The value of a name, nil when there is none.
    ///
    /// Setting nil removes the member. Reading and setting take constant time, removing takes time in proportion to
    /// the number of members.
    package subscript(name: String) -> JSONValue? {
        get { table.position(of: name).map { table.members[$0].value } }
        set {
            switch (table.position(of: name), newValue) {
            case (let position?, let value?): table.replace(at: position, with: Member(name: name, value: value))
            case (let position?, nil): table.remove(at: position)
            case (nil, let value?): table.append(Member(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Number of members.
    package var count: Int { table.members.count }

    /// Whether there is no member.
    package var isEmpty: Bool { table.members.isEmpty }

    /// All names, in order.
    package var names: [String] { table.members.map(\.name) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Makes an object of a literal; a later member of the same name replaces the earlier one in its place.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements.map { Member(name: $0.0, value: $0.1) })
    }
}
