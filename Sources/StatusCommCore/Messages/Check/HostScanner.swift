/// Finds names of hosts, pods and cloud resources that customers have no use for.
struct HostScanner {
    let context: MessageCheckContext
    let rules: MessageCheckRules
    private let allowed: [[Unicode.Scalar]]
    private let named: [String]

    init(context: MessageCheckContext, rules: MessageCheckRules) {
        self.context = context
        self.rules = rules
        named = rules.internalHosts.map { $0.lowercased() }
        let own = [context.companyDomain, LinkHost.host(of: context.statusPageURL) ?? ""]
        allowed = (own + rules.allowedHosts).filter { !$0.isEmpty }.map { Array($0.lowercased().unicodeScalars) }
    }

    func hits(_ text: FoldedText, _ tokens: [MessageToken]) -> [MessageHit] {
        tokens.compactMap { token in
            guard let range = internalName(token, text) else { return nil }
            return MessageHit(
                .internalHost,
                range,
                "internal name",
                wayOut: "say which part of the service it is, or add it to the allowed hosts"
            )
        }
    }

    private func internalName(_ token: MessageToken, _ text: FoldedText) -> Range<Int>? {
        if token.lower.hasPrefix("\\\\"), token.lower.count > 3 { return token.range }
        if token.lower.hasPrefix("arn:aws") { return token.range }
        if let url = LinkHost.host(of: token.text) {
            let host = Array(url.unicodeScalars)
            return isInternal(host) || !host.contains(".") ? token.range : nil
        }
        for part in token.parts(text, separatedBy: "/:@=&,'") {
            if isInternal(part.lower) { return part.range }
        }
        return nil
    }

    private func isInternal(_ name: [Unicode.Scalar]) -> Bool {
        guard (3...253).contains(name.count),
            name.allSatisfy({ $0.isWordScalar || $0 == "-" || $0 == "." || $0 == "_" })
        else { return false }
        if allowed.contains(where: { MessagePattern.matches($0, name) }) { return false }
        let text = FoldedText.text(name)
        if named.contains(where: { text == $0 || text.hasSuffix(".\($0)") }) { return true }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false).map { FoldedText.text($0) }
        guard !labels.contains("") else { return false }
        if labels.count == 1 { return labels[0] == "localhost" || isMachineName(labels[0]) || isResource(name) }
        guard let last = labels.last, last.unicodeScalars.contains(where: { !$0.isDigit }) else { return false }
        if HostWords.internalDomains.contains(last) || labels.contains("svc") && labels.contains("cluster") {
            return true
        }
        let domain = context.companyDomain.lowercased()
        if FoldedText.text(name).hasSuffix(".\(domain)") {
            return labels.count - domain.split(separator: ".").count > 1 || !HostWords.publicLabels.contains(labels[0])
        }
        if HostWords.privateCloudDomains.contains(where: { FoldedText.text(name).hasSuffix($0) }) { return true }
        // A sentence without a blank after its point, such as `web1.Then`, is not a host; a first label like a machine's is.
        return isMachineName(labels[0]) && labels.dropFirst().allSatisfy { $0.utf8.count >= 2 }
    }

    /// Names such as `db-master-02`, `web01`, `pg-replica` and `checkout-api-7d9f8b6c5-x2k4q`.
    private func isMachineName(_ label: String) -> Bool {
        let parts = label.split(whereSeparator: { $0 == "-" || $0 == "_" }).map(String.init)
        guard let first = parts.first, let last = parts.last else { return false }
        if parts.count == 1 {
            let stem = String(label.prefix { !$0.isNumber })
            let number = label.dropFirst(stem.count)
            return HostWords.machines.contains(stem) && (1...4).contains(number.count) && number.allSatisfy(\.isNumber)
                && !HostWords.products.contains(label)
        }
        if isPodSuffix(parts) { return true }
        let isNumbered = last.allSatisfy(\.isNumber) && last.count <= 4 || isMachineName(last)
        let stems = parts.map { String($0.prefix { !$0.isNumber }) }
        if isNumbered, stems.contains(where: HostWords.machines.contains) { return true }
        // `search-node-b`, `prod-bastion`.
        if parts.count > 2, last.count == 1, HostWords.machines.contains(parts[parts.count - 2]) { return true }
        if parts.count == 2, HostWords.environments.contains(first), HostWords.machines.contains(last) { return true }
        return HostWords.machines.contains(first) && HostWords.roles.contains(last)
            || parts.count > 2 && HostWords.machines.contains(where: parts.contains)
                && HostWords.environments.contains(where: parts.contains)
    }

    /// The end that Kubernetes gives a pod of a deployment: a template hash and five characters.
    private func isPodSuffix(_ parts: [String]) -> Bool {
        guard parts.count >= 3, let suffix = parts.last, suffix.count == 5 else { return false }
        let hash = parts[parts.count - 2]
        return (8...10).contains(hash.count) && hash.contains(where: \.isNumber) && hash.contains(where: \.isLetter)
            && suffix.contains(where: \.isLetter) && (hash + suffix).utf8.allSatisfy { $0 < 0x80 }
    }

    /// Identifiers of cloud resources, such as `i-0abc1234def567890`.
    private func isResource(_ name: [Unicode.Scalar]) -> Bool {
        let prefixes = ["i-", "vpc-", "subnet-", "sg-", "vol-", "snap-", "ami-", "eni-", "rtb-", "igw-", "nat-", "lb-"]
        return prefixes.contains { prefix in
            let rest = name.dropFirst(prefix.unicodeScalars.count)
            return name.hasPrefix(prefix) && (8...17).contains(rest.count) && rest.allSatisfy(\.isHex)
                && rest.contains(where: \.isDigit)
        }
    }
}

/// The host of an address.
enum LinkHost {
    /// The host in lower case, without user and port; nil when the text has no `://`.
    static func host(of url: String) -> String? {
        let parts = url.lowercased().split(separator: "://", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let authority = parts[1].prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "\\" }
        let host = authority.split(separator: "@").last ?? ""
        if host.hasPrefix("[") { return String(host) }
        return host.split(separator: ":").first.map(String.init)
    }
}
