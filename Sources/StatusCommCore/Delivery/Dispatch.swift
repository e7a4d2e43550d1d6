/// One entry of an incident's log that targets are told of.
package struct Dispatch: Hashable, Sendable {
    /// Sequence number of the log entry.
    package var sequence: Int
    /// Names of the targets, in the order of the configuration.
    package var targets: [String]
    /// The public update; for a reminder the newest one before it.
    package var update: Incident.PublicUpdate
    /// What the owners are told, nil for what is public.
    package var reminder: Reminder?
}

extension Incident {
    /// Everything that is delivered, in the order of the log.
    package var dispatches: [Dispatch] {
        let reminded = reminders.map { recorded in
            Dispatch(
                sequence: recorded.sequence,
                targets: recorded.reminder.targets,
                update: updates.last { $0.sequence < recorded.sequence } ?? latestUpdate,
                reminder: recorded.reminder
            )
        }
        let published = publicChanges.map { update in
            Dispatch(sequence: update.sequence, targets: update.publication.targets, update: update)
        }
        return (published + reminded).sorted { $0.sequence < $1.sequence }
    }

    /// Names of the targets that any entry goes to, each once, in the order of first mention.
    package var deliveryTargets: [String] {
        var seen: Set<String> = []
        return dispatches.flatMap(\.targets).filter { seen.insert($0).inserted }
    }

    /// Every delivery that its entries ask for, in the order of the log.
    package var deliveries: [DeliveryKey] {
        dispatches.flatMap { dispatch in
            dispatch.targets.map { DeliveryKey(incident: id, target: $0, change: dispatch.sequence) }
        }
    }
}
