import Curl
import Testing

@Test func `a URL is taken apart`() throws {
    let address = try WebAddress("HTTPS://User:pw@Example.org/a%2Fb?c=d")
    #expect(address.scheme == "https")
    #expect(address.host == "example.org")
    #expect(address.port == 443)
    #expect(address.path == "/a%2Fb")
}

@Test(arguments: [
    "", "/relative", "example", "https://", "https://a b/", "https://a/\r\nX: y", "https://a/\u{E9}",
    "https://a:99999/", "https://a/\u{0}", "nonsense://a/",
])
func `what is no URL is refused without being quoted`(text: String) throws {
    let error = try #require(throws: CurlError.self) { try WebAddress(text) }
    #expect(error.reason == .invalidURL)
    #expect(error.detail.hasPrefix("the URL"))
}

@Test(arguments: [
    ("/next?page=2", "https://a.example/next?page=2", true),
    ("https://a.example:443/x", "https://a.example:443/x", true),
    ("http://a.example/x", "http://a.example/x", false),
    ("//b.example/x", "https://b.example/x", false),
    ("?page=3", "https://a.example/items?page=3", true),
])
func `a reference is resolved and its origin compared`(reference: String, expected: String, same: Bool) throws {
    let base = try WebAddress("https://a.example/items?page=1")
    let next = try base.resolving(reference)
    #expect(next.text == expected)
    #expect(next.hasSameOrigin(as: base) == same)
}

@Test(arguments: [
    ("http://127.0.0.1:80/", true), ("http://127.9.9.9/", true), ("http://localhost/", true), ("http://[::1]:8/", true),
    ("http://127.0.0.1.example.org/", false), ("http://128.0.0.1/", false), ("http://localhost.example.org/", false),
])
func `loopback hosts are known`(url: String, expected: Bool) throws {
    #expect(try WebAddress(url).isLoopback == expected)
}
