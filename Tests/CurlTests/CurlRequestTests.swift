import Curl
import TestSupport
import Testing

private func request(_ server: LoopbackServer, _ method: String = "POST", path: String = "/") throws -> CurlRequest {
    CurlRequest(
        method: method,
        url: try WebAddress(server.url + path),
        headers: [],
        body: method == "GET" ? nil : Array("{}".utf8),
        timeoutMilliseconds: 10_000
    )
}

@Test func `method, path, query, headers and body arrive as given`() throws {
    let server = try LoopbackServer { _ in .json(201, #"{"id":"a"}"#, headers: [("X-Two", " b "), ("X-Two", "c")]) }
    var post = try request(server, path: "/a%2Fb/c?d=e%20f")
    post.headers = [.init(name: "Authorization", value: "OAuth k"), .init(name: "X-Empty", value: "")]
    let answer = try post.perform()
    #expect(answer.status == 201)
    #expect(answer.body == Array(#"{"id":"a"}"#.utf8))
    #expect(answer.headers.filter { $0.name == "X-Two" }.map(\.value) == ["b", "c"])
    let seen = try #require(server.requests.first)
    #expect(seen.method == "POST")
    #expect(seen.path == "/a%2Fb/c")
    #expect(seen.query == "d=e%20f")
    #expect(seen.header("authorization") == "OAuth k")
    #expect(seen.header("x-empty") == "")
    #expect(seen.header("user-agent") == "statuscomm")
    #expect(seen.header("content-type") == nil)
    #expect(seen.header("expect") == nil)
    #expect(seen.header("accept-encoding") == nil)
    #expect(seen.text == "{}")
}

@Test(arguments: ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])
func `every method goes out under its name`(method: String) throws {
    let server = try LoopbackServer { _ in .init(204) }
    var sent = try request(server, method)
    sent.body = method == "POST" ? [] : nil
    #expect(try sent.perform().status == 204)
    #expect(server.requests.map(\.method) == [method])
    #expect(server.requests.first?.body == [])
}

@Test func `a body with NUL and of a megabyte arrives whole`() throws {
    let server = try LoopbackServer { _ in .init(200) }
    var sent = try request(server)
    sent.body = (0..<1_048_576).map { UInt8(truncatingIfNeeded: $0) }
    #expect(try sent.perform().status == 200)
    #expect(server.requests.first?.body == sent.body)
}

@Test func `a redirect is an answer and is not followed`() throws {
    let server = try LoopbackServer { _ in .init(302, headers: [("Location", "/elsewhere")]) }
    #expect(try request(server).perform().status == 302)
    #expect(server.requests.count == 1)
}

struct FaultCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let fault: LoopbackServer.Answer.Fault
    let reason: CurlError.Reason
    let status: Int?
}

@Test(arguments: [
    FaultCase(testDescription: "close", fault: .closeAfterReading, reason: .libcurl(52), status: nil),
    FaultCase(testDescription: "reset", fault: .reset, reason: .libcurl(56), status: nil),
    FaultCase(testDescription: "truncated", fault: .truncatedBody, reason: .libcurl(18), status: 200),
    FaultCase(testDescription: "200, then drop", fault: .dropAfterHead, reason: .libcurl(18), status: 200),
    FaultCase(testDescription: "endless", fault: .endlessChunks, reason: .bodyTooLarge(limit: 4 << 20), status: 200),
    FaultCase(
        testDescription: "10 MB of headers",
        fault: .hugeHeaders(bytes: 10_000_000),
        reason: .headersTooLarge(limit: 64 << 10),
        status: 200
    ),
    FaultCase(testDescription: "no answer", fault: .hang, reason: .libcurl(28), status: nil),
    FaultCase(testDescription: "slow drip", fault: .drip(milliseconds: 20), reason: .libcurl(28), status: nil),
])
func `a fault after the request was sent leaves the outcome unknown`(fault: FaultCase) throws {
    let server = try LoopbackServer { _ in .init(200, body: Array("0123456789".utf8), fault: fault.fault) }
    var sent = try request(server)
    if fault.reason == .libcurl(28) { sent.timeoutMilliseconds = 150 }
    let error = try #require(throws: CurlError.self) { try sent.perform() }
    #expect(error.reason == fault.reason)
    #expect(error.delivery == .unknown)
    #expect(error.status == fault.status)
    #expect(server.requests.count == 1)
}

@Test func `a port where nobody listens means not sent`() throws {
    let server = try LoopbackServer { _ in .init(200) }
    let sent = try request(server)
    server.stop()
    let error = try #require(throws: CurlError.self) { try sent.perform() }
    #expect(error.reason == .libcurl(7))
    #expect(error.delivery == .notSent)
}

@Test func `a time limit during the TLS handshake means not sent`() throws {
    let server = try LoopbackServer(receive: { _ in .hang }, answer: { _ in .init(200) })
    var sent = try request(server)
    sent.url = try WebAddress("https://127.0.0.1:\(server.port)/")
    sent.timeoutMilliseconds = 150
    let error = try #require(throws: CurlError.self) { try sent.perform() }
    #expect(error.reason == .libcurl(28))
    #expect(error.isTimeout)
    #expect(error.delivery == .notSent)
}

@Test func `a server that speaks no TLS means not sent`() throws {
    let server = try LoopbackServer(receive: { _ in .close }, answer: { _ in .init(200) })
    var sent = try request(server)
    sent.url = try WebAddress("https://127.0.0.1:\(server.port)/")
    let error = try #require(throws: CurlError.self) { try sent.perform() }
    #expect(error.reason == .libcurl(35))
    #expect(error.delivery == .notSent)
}

@Test func `a cancelled transfer ends`() throws {
    let cancellation = CurlCancellation()
    let server = try LoopbackServer { _ in
        cancellation.cancel()
        return .init(200, fault: .hang)
    }
    let error = try #require(throws: CurlError.self) { try request(server).perform(cancellation: cancellation) }
    #expect(error.reason == .cancelled)
    #expect(error.delivery == .unknown)
}

@Test(arguments: ["a\r\nX-Injected: yes", "a\nb", "a\0b", "a\u{1B}[31m", "a\u{7F}"])
func `a control character in a header value is refused`(value: String) throws {
    let server = try LoopbackServer { _ in .init(200) }
    var sent = try request(server)
    sent.headers = [.init(name: "X-Title", value: value)]
    let error = try #require(throws: CurlError.self) { try sent.perform() }
    #expect(error.reason == .invalidHeaderValue(name: "X-Title"))
    #expect(error.delivery == .notSent)
    #expect(server.connectionCount == 0)
}

@Test(arguments: ["", "X Title", "X:Title", "X\r\nY", "X\u{E9}"])
func `a header name that is no token is refused`(name: String) throws {
    let server = try LoopbackServer { _ in .init(200) }
    var sent = try request(server)
    sent.headers = [.init(name: name, value: "a")]
    #expect(throws: CurlError.self) { try sent.perform() }
    #expect(server.connectionCount == 0)
}

@Test(arguments: ["http://192.0.2.1/", "http://example.org/", "http://127.0.0.1.example.org/"])
func `plain http to another machine is refused`(url: String) throws {
    let sent = CurlRequest(
        method: "GET",
        url: try WebAddress(url),
        headers: [],
        body: nil,
        timeoutMilliseconds: 1000
    )
    let error = try #require(throws: CurlError.self) { try sent.perform() }
    #expect(error.reason == .invalidURL)
    #expect(error.delivery == .notSent)
}
