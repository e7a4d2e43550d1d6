/// The seam to the network: all HTTP goes through a value of this type.
package struct Transport: Sendable {
    /// Carries out one exchange.
    ///
    /// An answer of any status is a result. Cancelling the task ends the exchange.
    package var send: @Sendable (HTTPRequest) async throws(TransportError) -> HTTPResponse

    /// Takes the function that carries out an exchange.
    package init(send: @escaping @Sendable (HTTPRequest) async throws(TransportError) -> HTTPResponse) {
        self.send = send
    }
}
