import StatusCommCore
import Testing

struct StoreKeyTests {
    @Test(arguments: ["a", "format", "inc/00000001/e/00000002", "a.b_c-d/9", String(repeating: "a", count: 200)])
    func `a key of letters, digits and slashes is one`(_ text: String) throws {
        #expect(try StoreKey(text).text == text)
    }

    @Test(arguments: [
        "", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", ".a", "-a", "_a", "A", "ä", "a b", "a\0b", "a\nb",
        "a\\b",
        "a:b", "a%2f", String(repeating: "a", count: 201), String(repeating: "a/", count: 400) + "a",
    ])
    func `anything else is refused by name`(_ text: String) {
        #expect(throws: StoreError.invalidKey(text)) { try StoreKey(text) }
    }

    @Test func `numbers have eight digits, and more when they need them`() throws {
        let folder = try StoreKey("inc")
        #expect(folder.appending(number: 7).text == "inc/00000007")
        #expect(folder.appending(number: 123_456_789).text == "inc/123456789")
        #expect(folder.appending(number: 7).number == 7)
        #expect(try StoreKey("inc/7").number == nil)
        #expect(try StoreKey("inc/0000000a").number == nil)
        #expect(try StoreKey("inc/00000007/e").number == nil)
    }

    @Test func `a key knows its folder and its name`() throws {
        let key = try StoreKey("inc/00000001/e")
        #expect(key.name == "e")
        #expect(key.parent?.text == "inc/00000001")
        #expect(try StoreKey("inc").parent == nil)
        #expect(try StoreKey("inc").name == "inc")
        #expect(try key.isBeneath(StoreKey("inc")))
        #expect(try !key.isBeneath(StoreKey("in")))
        #expect(!key.isBeneath(key))
    }
}
