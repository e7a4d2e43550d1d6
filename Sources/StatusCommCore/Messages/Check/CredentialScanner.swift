/// Finds passwords, keys and tokens.
///
/// Forms are those that vendors publish for their secret scanners, such as
/// <https://docs.github.com/code-security/secret-scanning/introduction/supported-secret-scanning-patterns>.
enum CredentialScanner {
    static func hits(_ text: FoldedText, _ tokens: [MessageToken]) -> [MessageHit] {
        var hits: [MessageHit] = []
        for (index, token) in tokens.enumerated() {
            if let secret = secret(in: token, text) ?? value(after: index, tokens, text) {
                hits.append(
                    MessageHit(
                        .credential,
                        secret,
                        "credential",
                        wayOut: "leave it out, and have it replaced: it has been seen",
                        isSecret: true
                    )
                )
            }
        }
        return hits + privateKeys(text)
    }

    /// Beginnings of tokens, in their own case, and how many characters follow at least.
    private static let prefixes: [(String, Int)] = [
        ("AKIA", 16), ("ASIA", 16), ("AGPA", 16), ("AIDA", 16), ("AROA", 16), ("ghp_", 20), ("gho_", 20), ("ghu_", 20),
        ("ghs_", 20), ("ghr_", 20), ("github_pat_", 20), ("glpat-", 10), ("gldt-", 10), ("glrt-", 10), ("xoxb-", 10),
        ("xoxp-", 10), ("xoxa-", 10), ("xoxr-", 10), ("xoxs-", 10), ("xapp-", 10), ("sk_live_", 10), ("sk_test_", 10),
        ("rk_live_", 10), ("pk_live_", 10), ("whsec_", 10), ("AIza", 30), ("ya29.", 15), ("SG.", 20), ("npm_", 20),
        ("pypi-", 20), ("dop_v1_", 20), ("shpat_", 20), ("shpss_", 20), ("hf_", 20), ("sk-", 20), ("key-", 20),
        ("hvs.", 15), ("s.", 22), ("dckr_pat_", 10), ("AGE-SECRET-KEY-", 10), ("PMAK-", 20), ("NRAK-", 20),
        ("lin_api_", 20), ("AccountKey=", 20),
    ]

    private static let keyWords = [
        "password", "passwd", "passphrase", "passwort", "pwd", "secret", "token", "apikey", "api_key", "api-key",
        "accesskey", "access_key", "access-key", "secret_key", "private_key", "privatekey", "client_secret", "authkey",
        "auth_key", "pin", "otp", "credential", "credentials", "bearer", "authorization", "passcode", "login",
    ]

    private static func secret(in token: MessageToken, _ text: FoldedText) -> Range<Int>? {
        let isURL = token.hasScheme
        if isURL {
            if hasUserInfo(token) { return token.range }
            let secretHosts = [
                "hooks.slack.com/services/", "discord.com/api/webhooks/", "discordapp.com/api/webhooks/",
                "webhook.office.com/webhookb2/",
            ]
            if secretHosts.contains(where: { token.text.contains($0) }) { return token.range }
        }
        for part in token.parts(text, separatedBy: isURL ? "=&?#/:" : "=:'&") {
            let cased = part.cased
            for (prefix, length) in prefixes where cased.count >= prefix.unicodeScalars.count + length {
                let rest = cased.dropFirst(prefix.unicodeScalars.count)
                guard cased.hasPrefix(prefix), rest.allSatisfy(isTokenScalar), mixes(rest) || prefix.count > 4 else {
                    continue
                }
                return part.range
            }
            if isWebToken(part) { return part.range }
            if !isURL, looksRandom(part) { return part.range }
        }
        return nil
    }

