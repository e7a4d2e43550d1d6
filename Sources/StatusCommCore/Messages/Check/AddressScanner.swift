/// Finds IP addresses, hardware addresses and mail addresses.
enum AddressScanner {
    static func hits(
        _ text: FoldedText,
        _ tokens: [MessageToken],
        _ context: MessageCheckContext,
        _ rules: MessageCheckRules
    ) -> [MessageHit] {
        let support = context.supportAddress ?? "support@\(context.companyDomain)"
        let allowed = Set(([support] + rules.allowedAddresses).map { $0.lowercased() })
        var hits: [MessageHit] = []
        for (index, token) in tokens.enumerated() {
            if isNetworkAddress(token, text, before: index == 0 ? nil : tokens[index - 1]) {
                hits.append(
                    MessageHit(
                        .ipAddress,
                        token.range,
                        "network address",
                        wayOut: "say which part of the service it is"
                    )
                )
            }
            if let address = mailAddress(token, text), !allowed.contains(address.text) {
                hits.append(
                    MessageHit(
                        .emailAddress,
                        address.range,
                        "mail address",
                        wayOut: "write '\(support)', or add it to the allowed addresses"
                    )
                )
            }
        }
        return hits
    }

    private static func isNetworkAddress(
        _ token: MessageToken,
        _ text: FoldedText,
        before previous: MessageToken?
    ) -> Bool {
        let versionWords = ["version", "versions", "release", "releases", "build", "v", "firmware", "app"]
        if let previous, versionWords.contains(previous.text) { return false }
        if isHardwareAddress(token.lower) || isVersion6(token.lower) { return true }
        return token.parts(text, separatedBy: "/=@:-_").contains { isVersion4($0.lower) }
    }

    static func isVersion4(_ scalars: [Unicode.Scalar]) -> Bool {
        let parts = scalars.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.count) && part.allSatisfy(\.isDigit)
                    && (Int(FoldedText.text(part)).map { $0 < 256 } ?? false)
            }
    }

    /// RFC 4291 section 2.2: eight groups, or fewer around one `::`; perhaps with a prefix length or a zone.
    private static func isVersion6(_ scalars: [Unicode.Scalar]) -> Bool {
        let address = scalars.prefix { $0 != "/" && $0 != "%" }
        guard address.contains(":"), address.count <= 45 else { return false }
        let groups = address.split(separator: ":", omittingEmptySubsequences: false)
        guard groups.allSatisfy({ ($0.count <= 4 && $0.allSatisfy(\.isHex)) || isVersion4(Array($0)) }) else {
            return false
        }
        let filled = groups.filter { !$0.isEmpty }
        let isShort = groups.count - filled.count > 0 && (1...7).contains(filled.count) && groups.count <= 9
        let hasDoubleColon = zip(address, address.dropFirst()).contains { $0 == ":" && $1 == ":" }
        return groups.count == 8 && filled.count == 8 || isShort && hasDoubleColon && address.contains(where: \.isDigit)
    }

    private static func isHardwareAddress(_ scalars: [Unicode.Scalar]) -> Bool {
        guard scalars.count == 17, let separator = scalars.first(where: { $0 == ":" || $0 == "-" }) else {
            return false
        }
        let groups = scalars.split(separator: separator, omittingEmptySubsequences: false)
        return groups.count == 6 && groups.allSatisfy { $0.count == 2 && $0.allSatisfy(\.isHex) }
    }

    /// The address within a token such as `mailto:tom@acme.example` or `tom@acme.example's`.
    private static func mailAddress(_ token: MessageToken, _ text: FoldedText) -> MessageToken? {
        guard token.lower.contains("@"), !token.hasScheme else { return nil }
        return token.parts(text, separatedBy: ":/=&?'").first { part in
            let sides = part.lower.split(separator: "@", omittingEmptySubsequences: false)
            return sides.count == 2 && !sides[0].isEmpty && !sides[1].isEmpty
                && sides[1].allSatisfy { $0.isWordScalar || $0 == "-" || $0 == "." }
                && sides[0].contains { $0.isWordScalar }
        }
    }
}
