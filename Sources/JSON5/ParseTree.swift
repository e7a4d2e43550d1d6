/// What the parser builds: one grammar serves values with and without places.
protocol ParseTree {
    associatedtype Member: NamedMember

    /// Whether places are wanted; counting lines costs time.
    static var isPositioned: Bool { get }
    static func make(
        _ content: ParsedContent<Self>,
        start: TextPosition,
        end: TextPosition,
        source: JSON5Source
    ) -> Self
    static func makeMember(name: String, nameStart: TextPosition, nameEnd: TextPosition, value: Self) -> Member
}

/// One value the parser has read.
enum ParsedContent<Tree: ParseTree> {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([Tree])
    case object(MemberTable<Tree.Member>)
}

extension JSONObject.Member: NamedMember {}

extension JSONValue: ParseTree {
    static var isPositioned: Bool { false }

    static func make(
        _ content: ParsedContent<JSONValue>,
        start: TextPosition,
        end: TextPosition,
        source: JSON5Source
    ) -> JSONValue {
        switch content {
        case .null: .null
        case .bool(let value): .bool(value)
        case .number(let number): .number(number)
        case .string(let text): .string(text)
        case .array(let elements): .array(elements)
        case .object(let table): .object(JSONObject(table: table))
        }
    }

    static func makeMember(
        name: String,
        nameStart: TextPosition,
        nameEnd: TextPosition,
        value: JSONValue
    ) -> JSONObject.Member {
        JSONObject.Member(name: name, value: value)
    }
}

extension JSON5Node: ParseTree {
    static var isPositioned: Bool { true }

    static func make(
        _ content: ParsedContent<JSON5Node>,
        start: TextPosition,
        end: TextPosition,
        source: JSON5Source
    ) -> JSON5Node {
        let own: Content =
            switch content {
            case .null: .null
            case .bool(let value): .bool(value)
            case .number(let number): .number(number)
            case .string(let text): .string(text)
            case .array(let elements): .array(elements)
            case .object(let table): .object(JSON5Object(table: table))
            }
        return JSON5Node(content: own, start: start, end: end, source: source)
    }

    static func makeMember(
        name: String,
        nameStart: TextPosition,
        nameEnd: TextPosition,
        value: JSON5Node
    ) -> JSON5Object.Member {
        JSON5Object.Member(name: name, nameStart: nameStart, nameEnd: nameEnd, value: value)
    }
}
