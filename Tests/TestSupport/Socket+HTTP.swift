import Foundation

extension Socket {
    /// Reads one request, nil when the connection ends before it is whole.
    func readRequest() -> LoopbackServer.Request? {
        var received: [UInt8] = []
        var end: Int?
        while end == nil {
            let more = read()
            if more.isEmpty { return nil }
            received += more
            end = received.endOfHead
            if received.count > 16 << 20 { return nil }
        }
        guard let end else { return nil }
        let lines = String(decoding: received[..<(end - 4)], as: UTF8.self).components(separatedBy: "\r\n")
        let start = lines[0].split(separator: " ")
        guard start.count == 3 else { return nil }
        let target = start[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var request = LoopbackServer.Request(
            method: String(start[0]),
            path: String(target[0]),
            query: target.count > 1 ? String(target[1]) : "",
            headers: lines.dropFirst().map { line in
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                return .init(
                    name: String(parts[0]),
                    value: parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
                )
            },
            body: []
        )
        let length = request.header("content-length").flatMap { Int($0) } ?? 0
        var body = Array(received[end...])
        while body.count < length {
            let more = read()
            if more.isEmpty { return nil }
            body += more
        }
        request.body = body
        return request
    }

    /// Writes an answer, or its fault.
    func write(_ answer: LoopbackServer.Answer, until isStopped: () -> Bool) {
        var head = "HTTP/1.1 \(answer.status) \(Self.reason(answer.status))\r\n"
        for header in answer.headers { head += "\(header.name): \(header.value)\r\n" }
        let whole = head + "Content-Length: \(answer.body.count)\r\nConnection: close\r\n\r\n"
        switch answer.fault {
        case .none:
            write(Array(whole.utf8) + answer.body)
        case .closeAfterReading:
            break
        case .reset:
            reset()
        case .truncatedBody:
            write(Array(whole.utf8) + answer.body.prefix(answer.body.count / 2))
        case .dropAfterHead:
            write(head + "Content-Length: \(max(answer.body.count, 1))\r\nConnection: close\r\n\r\n")
        case .endlessChunks:
            let chunk = "10000\r\n" + String(repeating: " ", count: 65_536) + "\r\n"
            guard write(head + "Transfer-Encoding: chunked\r\n\r\n") else { return }
            while !isStopped(), write(chunk) {}
        case .drip(let milliseconds):
            for byte in Array(whole.utf8) + answer.body where !isStopped() {
                guard write([byte]) else { return }
                usleep(UInt32(milliseconds) * 1000)
            }
        case .hugeHeaders(let bytes):
            guard write("HTTP/1.1 \(answer.status) OK\r\n") else { return }
            let line = "X-Filler: " + String(repeating: "x", count: 1000) + "\r\n"
            for _ in 0..<(bytes / line.utf8.count) where !write(line) { return }
            write("\r\n")
        case .hang:
            waitForEnd(or: isStopped)
        }
    }

    private static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 420: "Enhance Your Calm"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 503: "Service Unavailable"
        default: "Status"
        }
    }
}

extension [UInt8] {
    /// Index behind the blank line that ends a head.
    fileprivate var endOfHead: Int? {
        guard count >= 4 else { return nil }
        return (3..<count).first { index in
            self[index] == 10 && self[index - 1] == 13 && self[index - 2] == 10 && self[index - 3] == 13
        }
        .map { $0 + 1 }
    }
}
