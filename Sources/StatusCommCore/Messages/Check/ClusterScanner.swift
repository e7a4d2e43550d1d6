/// Finds names of what runs in a Kubernetes cluster.
enum ClusterScanner {
    static func hits(_ text: FoldedText, _ tokens: [MessageToken]) -> [MessageHit] {
        func hit(_ range: Range<Int>) -> MessageHit {
            MessageHit(.internalHost, range, "internal name", wayOut: "say which part of the service it is")
        }
        var hits = tokens.filter(isClusterName).map { hit($0.range) }
        for (index, token) in tokens.enumerated() where kinds.contains(token.text) {
            // `namespace payments-eu`, `the payments-eu namespace`: a word alone is no name but after 'namespace'.
            let isTelling = token.lower.hasPrefix("namespace")
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            let previous = index > 0 ? tokens[index - 1] : nil
            if let next, isJoined(token, next, text), isName(next) || isTelling && !isLittleWord(next) {
                hits.append(hit(token.range.lowerBound..<next.range.upperBound))
            } else if let previous, isJoined(previous, token, text),
                isName(previous) || isTelling && !isLittleWord(previous)
            {
                hits.append(hit(previous.range.lowerBound..<token.range.upperBound))
            }
        }
        return hits
    }

    /// What names follow or stand before.
    private static let kinds: Set<String> = [
        "pod", "pods", "deployment", "deployments", "namespace", "namespaces", "statefulset", "statefulsets",
        "daemonset", "daemonsets", "replicaset", "replicasets", "configmap", "configmaps", "cronjob", "cronjobs",
        "container", "containers", "cluster", "clusters", "node", "nodes", "nodepool", "pool", "pools", "ingress",
        "hpa", "pvc", "helmrelease", "sidecar", "topic", "queue", "bucket", "table", "shard",
    ]

    /// Kinds as they stand before a slash or a point.
    private static let resourceKinds: Set<String> = [
        "pod", "pods", "po", "deployment", "deployments", "deploy", "statefulset", "sts", "daemonset", "ds", "job",
        "cronjob", "cj", "configmap", "cm", "secret", "service", "svc", "namespace", "ns", "node", "no", "ingress",
        "ing", "hpa", "pvc", "pv", "replicaset", "rs", "sa", "serviceaccount", "crd", "hr", "release",
    ]

    /// Namespaces and workloads that every cluster has.
    private static let prefixes = [
        "kube-", "istio-", "cert-manager", "ingress-nginx", "nginx-ingress", "argocd", "argo-", "flux-system",
        "coredns", "metrics-server", "cluster-autoscaler", "linkerd-", "calico-", "cilium", "external-dns",
    ]

    private static func isClusterName(_ token: MessageToken) -> Bool {
        let name = token.text
        if prefixes.contains(where: name.hasPrefix) { return true }
        let sides = token.lower.split(separator: "/", omittingEmptySubsequences: false)
        guard sides.count == 2, !sides[1].isEmpty else { return false }
        let kind = FoldedText.text(sides[0].prefix { $0 != "." })
        let isQualified = sides[0].contains(".")
        guard resourceKinds.contains(kind) else { return false }
        // `service/product` may be prose; `deployment.apps/product` and `svc/checkout-api` are not.
        return isQualified || sides[1].contains("-") || sides[1].contains(where: \.isDigit)
            || ["deployment", "deploy", "statefulset", "daemonset", "configmap", "cronjob", "svc", "ns", "sts"]
                .contains(kind)
    }

    /// `checkout-api`, `payments_eu`, `orders-0`: low case and of more than one part, as nobody writes everyday words.
    private static func isName(_ token: MessageToken) -> Bool {
        let parts = token.cased.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
        guard parts.count >= 2, token.cased.allSatisfy({ !$0.isUpper }), token.cased.contains(where: \.isLatinLetter),
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isWordScalar) })
        else { return false }
        return parts.contains { part in part.contains(where: \.isDigit) && part.contains(where: \.isLatinLetter) }
            || parts.last?.allSatisfy(\.isDigit) == true
            || parts.contains { names.contains(FoldedText.text($0)) } || token.cased.contains("_")
    }

    /// Parts that names of workloads have, beside those of machines.
    private static let names: Set<String> = [
        "api", "svc", "worker", "workers", "prod", "staging", "eu", "us", "ap", "blue", "green", "canary", "web", "db",
        "cache", "gateway", "proxy", "consumer", "producer", "scheduler", "cron", "job", "jobs", "service", "auth",
        "main", "core", "backend", "frontend", "events", "queue", "controller", "operator", "agent", "ingest", "sync",
        "primary", "replica",
    ]

    private static func isLittleWord(_ token: MessageToken) -> Bool {
        token.lower.count <= 3
            || [
                "that", "this", "with", "from", "were", "have", "same", "each", "more", "when", "again", "their",
                "which", "where",
            ]
            .contains(token.text)
    }

    /// Whether nothing but a blank or a quote stands between two tokens.
    private static func isJoined(_ first: MessageToken, _ second: MessageToken, _ text: FoldedText) -> Bool {
        text.lower[first.range.upperBound..<second.range.lowerBound].allSatisfy {
            " `\"'“”".unicodeScalars.contains($0)
        }
    }
}
