import JSON5
import Spelling

extension Fields {
    /// A time such as `15m`, `90s` or `1h30m`.
    mutating func duration(_ key: String, in range: ClosedRange<Duration>) -> Duration? {
        guard let node = node(key) else { return nil }
        guard let text = node.string, let value = Duration(text: text) else {
            wrong(node, key, "a duration such as '15m', '90s' or '1h30m'")
            return nil
        }
        guard range.contains(value) else {
            wrong(node, key, "a duration from \(range.lowerBound.figure()) to \(range.upperBound.figure())")
            return nil
        }
        return value
    }

    /// So many in so long, such as `1000/min`.
    mutating func rate(_ key: String) -> RateLimit? {
        guard let node = node(key) else { return nil }
        if let text = node.string, let value = RateLimit(text: text) { return value }
        wrong(node, key, "a rate such as '1000/min', '20/s' or '6/h'")
        return nil
    }

    /// An absolute address of one of the schemes, without user and password.
    mutating func url(_ key: String, schemes: [String] = ["https", "http"]) -> String? {
        node(key).flatMap { url($0, key, schemes: schemes) }
    }

    func url(_ node: JSON5Node, _ key: String, schemes: [String]) -> String? {
        guard let text = node.string else {
            wrong(node, key, "a URL")
            return nil
        }
        switch URLCheck(text, schemes: schemes) {
        case .fine: return text
        case .wrongForm:
            wrong(node, key, "a URL that begins with \(schemes.map { $0 + "://" }.joined(separator: " or "))")
        case .credentials:
            reading.report(
                "'\(key)' in \(what) has a user name or password in the URL",
                hint: "give them with keys of their own, the password as { env: \"NAME\" }",
                at: node.location
            )
        }
        return nil
    }

    /// An address in which a mark may stand for a value.
    mutating func urlTemplate(_ key: String, with mark: String) -> String? {
        guard let node = node(key), let text = line(node, key) else { return nil }
        let parts = text.split(separator: mark, omittingEmptySubsequences: false)
        guard URLCheck(parts.joined(separator: "x"), schemes: ["https", "http"]) == .fine else {
            wrong(node, key, "a URL that begins with https://, in which \(mark) may stand for the address")
            return nil
        }
        return text
    }

    /// Text of a form of its own, which `expected` tells.
    mutating func text(_ key: String, _ expected: String, where isRight: (String) -> Bool) -> String? {
        guard let node = node(key), let text = node.string else { return text(key) }
        if isRight(text) { return text }
        wrong(node, key, expected)
        return nil
    }

    /// A path, made absolute from the folder of the file.
    mutating func path(_ key: String) -> String? {
        text(key).map(reading.absolute)
    }

    /// An e-mail address.
    mutating func address(_ key: String) -> MailAddress? {
        node(key).flatMap { address($0, key) }
    }

    func address(_ node: JSON5Node, _ key: String) -> MailAddress? {
        guard let text = node.string else {
            wrong(node, key, "an e-mail address")
            return nil
        }
        do throws(MailAddress.Fault) {
            return try MailAddress(text)
        } catch {
            reading.report(
                "'\(key)' in \(what) is not an e-mail address: \(quoted(text)): \(error.rawValue)",
                at: node.location
            )
            return nil
        }
    }

    /// An address with a name before it, as in `Acme Status <status@acme.example>`.
    mutating func mailbox(_ key: String) -> Mailbox? {
        guard let node = required(key, hint: "write it as \"Acme Status <status@acme.example>\"") else { return nil }
        guard let text = line(node, key) else { return nil }
        let parts = Mailbox.parts(text)
        do throws(MailAddress.Fault) {
            return Mailbox(name: parts.name, address: try MailAddress(parts.address))
        } catch {
            reading.report(
                "'\(key)' in \(what) is not an e-mail address: \(quoted(text)): \(error.rawValue)",
                hint: "write it as \"Acme Status <status@acme.example>\"",
                at: node.location
            )
            return nil
        }
    }

    /// A time zone that this machine knows.
    mutating func zone(_ key: String) -> ZoneRules? {
        guard let node = node(key), let name = line(node, key) else { return nil }
        do throws(UnknownTimeZone) {
            return try reading.zones.zone(named: name)
        } catch {
            reading.report(error.message, hint: error.hint, at: node.location)
            return nil
        }
    }

    /// A name of a target: it stands in options, in the log and in keys of the store.
    mutating func targetName() -> String? {
        guard let node = required("name", hint: "it is what --channel and 'delivery list' call the target"),
            let name = line(node, "name")
        else { return nil }
        guard isSlug(name) else {
            reading.report(
                "'name' in \(what) must be lower-case letters, digits and '-', not \(quoted(name))",
                hint: slug(of: name).map { "write '\($0)'" },
                at: node.location
            )
            return nil
        }
        return name
    }

    /// A secret; a literal one is refused with the way out.
    mutating func secret(_ key: String) -> Secret? {
        node(key).flatMap { secret($0, key) }
    }

    func secret(_ node: JSON5Node, _ key: String) -> Secret? {
        do throws(ConfigurationMistake) {
            return try Secret(node, key: key, what: what, baseDirectory: reading.baseDirectory)
        } catch {
            reading.report(error.message, hint: error.hint, at: node.location)
            return nil
        }
    }
}

/// Whether a text is 1 to 64 of `a-z`, `0-9` and `-`, with a letter or digit first.
func isSlug(_ text: String) -> Bool {
    guard (1...64).contains(text.utf8.count), text.utf8.first != UInt8(ascii: "-") else { return false }
    return text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
}

/// The nearest text that `isSlug` takes, nil when nothing is left.
func slug(of text: String) -> String? {
    var result = ""
    for byte in text.lowercased().utf8.prefix(64) {
        let isPlain = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
        if isPlain {
            result.unicodeScalars.append(Unicode.Scalar(byte))
        } else if !result.isEmpty, !result.hasSuffix("-") {
            result += "-"
        }
    }
    while result.hasSuffix("-") { result.removeLast() }
    return result.isEmpty ? nil : result
}
