/// Finds what is typed to machines: database queries, commands, settings and calls of functions.
///
/// Everyday words such as "select", "update" and "where" are no queries; their capitals, their order or the signs
/// between them make them one.
enum CodeScanner {
    static func hits(_ text: FoldedText, _ tokens: [MessageToken], _ words: [MessageWord]) -> [MessageHit] {
        func hit(_ range: Range<Int>, _ message: String) -> MessageHit {
            MessageHit(.code, range, message, wayOut: "say what customers notice and what you are doing about it")
        }
        func hits(_ matches: [PhraseTable<Void>.Match], _ message: String) -> [MessageHit] {
            matches.map {
                hit(
                    words[$0.words.lowerBound].range.lowerBound..<words[$0.words.upperBound - 1].range.upperBound,
                    message
                )
            }
        }
        return hits(statements.matches(in: words), "database query")
            + queries(text, words).map { hit($0, "database query") }
            + commands(text, tokens).map { hit($0, "command") }
            + hits(commandPhrases.matches(in: words), "command")
            + tokens.filter { isSetting($0, text) }.map { hit($0.range, "setting") }
            + calls(text, words).map { hit($0, "call of a function") }
    }

    // MARK: - Queries

    /// Phrases that are a query's in any case.
    private static let statements = PhraseTable<Void>(phrases: [
        "alter|truncate|drop|create|lock table|tables|index|indexes|database|schema|view|trigger|sequence|role|column",
        "create unique|temporary|materialized|or index|table|view|replace", "drop if exists", "vacuum full|analyze",
        "explain analyze|select", "reindex table|index|database", "grant select|insert|update|all on",
        "revoke select|insert|update|all on", "left|right|inner|outer|cross join", "full outer join",
        "select distinct *", "select count", "on conflict do nothing|update", "rollback to savepoint",
        "for update skip locked", "show full processlist",
    ])

    /// First word of a statement, and a later one that belongs to it.
    private static let pairs: [String: Set<String>] = [
        "select": ["from"], "update": ["set"], "delete": ["from"], "insert": ["into"], "merge": ["into"],
        "replace": ["into"], "order": ["by"], "group": ["by"], "partition": ["by"], "where": ["and", "or", "in", "is"],
        "vacuum": ["full"], "copy": ["from", "to"], "begin": ["commit", "rollback"], "set": ["where"],
    ]

    /// Words that only mean a query when it is written in capitals or goes on with a comparison.
    private static let clauses: Set<String> = ["where", "having", "set", "limit", "offset", "join", "values"]

    /// Most words between the first and the later word of a statement.
    private static let reach = 24

    private static func queries(_ text: FoldedText, _ words: [MessageWord]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for (index, word) in words.enumerated() {
            let rest = words[(index + 1)...].prefix(reach).prefix { $0.sentence == word.sentence }
            let end = rest.last?.range.upperBound ?? word.range.upperBound
            let isLoud = isCapitals(word, text)
            if let others = pairs[word.lower],
                let other = rest.first(where: { others.contains($0.lower) && isCapitals($0, text) == isLoud }),
                isLoud || isComparison(text, other.range.upperBound..<end)
                    || word.lower == "select" && isStar(text, after: word.range.upperBound)
            {
                found.append(word.range.lowerBound..<other.range.upperBound)
            } else if word.lower == "insert", rest.first?.lower == "into",
                let end = rest.prefix(8).first(where: { ["values", "select"].contains($0.lower) })
            {
                found.append(word.range.lowerBound..<end.range.upperBound)
            } else if clauses.contains(word.lower), isLoud, let next = rest.first,
                isComparison(text, word.range.upperBound..<end) || next.lower.allSatisfy(\.isNumber)
            {
                found.append(word.range.lowerBound..<next.range.upperBound)
            } else if word.lower == "where", let name = rest.first,
                isComparison(text, name.range.upperBound..<min(text.count, name.range.upperBound + 3))
            {
                found.append(word.range.lowerBound..<name.range.upperBound)
            }
        }
        return found
    }

    private static func isCapitals(_ word: MessageWord, _ text: FoldedText) -> Bool {
        text.cased[word.range].allSatisfy(\.isUpper)
    }

    /// Whether something is compared or given a value: `=`, `<`, `>=`, `<>` and the like; `>` alone leads through menus.
    private static func isComparison(_ text: FoldedText, _ range: Range<Int>) -> Bool {
        text.lower[range].contains { $0 == "=" || $0 == "<" }
    }

