import Mustache
import Testing

@Test func `escapings are distinct`() {
    #expect(Set<Escaping>([.none, .html, .json, .url, .header]).count == 5)
}
