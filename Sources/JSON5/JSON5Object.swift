/// Members that know where they were written; a name occurs once.
package struct JSON5Object: Sendable {
    /// One name and its value; the name has a place of its own.
    package struct Member: Sendable, NamedMember {
        package let name: String
        /// First byte of the name, its quote included.
        package let nameStart: TextPosition
        /// After the last byte of the name.
        package let nameEnd: TextPosition
        package let value: JSON5Node

        /// Where the name begins, for messages.
        package var nameLocation: SourceLocation { value.source.location(at: nameStart) }
    }

    let table: MemberTable<Member>

    /// All members, in order.
    package var members: [Member] { table.members }

    /// The member of a name, nil when there is none.
    package subscript(name: String) -> Member? { table.position(of: name).map { table.members[$0] } }

    /// The object without places.
    package var value: JSONObject {
        var plain = MemberTable<JSONObject.Member>()
        for member in members { plain.append(JSONObject.Member(name: member.name, value: member.value.value)) }
        return JSONObject(table: plain)
    }
}
