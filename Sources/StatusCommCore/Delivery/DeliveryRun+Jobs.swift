import JSON5

extension DeliveryRun {
    /// The delivery of one entry to one target.
    func job(
        for dispatch: Dispatch,
        of incident: Incident,
        key: DeliveryKey,
        saved: JSONObject,
        log: DeliveryLog?
    ) -> DeliveryJob {
        let action: DeliveryJob.Action =
            switch dispatch.update.phase {
            case _ where dispatch.reminder != nil: .remind
            case .resolved: dispatch.sequence == incident.report?.sequence ? .report : .resolve
            case .investigating, .identified, .monitoring: dispatch.sequence == 1 ? .open : .update
            }
        return DeliveryJob(
            key: key,
            action: action,
            operationKey: repository.operationKey(of: key, in: incident),
            // Whether a reminder is still of use, only the newest state tells.
            incident: dispatch.reminder == nil ? incident.rightAfter(dispatch.update) : incident,
            update: dispatch.update,
            reminder: dispatch.reminder,
            saved: saved,
            steps: log?.state.steps ?? [],
            record: { [repository] step in try await repository.record(step, of: key) },
            isOvertaken: { [repository] in await repository.isOvertaken(key) },
            shallStop: shallStop ?? { false },
            progress: { [report] in report(.progress(key, $0)) },
            notice: { [report] in report(.notice(key, $0)) }
        )
    }
}

extension IncidentRepository {
    /// Whether a later change of the same incident goes to the same target; false when that cannot be read just now.
    fileprivate func isOvertaken(_ key: DeliveryKey) async -> Bool {
        guard let updates = try? await incident(key.incident)?.updates else { return false }
        return updates.contains { $0.sequence > key.change && $0.publication.targets.contains(key.target) }
    }
}
