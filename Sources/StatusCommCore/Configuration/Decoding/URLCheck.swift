/// Whether a text can be used as an absolute URL (RFC 3986), as far as a mistake in a configuration goes.
enum URLCheck: Hashable {
    case fine
    case wrongForm
    /// It has a user name or a password, which would end in logs.
    case credentials

    init(_ text: String, schemes: [String]) {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !Self.forbidden.contains($0) }),
            let colon = text.firstIndex(of: ":"), schemes.contains(text[..<colon].lowercased()),
            text[colon...].hasPrefix("://")
        else {
            self = .wrongForm
            return
        }
        let authority = text[colon...].dropFirst(3).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@") else {
            self = .credentials
            return
        }
        self = Self.isHostAndPort(authority) ? .fine : .wrongForm
    }

    // RFC 3986 has no place for these; they are how a URL breaks out of an attribute or a header.
    private static let forbidden = Array(#""<>\^`{|}"#.utf8)

    private static func isHostAndPort(_ authority: Substring) -> Bool {
        var host = authority
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return false }
            let inside = authority[..<end].dropFirst()
            guard inside.contains(":"), inside.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
                return false
            }
            host = "v6"
            let rest = authority[end...].dropFirst()
            return rest.isEmpty || (rest.hasPrefix(":") && isPort(rest.dropFirst()))
        }
        if let colon = authority.firstIndex(of: ":") {
            guard isPort(authority[colon...].dropFirst()) else { return false }
            host = authority[..<colon]
        }
        return !host.isEmpty
            && host.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
                    || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
            }
    }

    private static func isPort(_ text: Substring) -> Bool {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(text) else {
            return false
        }
        return (1...65_535).contains(port)
    }
}
