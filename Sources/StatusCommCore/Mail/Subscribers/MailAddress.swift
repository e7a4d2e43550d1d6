@_spi(_Unicode) import Swift

/// An e-mail address that is safe in a command of SMTP and in a header.
///
/// The local part is kept as written (RFC 5321 section 2.4: it may tell cases apart), the domain is in lower case and in
/// A-labels (RFC 5890), so that two spellings of one mailbox compare equal.
package struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    /// Why a text is no address.
    package enum Fault: String, Error, Hashable, Sendable {
        case empty = "the address is empty"
        case noAtSign = "the address has no '@'"
        case tooLong = "the address is longer than 254 bytes"
        case localTooLong = "the part before the '@' is longer than 64 bytes"
        case localInvalid = "the part before the '@' has a character or a dot that is not allowed there"
        case quotedLocal = "a quoted part before the '@' is not supported"
        case domainLiteral = "an IP address in place of a domain is not supported"
        case domainInvalid = "the domain is not valid"
        case domainWithoutDot = "the domain has no dot"
        case control = "the address has a control character or a space"
        case notUTF8 = "the address is not UTF-8"
    }

    /// The whole address as it goes on the wire.
    package let text: String
    /// Number of bytes before the `@`.
    package let localLength: Int

    /// Part before the `@`.
    package var local: Substring { text.utf8.prefix(localLength).withString }
    /// Domain in lower case and A-labels.
    package var domain: Substring { text.utf8.dropFirst(localLength + 1).withString }
    /// Whether the relay must offer SMTPUTF8 for it (RFC 6531).
    package var needsSMTPUTF8: Bool { text.utf8.prefix(localLength).contains { $0 >= 0x80 } }

    package var description: String { text }

    /// The address with the part before the `@` in lower case as well.
    ///
    /// Hardly any mail server tells cases apart there; where a mistake must fall to the side of no mail, these are compared.
    package var folded: MailAddress {
        guard local.utf8.contains(where: { (0x41...0x5A).contains($0) || $0 >= 0x80 }) else { return self }
        let local = local.lowercased()
        return MailAddress(text: "\(local)@\(domain)", localLength: local.utf8.count)
    }

    private init(text: String, localLength: Int) {
        self.text = text
        self.localLength = localLength
    }

    /// Reads an address: dot-atom local part (RFC 5321 section 4.1.2, RFC 6531 section 3.3), domain of at least two labels.
    ///
    /// - Throws: the first thing that is wrong.
    package init(_ text: String) throws(Fault) {
        var text = text
        let result: Result<MailAddress, Fault> = text.withUTF8 { bytes in
            Result { () throws(Fault) in try MailAddress(bytes: bytes) }
        }
        self = try result.get()
    }

    /// Reads an address from bytes.
    ///
    /// - Throws: the first thing that is wrong.
    package init(bytes: UnsafeBufferPointer<UInt8>) throws(Fault) {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { throw .control }
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { throw .noAtSign }
        let local = UnsafeBufferPointer(rebasing: bytes[..<at])
        let domain = UnsafeBufferPointer(rebasing: bytes[(at + 1)...])
        try Self.checkLocal(local)
        if let plain = Self.foldedASCII(domain, after: local) {
            guard plain.domainHasDot else { throw .domainWithoutDot }
            text = plain.text
        } else {
            guard domain.first != UInt8(ascii: "[") else { throw .domainLiteral }
            guard let localText = String(validating: local, as: UTF8.self),
                let domainText = String(validating: domain, as: UTF8.self)
            else { throw .notUTF8 }
            guard let labels = DomainName.aLabels(of: domainText) else { throw .domainInvalid }
            guard labels.utf8.contains(UInt8(ascii: ".")) else { throw .domainWithoutDot }
            text = localText + "@" + labels
        }
        guard text.utf8.count <= 254 else { throw .tooLong }
        localLength = local.count
    }

    private static func checkLocal(_ local: UnsafeBufferPointer<UInt8>) throws(Fault) {
        guard let first = local.first else { throw .localInvalid }
        guard first != UInt8(ascii: "\"") else { throw .quotedLocal }
        guard local.count <= 64 else { throw .localTooLong }
        var afterDot = true
        var isASCII = true
        for byte in local {
            if byte == UInt8(ascii: ".") {
                guard !afterDot else { throw .localInvalid }
                afterDot = true
            } else {
                guard byte >= 0x80 || isAtomText(byte) else { throw .localInvalid }
                if byte >= 0x80 { isASCII = false }
                afterDot = false
            }
        }
        guard !afterDot else { throw .localInvalid }
        guard !isASCII else { return }
        guard let text = String(validating: local, as: UTF8.self) else { throw .notUTF8 }
        guard text.unicodeScalars.allSatisfy(\.isVisible) else { throw .control }
    }

    // The usual case, without a detour over String: ASCII letters, digits, hyphens and dots.
    private static func foldedASCII(
        _ domain: UnsafeBufferPointer<UInt8>,
        after local: UnsafeBufferPointer<UInt8>
    ) -> (text: String, domainHasDot: Bool)? {
        guard (1...253).contains(domain.count) else { return nil }
        var labelLength = 0
        var hasDot = false
        var last = UInt8(ascii: ".")
        for byte in domain {
            switch byte {
            case UInt8(ascii: "."):
                guard labelLength > 0, last != UInt8(ascii: "-") else { return nil }
                labelLength = 0
                hasDot = true
            case UInt8(ascii: "-"):
                // Hyphens in third and fourth place mark labels that must be decoded to be checked.
                guard labelLength > 0, !(labelLength == 3 && last == byte) else { return nil }
                labelLength += 1
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                labelLength += 1
            default: return nil
            }
            guard labelLength <= 63 else { return nil }
            last = byte
        }
        guard labelLength > 0, last != UInt8(ascii: "-") else { return nil }
        let text = String(unsafeUninitializedCapacity: local.count + 1 + domain.count) { target in
            var next = 0
            for byte in local {
                target[next] = byte
                next += 1
            }
            target[next] = UInt8(ascii: "@")
            next += 1
            for byte in domain {
                let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                target[next] = isUpper ? byte | 0x20 : byte
                next += 1
            }
            return next
        }
        return (text, hasDot)
    }

    private static func isAtomText(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        // RFC 5322 section 3.2.3, atext.
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
            UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"),
            UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"),
            UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

extension Unicode.Scalar {
    /// Neither a control, a line or paragraph separator, a bidirectional control, a space nor unassigned.
    var isVisible: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .unassigned, .format: false
        default: true
        }
    }
}

extension Substring.UTF8View {
    // The views above are cut at ASCII characters, where a String can be cut.
    fileprivate var withString: Substring { Substring(self) }
}
