import StatusCommCore

extension Workspace {
    /// The ticket systems of the configuration, or those that are named.
    ///
    /// - Throws: `NoTicketSystem` when the configuration has none; `UnknownTarget`.
    func ticketChannels(named names: [String] = []) throws -> [TicketChannel] {
        let all = channels.compactMap { $0 as? TicketChannel }
        guard !all.isEmpty else { throw NoTicketSystem() }
        for name in names where !all.contains(where: { $0.name == name }) {
            throw UnknownTarget(name: name, known: all.map(\.name))
        }
        return names.isEmpty ? all : all.filter { names.contains($0.name) }
    }

    /// How many tickets of an incident stand where, for each system that has any.
    func ticketCounts(of incident: Incident) async throws -> [(target: String, counts: TicketCounts)] {
        var all: [(String, TicketCounts)] = []
        for target in configuration.tickets.map(\.name) {
            let ledger = try await repository.ticketLedger(of: incident, target: target)
            if !ledger.all.isEmpty { all.append((target, ledger.counts)) }
        }
        return all
    }

    /// The one ticket system that a person means: the one that is named, the only one, or the only one in which the
    /// incident has such a ticket.
    func ticketChannel(named name: String?, of ticket: String, in incident: Incident) async throws -> TicketChannel {
        let all = try ticketChannels(named: name.map { [$0] } ?? [])
        guard all.count > 1 else { return all[0] }
        var knowing: [TicketChannel] = []
        for channel in all
        where try await repository.ticketLedger(of: incident, target: channel.name).member(named: ticket) != nil {
            knowing.append(channel)
        }
        guard knowing.count == 1 else { throw SeveralTicketSystems(ticket: ticket, names: all.map(\.name)) }
        return knowing[0]
    }
}

/// A command about tickets, and a configuration without any.
struct NoTicketSystem: Diagnostic, Hashable {
    var message: String { "the configuration has no ticket system" }
    var hint: String? { "add one under 'tickets'; run 'statuscomm connector list' to see which there are" }
    var exitStatus: ExitStatus { .configuration }
}

/// A ticket that could be in any of several systems.
struct SeveralTicketSystems: Diagnostic, Hashable {
    let ticket: String
    let names: [String]

    var message: String { "ticket '\(ticket)' could be in any of several ticket systems" }
    var hint: String? { "name one with '--channel': \(names.joined(separator: ", "))" }
    var exitStatus: ExitStatus { .usage }
}
