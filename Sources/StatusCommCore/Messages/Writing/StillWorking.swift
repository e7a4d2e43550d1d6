/// What is said when a promised update is due and nobody has written one.
///
/// Honest and calm: it says that work goes on and that nothing has changed, never more. The wording changes from one to the
/// next so that readers see it is not the same message twice.
package enum StillWorking {
    /// The text for a phase; `repetition` counts the automatic ones in a row from 0.
    package static func message(in phase: IncidentPhase, repetition: Int) -> String {
        let texts = texts(in: phase)
        return texts[max(0, repetition) % texts.count]
    }

    private static func texts(in phase: IncidentPhase) -> [String] {
        switch phase {
        case .investigating:
            [
                "We are still looking for the cause. Nothing has changed since our last message.",
                "The search for the cause goes on. There is nothing new to tell yet, and we stay on it.",
                "We have not found the cause yet. Our team keeps working on nothing else.",
            ]
        case .identified:
            [
                "We know the cause and are still working on the fix. Nothing has changed since our last message.",
                "Work on the fix goes on. There is nothing new to tell yet.",
                "The fix is not ready yet. Our team keeps working on it.",
            ]
        case .monitoring:
            [
                "The fix is in place and we are still watching. Everything looks as it did in our last message.",
                "We keep watching the results of the fix. There is nothing new to tell.",
                "We are still making sure that the fix holds before we close this incident.",
            ]
        case .resolved:
            ["This incident is resolved."]
        }
    }
}
