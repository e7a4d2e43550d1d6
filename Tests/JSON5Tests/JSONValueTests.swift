import JSON5
import Testing

@Test func `a later member replaces the earlier one in its place`() {
    let object = JSONObject([
        .init(name: "a", value: .bool(true)), .init(name: "b", value: .null), .init(name: "a", value: .bool(false)),
    ])
    #expect(object.members.map(\.name) == ["a", "b"])
    #expect(object["a"] == .bool(false))
}