    /// `name=value` within one token, or a value in the next one or two.
    private static func value(after index: Int, _ tokens: [MessageToken], _ text: FoldedText) -> Range<Int>? {
        let token = tokens[index]
        if token.lower.contains("=") || token.lower.contains(":") {
            let parts = token.parts(text, separatedBy: "=:&")
            for (name, value) in zip(parts, parts.dropFirst()) where isKeyWord(name.lower) && isSecretValue(value) {
                return value.range
            }
        }
        guard isKeyWord(token.lower) else { return nil }
        let between = token.range.upperBound
        for next in tokens[(index + 1)...].prefix(2) {
            let separators = text.lower[between..<next.range.lowerBound]
            let isAssigned = separators.contains(":") || separators.contains("=")
            if ["is", "was", "bearer", "basic", "=", "to"].contains(next.text) { continue }
            if isAssigned ? isSecretValue(next) : next.lower.count >= 10 && mixes(next.cased[...]) && isOpaque(next) {
                return next.range
            }
            break
        }
        return nil
    }

    private static func isKeyWord(_ word: [Unicode.Scalar]) -> Bool {
        keyWords.contains { key in
            word.hasSuffix(key) && (word.count == key.count || !word[word.count - key.count - 1].isLatinLetter)
        }
    }

    /// Whether something assigned to a key word is likely to be the secret, and not a word about it.
    private static func isSecretValue(_ token: MessageToken) -> Bool {
        guard token.lower.count >= 6 else { return false }
        return token.lower.contains { !$0.isLatinLetter && $0 != "-" && $0 != "." && $0 != "/" }
    }

    private static func isOpaque(_ token: MessageToken) -> Bool {
        !token.hasScheme && !token.lower.contains("@")
    }

    /// Whether digits and letters are mixed.
    private static func mixes(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        scalars.contains(where: \.isDigit) && scalars.contains(where: \.isLatinLetter)
    }

    private static func isTokenScalar(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isDigit || scalar.isLatinLetter || "_-.+/=".unicodeScalars.contains(scalar)
    }

    /// Three parts of base64url of which the first two are objects: RFC 7519 section 3.
    private static func isWebToken(_ token: MessageToken) -> Bool {
        let parts = token.cased.split(separator: ".")
        return parts.count >= 2 && parts[0].starts(with: "eyJ".unicodeScalars) && parts[0].count >= 10
            && parts[1].starts(with: "eyJ".unicodeScalars)
    }

    /// Whether a token is long and without any order: 32 or more characters that change their kind often.
    private static func looksRandom(_ token: MessageToken) -> Bool {
        let scalars = token.cased
        guard scalars.count >= 32, !scalars.contains("."), scalars.allSatisfy(isTokenScalar),
            mixes(scalars[...])
        else { return false }
        guard !scalars.contains("/") || scalars.filter({ $0 == "/" }).count <= 2 else { return false }
        func kind(_ scalar: Unicode.Scalar) -> Int { scalar.isDigit ? 0 : scalar.isUpper ? 1 : 2 }
        let changes = zip(scalars, scalars.dropFirst()).filter { kind($0) != kind($1) }.count
        return changes * 5 >= scalars.count
    }

    /// `scheme://user:password@host`.
    private static func hasUserInfo(_ token: MessageToken) -> Bool {
        guard let scheme = token.text.split(separator: "://", maxSplits: 1).last else { return false }
        let authority = scheme.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@") else { return false }
        return authority[..<at].contains(":")
    }

    private static func privateKeys(_ text: FoldedText) -> [MessageHit] {
        var hits: [MessageHit] = []
        let begin = Array("-----begin ".unicodeScalars)
        var index = 0
        while let start = text.lower[index...].firstIndex(of: "-") {
            index = start + 1
            guard text.lower[start...].starts(with: begin) else { continue }
            index = start + begin.count
            hits.append(
                MessageHit(
                    .credential,
                    start..<index,
                    "private key or certificate",
                    wayOut: "leave it out, and have it replaced: it has been seen",
                    isSecret: true
                )
            )
        }
        return hits
    }
}
