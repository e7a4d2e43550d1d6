import Foundation
package import StatusCommCore
import Synchronization

/// The tickets of a double, in no vendor's form: what an agent would see.
package struct TicketDesk: Sendable {
    package enum Status: Sendable {
        case new, open, pending, solved
    }

    package struct Message: Sendable {
        package var id: Int
        package var text: String
        package var isPublic: Bool
        package var isByCustomer: Bool
        package var created: Timestamp
    }

    package struct Ticket: Sendable {
        package var id: Int
        package var subject: String
        package var status: Status
        package var created: Timestamp
        package var updated: Timestamp
        /// Number of the customer, from 1 to 50.
        package var customer: Int
        package var service: String
        package var tags: [String]
        /// The field that carries an incident where there are no tags.
        package var mark: String
        package var messages: [Message]
        package var version: Int

        package var address: String { "customer\(customer)@customers.example" }
        package var customerName: String { "Customer \(customer)" }
        /// Last time that the customer wrote.
        package var lastCustomerMessage: Timestamp {
            messages.filter(\.isByCustomer).map(\.created).max() ?? created
        }
    }

    /// The moment at which everything happens.
    package static let now = Timestamp(milliseconds: 1_795_439_100_250)

    package var tickets: [Ticket]
    private var lastMessage = 1_000

    /// 330 tickets, one every 6 minutes into the past, a quarter of each status; every tenth old one has changed lately,
    /// and the customers of every third have written twice.
    package init() {
        tickets = (1...330).map { number in
            let created = Self.now.advanced(by: .seconds(-360 * number))
            let isOldAndChanged = number > 240 && number.isMultiple(of: 10)
            var ticket = Ticket(
                id: number,
                subject: "Payment \(number) declined",
                status: [.new, .open, .pending, .solved][number % 4],
                created: created,
                updated: isOldAndChanged ? Self.now : created.advanced(by: .seconds(60)),
                customer: 1 + number % 50,
                service: number.isMultiple(of: 2) ? "payments" : "search",
                tags: number.isMultiple(of: 5) ? ["vip"] : [],
                mark: "",
                messages: [],
                version: 1
            )
            let text = "Card <\(number)> & account are declined."
            ticket.messages.append(
                Message(id: number, text: text, isPublic: true, isByCustomer: true, created: created)
            )
            if number.isMultiple(of: 3) {
                let later = created.advanced(by: .seconds(120))
                ticket.messages.append(
                    Message(
                        id: 500 + number,
                        text: "An agent asks.",
                        isPublic: true,
                        isByCustomer: false,
                        created: later
                    )
                )
                ticket.messages.append(
                    Message(
                        id: 900 + number,
                        text: "Still declined.",
                        isPublic: true,
                        isByCustomer: true,
                        created: later.advanced(by: .seconds(60))
                    )
                )
            }
            return ticket
        }
    }

    /// Ids of what a search for open and pending tickets of the last 24 hours should find.
    package static let wanted = (1...240).filter { $0 % 4 != 3 }

    package subscript(id: Int) -> Ticket? {
        get { tickets.first { $0.id == id } }
        set {
            guard let newValue, let index = tickets.firstIndex(where: { $0.id == id }) else { return }
            tickets[index] = newValue
            tickets[index].version += 1
        }
    }

    /// Puts a message of an agent on a ticket, and gives its id; nil when there is no such ticket.
    package mutating func write(_ text: String, isPublic: Bool, on id: Int) -> Int? {
        guard var ticket = self[id] else { return nil }
        lastMessage += 1
        ticket.messages.append(
            Message(id: lastMessage, text: text, isPublic: isPublic, isByCustomer: false, created: Self.now)
        )
        self[id] = ticket
        return lastMessage
    }
}

/// A double of a ticket system's API on 127.0.0.1: refuses what the vendor documents as refused.
package final class TicketDouble: Sendable {
    /// Answers a request, given the tickets.
    package typealias Behaviour = @Sendable (LoopbackServer.Request, inout TicketDesk) -> LoopbackServer.Answer

    private final class Memory: Sendable {
        let desk = Mutex(TicketDesk())
    }

    package let provider: ProviderDouble
    private let memory: Memory

    /// Starts the double.
    package init(_ behaviour: @escaping Behaviour) throws {
        let memory = Memory()
        self.memory = memory
        provider = try ProviderDouble { request, _ in memory.desk.withLock { behaviour(request, &$0) } }
    }

    package var url: String { provider.url }
    package var requests: [LoopbackServer.Request] { provider.requests }
    package var desk: TicketDesk { memory.desk.withLock { $0 } }

    /// Changes the tickets, as agents and customers would.
    package func change(_ body: @Sendable (inout TicketDesk) -> Void) {
        memory.desk.withLock { body(&$0) }
    }
}

extension LoopbackServer.Request {
    /// Parts of the path, decoded.
    package var pathParts: [String] {
        path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
    }

    /// Query parameters that are none of those named; a vendor that refuses unknown ones is told by its double.
    package func parameters(otherThan known: [String]) -> [String] {
        parameters.map(\.name).filter { !known.contains($0) }
    }

    /// User and password of the Basic scheme, as `user:password`.
    package var basicCredentials: String? {
        guard let value = header("authorization"), value.hasPrefix("Basic "),
            let data = Data(base64Encoded: String(value.dropFirst(6)))
        else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    /// What follows a word of a query up to a blank, a quote or another mark of its language.
    package func part(of name: String, after word: String) -> String? {
        guard let text = parameter(name), let range = text.firstRange(of: word) else { return nil }
        return String(text[range.upperBound...].prefix { !" '\"^)]".contains($0) })
    }
}

extension [TicketDesk.Ticket] {
    /// One page, by number from 1.
    package func page(_ number: Int, size: Int) -> [TicketDesk.Ticket] {
        Array(dropFirst((Swift.max(number, 1) - 1) * size).prefix(size))
    }

    /// Those created at a time or later.
    package func created(since time: Timestamp) -> [TicketDesk.Ticket] { filter { $0.created >= time } }

    /// Those that are not solved.
    package var unsolved: [TicketDesk.Ticket] { filter { $0.status != .solved } }
}