    /// Whether a star that stands for all columns comes next.
    private static func isStar(_ text: FoldedText, after index: Int) -> Bool {
        let next = text.lower[index...].prefix(3)
        return next.elementsEqual(" * ".unicodeScalars)
    }

    // MARK: - Commands

    /// Programs whose names mean nothing else.
    private static let programs: Set<String> = [
        "kubectl", "kubeadm", "kustomize", "helmfile", "terraform", "terragrunt", "ansible-playbook", "systemctl",
        "journalctl", "psql", "mysqldump", "pg_dump", "redis-cli", "mongosh", "etcdctl", "rabbitmqctl", "gcloud",
        "gsutil", "aws-cli", "awscli", "argocd", "fluxcd", "docker-compose", "iptables", "nslookup", "tcpdump",
        "strace", "kafka-topics", "nginx-reload", "crontab", "chmod", "chown", "sudo", "rsync", "vacuumdb", "pg_ctl",
        "patronictl", "pg_rewind", "kubelet",
    ]

    /// Programs whose names are words too, and what follows when they are meant.
    private static let commandPhrases = PhraseTable<Void>(phrases: [
        "helm rollback|upgrade|install|uninstall|list|history|template", "helm chart|release",
        "docker run|exec|restart|compose|pull|push|logs|ps|rm|kill|build", "git revert|push|pull|checkout|rebase|reset",
        "git cherry pick", "git bisect|log|clone|merge", "aws s3|ec2|rds|ecs|eks|lambda|ssm|iam cp|sync|ls|describe*",
        "kill 9", "rm rf", "npm install|run|ci", "yarn install|build", "make deploy", "cap production deploy",
        "rails console|runner", "rake db", "flyway migrate|repair", "liquibase update", "service * restart|reload",
        "apt get install|update", "ssh into|to", "nginx s reload", "ansible playbook", "terraform apply|plan|destroy",
    ])

    private static func commands(_ text: FoldedText, _ tokens: [MessageToken]) -> [Range<Int>] {
        tokens.filter { token in
            programs.contains(token.text)
                // A long option, such as `--replicas=3`.
                || token.lower.hasPrefix("--") && token.lower.dropFirst(2).first?.isLatinLetter == true
        }.map(\.range)
    }

    // MARK: - Settings and calls

    /// `pool.size=20`, `DB_POOL_SIZE`, `max_connections` with a value: not an address, and not a passage of prose.
    private static func isSetting(_ token: MessageToken, _ text: FoldedText) -> Bool {
        if token.hasScheme { return false }
        let sides = token.cased.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if sides.count == 2, let name = sides.first, !sides[1].isEmpty, name.contains(where: \.isLatinLetter),
            name.allSatisfy({ $0.isWordScalar || $0 == "_" || $0 == "." || $0 == "-" })
        {
            return true
        }
        // Variables in capitals with low lines; the browser's own `ERR_…` is an error, but as internal.
        let parts = token.cased.split(separator: "_", omittingEmptySubsequences: false)
        if parts.count >= 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isUpper || $0.isDigit } }),
            parts[0].contains(where: \.isUpper)
        {
            return true
        }
        return isInnerName(token.lower.split(separator: "_", omittingEmptySubsequences: false))
    }

    /// What settings and tables of servers begin with.
    private static let innerBeginnings: Set<String> = [
        "pg", "innodb", "mysql", "max", "min", "idx", "tbl", "fk", "pk", "wal", "shared", "work", "kube", "net", "vm",
        "kernel", "statement", "lock", "idle", "connection", "pool", "cache", "redis", "kafka",
    ]

    /// `pg_stat_activity` and `max_connections`, but not `created_at`, which a public interface may have.
    ///
    /// A name with low lines is a server's when it has three or more parts, or begins like those of servers.
    private static func isInnerName(_ parts: [ArraySlice<Unicode.Scalar>]) -> Bool {
        guard parts.count >= 2, let first = parts.first, first.first?.isLatinLetter == true,
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isLatinLetter || $0.isDigit } })
        else { return false }
        return parts.count >= 3 || innerBeginnings.contains(FoldedText.text(first))
    }

    /// `getUserById()`, and the `now()` of a query.
    private static func calls(_ text: FoldedText, _ words: [MessageWord]) -> [Range<Int>] {
        words.compactMap { word in
            let end = word.range.upperBound
            guard end + 1 < text.count, text.lower[end] == "(", text.lower[end + 1] == ")",
                text.lower[word.range.lowerBound].isLatinLetter
            else { return nil }
            return word.range.lowerBound..<end + 2
        }
    }
}
