/// Something an object can hold under a name.
protocol NamedMember {
    var name: String { get }
}

/// Members in order of their first appearance, each name once, found without a scan.
///
/// Small tables are scanned, since that is faster than hashing; larger ones keep an index, so that an object with
/// 100,000 names costs no more per name than one with ten.
struct MemberTable<Member: NamedMember> {
    private(set) var members: [Member] = []
    private var index: [String: Int] = [:]

    private static var scanLimit: Int { 12 }

    /// Place of a name, nil when there is none.
    func position(of name: String) -> Int? {
        guard members.count > Self.scanLimit else {
            for position in members.indices where members[position].name == name { return position }
            return nil
        }
        return index[name]
    }

    /// Adds a member whose name is not there yet.
    mutating func append(_ member: Member) {
        members.append(member)
        if members.count == Self.scanLimit + 1 {
            rebuildIndex()
        } else if members.count > Self.scanLimit {
            index[member.name] = members.count - 1
        }
    }

    /// Puts a member of the same name in the place of an earlier one.
    mutating func replace(at position: Int, with member: Member) {
        members[position] = member
    }

    /// Takes a member out.
    mutating func remove(at position: Int) {
        members.remove(at: position)
        rebuildIndex()
    }

    private mutating func rebuildIndex() {
        index.removeAll()
        guard members.count > Self.scanLimit else { return }
        for (position, member) in members.enumerated() { index[member.name] = position }
    }
}

extension MemberTable: Sendable where Member: Sendable {}

extension MemberTable: Equatable where Member: Equatable {
    static func == (first: Self, second: Self) -> Bool { first.members == second.members }
}

extension MemberTable: Hashable where Member: Hashable {
    func hash(into hasher: inout Hasher) { hasher.combine(members) }
}
