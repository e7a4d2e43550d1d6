extension DeliveryRun.Limits {
    /// The limits that a configuration sets.
    package init(_ configuration: DeliveryConfiguration) {
        self.init(
            deadline: configuration.deadline,
            attempt: configuration.attempt,
            recheckAfter: configuration.recheckAfter
        )
    }
}
