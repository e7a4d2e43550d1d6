import Foundation
import Synchronization

/// An HTTP/1.1 server on 127.0.0.1, for doubles of providers and for faults on the wire.
///
/// A thread for each connection, one request a connection. It stops with its owner.
package final class LoopbackServer: Sendable {
    /// A request as it came over the wire.
    package struct Request: Hashable, Sendable {
        package var method: String
        /// Path as sent, percent-encoded, without the query.
        package var path: String
        /// Query as sent, percent-encoded, without the question mark; empty when there is none.
        package var query: String
        package var headers: [Header]
        package var body: [UInt8]

        package struct Header: Hashable, Sendable {
            package var name: String
            package var value: String
        }

        /// Value of the first header of that name, in any case.
        package func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }

        /// The body as text.
        package var text: String { String(decoding: body, as: UTF8.self) }

        /// Decoded pairs of the query, in order.
        package var parameters: [(name: String, value: String)] { Self.pairs(query) }

        /// Decoded value of the first query parameter of that name.
        package func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

        /// Decoded pairs of a form body (`application/x-www-form-urlencoded`).
        package var form: [(name: String, value: String)] { Self.pairs(text) }

        private static func pairs(_ text: String) -> [(name: String, value: String)] {
            text.split(separator: "&").map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                    .map { $0.replacingOccurrences(of: "+", with: " ").removingPercentEncoding ?? String($0) }
                return (parts[0], parts.count > 1 ? parts[1] : "")
            }
        }
    }

    /// What the server does with a request.
    package struct Answer: Sendable {
        package enum Fault: Hashable, Sendable {
            case none
            /// Reads the request, answers nothing, closes.
            case closeAfterReading
            /// Reads the request, answers nothing, resets the connection.
            case reset
            /// Answers the head and half of the body, closes.
            case truncatedBody
            /// Answers a head with a Content-Length and no body, closes.
            case dropAfterHead
            /// Answers chunk upon chunk until the client goes.
            case endlessChunks
            /// Answers one byte each so many milliseconds.
            case drip(milliseconds: Int)
            /// Answers so many bytes of header lines.
            case hugeHeaders(bytes: Int)
            /// Reads the request and never answers.
            case hang
        }

        package var status: Int
        package var headers: [(name: String, value: String)]
        package var body: [UInt8]
        package var fault: Fault

        package init(
            _ status: Int,
            headers: [(name: String, value: String)] = [],
            body: [UInt8] = [],
            fault: Fault = .none
        ) {
            self.status = status
            self.headers = headers
            self.body = body
            self.fault = fault
        }

        /// An answer of JSON text.
        package static func json(
            _ status: Int,
            _ text: String,
            headers: [(name: String, value: String)] = [],
            fault: Fault = .none
        ) -> Answer {
            Answer(
                status,
                headers: [("Content-Type", "application/json")] + headers,
                body: Array(text.utf8),
                fault: fault
            )
        }
    }

    /// What the server does with a connection before it reads.
    package enum Reception: Sendable {
        case read
        /// Accepts and closes at once.
        case close
        /// Accepts, resets at once.
        case reset
        /// Accepts and never reads.
        case hang
    }

    package let port: Int
    private let listener: Socket
    private let state: State

    private final class State: Sendable {
        let isStopped = Atomic(false)
        let requests = Mutex<[Request]>([])
        let connections = Atomic(0)
        let receive: @Sendable (Int) -> Reception
        let answer: @Sendable (Request) -> Answer

        init(
            receive: @escaping @Sendable (Int) -> Reception,
            answer: @escaping @Sendable (Request) -> Answer
        ) {
            self.receive = receive
            self.answer = answer
        }
    }

    /// Listens on a free port.
    ///
    /// `receive` is asked for each connection, by its number from 0; `answer` for each request, on that connection's
    /// thread.
    package init(
        receive: @escaping @Sendable (Int) -> Reception = { _ in .read },
        answer: @escaping @Sendable (Request) -> Answer
    ) throws {
        let (listener, port) = try Socket.listening()
        self.listener = listener
        self.port = port
        let state = State(receive: receive, answer: answer)
        self.state = state
        Thread.detachNewThread {
            while let connection = listener.accept(), !state.isStopped.load(ordering: .relaxed) {
                let number = state.connections.wrappingAdd(1, ordering: .relaxed).oldValue
                Thread.detachNewThread { Self.serve(connection, number: number, state: state) }
            }
        }
    }

    deinit {
        stop()
    }

    /// Ends the server and every answer that never ends by itself.
    package func stop() {
        state.isStopped.store(true, ordering: .relaxed)
        listener.close()
    }

    /// `http://127.0.0.1:port`.
    package var url: String { "http://127.0.0.1:\(port)" }

    /// Every request so far, in the order in which they were read.
    package var requests: [Request] { state.requests.withLock { $0 } }

    /// Number of connections accepted so far.
    package var connectionCount: Int { state.connections.load(ordering: .relaxed) }

    private static func serve(_ connection: Socket, number: Int, state: State) {
        defer { connection.close() }
        switch state.receive(number) {
        case .read: break
        case .close: return
        case .reset: return connection.reset()
        case .hang: return connection.waitForEnd { state.isStopped.load(ordering: .relaxed) }
        }
        guard let request = connection.readRequest() else { return }
        state.requests.withLock { $0.append(request) }
        connection.write(state.answer(request), until: { state.isStopped.load(ordering: .relaxed) })
    }
}
