/// What the chain writes on tickets: public words as the change froze them, and notes for agents.
struct TicketWords {
    let incident: Incident
    let update: Incident.PublicUpdate
    let mark: TicketMark
    let capabilities: TicketCapabilities

    /// The public reply; the first one says what this is about.
    func reply(isFirst: Bool) -> String {
        let texts = update.publication.texts
        let again = texts[MessageWriter.ticketAgain] ?? texts[MessageTemplateName.ticket.rawValue]
        return (isFirst ? texts[MessageTemplateName.ticket.rawValue] : again) ?? update.publication.message
    }

    /// Why the customer is not written to on a ticket.
    enum Silence: Hashable {
        case score(points: Int, threshold: Int)
        case automatic
        case byHand
        case answeredOn(reference: String)

        var words: String {
            switch self {
            case .score(let points, let threshold):
                "The customer is not answered here: the score \(thousandths(points)) is not above "
                    + "\(thousandths(threshold)), from which on we answer by ourselves."
            case .automatic: "Nobody is answered here: this ticket came from automatic mail."
            case .byHand: "The customer is not answered here: it was linked so by hand."
            case .answeredOn(let reference): "The same customer is answered on ticket \(reference)."
            }
        }
    }

    /// The note that goes with the link.
    func introduction(_ ticket: JoiningTicket, _ silence: Silence?) -> String {
        var paragraphs = ["This ticket is linked to the incident **\(title)** (\(incident.id)): \(origin(ticket))."]
        if let silence { paragraphs.append(silence.words) }
        paragraphs.append("Incident: \(mark.url)")
        if capabilities.keepsMarks {
            paragraphs.append(
                "To leave this ticket out, take the mark \(mark.text) off it. To have another one told, put it on."
            )
        }
        return paragraphs.joined(separator: "\n\n")
    }

    /// The note that takes the place of a reply.
    func news(_ silence: Silence) -> String {
        [
            "Incident **\(title)** (\(incident.id)), \(update.phase.title):", update.publication.message, silence.words,
            mark.url,
        ].joined(separator: "\n\n")
    }

    private var title: String { MessageVariables.escaped(incident.title) }

    private func origin(_ ticket: JoiningTicket) -> String {
        let why = ticket.why.map { ", \(MessageVariables.escaped($0))" } ?? ""
        return MessageVariables.escaped(ticket.origin.words) + why
    }
}
