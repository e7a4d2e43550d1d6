/// The wish that the program comes to its end: Ctrl-C, or SIGTERM from whoever started it.
///
/// While nobody listens, the program ends at once, as any other. A command that is in the middle of sending listens, and ends
/// in good order.
package struct Interruption: Sendable {
    /// From now on a wish is noted; a second one ends the program at once.
    package var listen: @Sendable () -> Void
    /// Whether anybody has wished so since.
    package var isRequested: @Sendable () -> Bool

    /// Takes what tells.
    package init(listen: @escaping @Sendable () -> Void, isRequested: @escaping @Sendable () -> Bool) {
        self.listen = listen
        self.isRequested = isRequested
    }
}
