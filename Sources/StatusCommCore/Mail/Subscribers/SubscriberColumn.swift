/// What a column of a subscriber list, or a name in a line of JSON Lines, stands for.
enum SubscriberColumn: Hashable {
    case address
    case name
    case components
    case lowestSeverity
    case language
    case timeZone
    case unsubscribeURL
    /// A variable of the templates.
    case variable(String)

    /// Recognises a header, in any case, with blanks or hyphens for underscores; nil when it cannot name a variable.
    init?(header: String) {
        var name = ""
        for scalar in header.unicodeScalars {
            switch scalar {
            case " ", "-": if !name.isEmpty { name.unicodeScalars.append("_") }
            case "A"..."Z": name.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
            default: name.unicodeScalars.append(scalar)
            }
        }
        while name.hasSuffix("_") { name.removeLast() }
        switch name {
        case "address", "email", "e_mail", "mail", "email_address", "e_mail_address": self = .address
        case "name", "customer_name", "full_name": self = .name
        case "components", "component": self = .components
        case "lowest_severity", "severity", "minimum_severity", "min_severity": self = .lowestSeverity
        case "language", "lang", "locale": self = .language
        case "time_zone", "timezone", "tz": self = .timeZone
        case "unsubscribe_url", "unsubscribe", "unsubscribe_link": self = .unsubscribeURL
        default:
            guard let first = name.utf8.first, !(0x30...0x39).contains(first), name.utf8.count <= 64,
                name.utf8.allSatisfy({ isNameByte($0) })
            else { return nil }
            self = .variable(name)
        }
    }
}

private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
    default: false
    }
}
