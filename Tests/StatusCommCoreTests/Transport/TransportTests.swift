import StatusCommCore
import TestSupport
import Testing

@Test func `an exchange brings status, headers and body`() async throws {
    let server = try LoopbackServer { _ in .json(422, #"{"error":"no"}"#, headers: [("Retry-After", "7")]) }
    let answer = try await Transport.curl().send(
        HTTPRequest(
            method: .patch,
            url: server.url + "/x",
            headers: [HTTPHeader("Content-Type", "application/json")],
            body: [1]
        )
    )
    #expect(answer.status == 422)
    #expect(answer.header("retry-after") == "7")
    #expect(answer.body == Array(#"{"error":"no"}"#.utf8))
    #expect(server.requests.first?.method == "PATCH")
}

@Test func `an error names the host and neither path nor query`() async throws {
    let server = try LoopbackServer { _ in .init(200, fault: .closeAfterReading) }
    let request = HTTPRequest(method: .post, url: server.url + "/secret?key=secret", body: [])
    let error = await #expect(throws: TransportError.self) { try await Transport.curl().send(request) }
    #expect(error?.outcome == .outcomeUnknown)
    #expect(error?.message == "no whole answer from '127.0.0.1': Empty reply from server")
    #expect(error?.exitStatus == .outcomeUnknown)
}

@Test func `what never left may be sent again`() async throws {
    let server = try LoopbackServer { _ in .init(200) }
    server.stop()
    let request = HTTPRequest(method: .post, url: server.url + "/secret", body: [])
    let error = await #expect(throws: TransportError.self) { try await Transport.curl().send(request) }
    #expect(error?.outcome == .notSent)
    #expect(error?.message.hasPrefix("cannot reach '127.0.0.1': ") == true)
    #expect(error?.message.contains("secret") == false)
}

@Test func `cancelling the task ends a hanging exchange`() async throws {
    let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
    let server = try LoopbackServer { _ in
        arrival.yield()
        return .init(200, fault: .hang)
    }
    let request = HTTPRequest(method: .post, url: server.url, body: [])
    let exchange = Task { try await Transport.curl().send(request) }
    for await _ in arrived { break }
    exchange.cancel()
    let error = await #expect(throws: TransportError.self) { try await exchange.value }
    #expect(error?.outcome == .outcomeUnknown)
    #expect(error?.isTimeout == true)
}

@Test func `many exchanges run at once`() async throws {
    let server = try LoopbackServer { _ in .init(200, fault: .drip(milliseconds: 1)) }
    let request = HTTPRequest(method: .get, url: server.url)
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<12 { group.addTask { try await Transport.curl().send(request).status } }
        return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses == Array(repeating: 200, count: 12))
}
