/// What a line of a mail is: the customer's own words, or what mail programs put around them.
enum MailLine {
    case own
    /// Quoted, or put there by a program: leave it out.
    case foreign
    /// From here on nothing is the customer's own.
    case end
    /// The same, and the line before it belongs to what begins here.
    case endBefore

    /// Tells what a folded line is, given the folded line before it.
    ///
    /// Both are lower case, without blanks at the ends and with one at most between words. A wrong `own` costs precision,
    /// a wrong `end` loses what a customer says: in doubt a line is the customer's own.
    static func judge(_ line: UnsafeBufferPointer<UInt8>, after previous: UnsafeBufferPointer<UInt8>) -> MailLine {
        guard let first = line.first, let last = line.last else { return .own }
        switch first {
        case 0x3E: return .foreign
        case 0x2D where isSignature(line): return .end
        case 0x2D, 0x5F: if isDivider(line) { return .end }
        case 0x73: if starts(line, with: "sent:"), starts(previous, with: "from:") { return .endBefore }
        case 0x64: if starts(line, with: "date:"), starts(previous, with: "from:") { return .endBefore }
        case 0x67: if starts(line, with: "gesendet:"), starts(previous, with: "von:") { return .endBefore }
        case 0x65: if starts(line, with: "envoye :"), starts(previous, with: "de :") { return .endBefore }
        default: break
        }
        if last == 0x3A, isAttribution(line) {
            if hasDigit(line) { return .end }
            return line.count < 60 && isOpening(previous) && hasDigit(previous) ? .endBefore : .own
        }
        return phrases.contains { starts(line, with: $0) } ? .foreign : .own
    }

    /// `--` alone begins a signature.
    ///
    /// - SeeAlso: RFC 3676, section 4.3.
    private static func isSignature(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        line.count == 2 && line[1] == 0x2D
    }

    /// `-----original message-----` and the like, and the line of underscores that Outlook draws.
    private static func isDivider(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        if line.count >= 20, line.allSatisfy({ $0 == 0x5F }) { return true }
        guard line.count > 4, line.prefix(3).allSatisfy({ $0 == 0x2D }) else { return false }
        let words = UnsafeBufferPointer(rebasing: line.drop { $0 == 0x2D || $0 == 0x20 })
        return dividers.contains { starts(words, with: $0) }
    }

    /// Ends with what says that somebody wrote: `wrote:`.
    private static func isAttribution(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        attributions.contains { ends(line, with: $0) } || (starts(line, with: "am ") && contains(line, " schrieb "))
    }

    private static func isOpening(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        openings.contains { starts(line, with: $0) }
    }

    private static let openings: [StaticString] = ["on ", "am ", "le ", "el ", "il ", "op ", "em ", "den "]
    private static let attributions: [StaticString] = [
        "wrote:", "schrieb:", "a ecrit :", "a ecrit:", "escribio:", "ha scritto:", "schreef:", "escreveu:", "skrev:",
    ]
    private static let dividers: [StaticString] = [
        "original message", "original appointment", "ursprungliche nachricht", "message d'origine", "mensaje original",
        "messaggio originale", "oorspronkelijk bericht", "please reply above this line", "reply above this line",
    ]
    private static let phrases: [StaticString] = [
        "sent from my ", "get outlook for ", "von meinem iphone", "envoye de mon ", "enviado desde mi ",
    ]

    private static func hasDigit(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        line.contains { (0x30...0x39).contains($0) }
    }

    private static func starts(_ line: UnsafeBufferPointer<UInt8>, with text: StaticString) -> Bool {
        matches(line, at: 0, text)
    }

    private static func ends(_ line: UnsafeBufferPointer<UInt8>, with text: StaticString) -> Bool {
        matches(line, at: line.count - text.utf8CodeUnitCount, text)
    }

    private static func contains(_ line: UnsafeBufferPointer<UInt8>, _ text: StaticString) -> Bool {
        (0..<max(0, line.count - text.utf8CodeUnitCount + 1)).contains { matches(line, at: $0, text) }
    }

    private static func matches(_ line: UnsafeBufferPointer<UInt8>, at start: Int, _ text: StaticString) -> Bool {
        // Nearly always the first letter differs.
        guard start >= 0, start + text.utf8CodeUnitCount <= line.count, line[start] == text.utf8Start.pointee else {
            return false
        }
        return text.withUTF8Buffer { wanted in
            for offset in 0..<wanted.count where line[start + offset] != wanted[offset] { return false }
            return true
        }
    }
}
