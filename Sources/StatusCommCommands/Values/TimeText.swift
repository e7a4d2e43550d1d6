package import StatusCommCore

/// A time as it was typed, which means an instant once the clock and the company's time zone are known.
///
/// The forms are those of `TimeInput`; a text of none of these forms does not become a value.
package struct TimeText: Hashable, Sendable {
    package let text: String

    /// Takes a text of one of the forms.
    package init(_ text: String) {
        self.text = text
    }

    /// The instant that is meant.
    ///
    /// - Throws: `InvalidTime` for an unknown zone, and for a local time that the change of clocks leaves out or repeats.
    package func instant(_ side: TimeInput.Side = .past, by input: TimeInput) throws(InvalidTime) -> Timestamp {
        try input.instant(text, side)
    }
}
