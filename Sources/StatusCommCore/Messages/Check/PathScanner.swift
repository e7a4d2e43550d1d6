/// Finds paths of files, and addresses in file stores.
enum PathScanner {
    static func hits(_ tokens: [MessageToken], _ context: MessageCheckContext) -> [MessageHit] {
        // The status page may be a file, while there is no web server yet.
        let page = context.statusPageURL.lowercased()
        return tokens.filter { isPath($0) && !(page.contains("://") && $0.text.hasPrefix(page)) }.map {
            MessageHit(.filePath, $0.range, "path of a file", wayOut: "say what it holds, if customers need to know")
        }
    }

    private static let roots: Set<String> = [
        "etc", "var", "usr", "opt", "home", "root", "tmp", "srv", "mnt", "media", "proc", "sys", "dev", "lib", "lib64",
        "bin", "sbin", "data", "app", "apps", "run", "boot", "users", "library", "private", "applications", "volumes",
        "workspace", "builds", "code", "src",
    ]

    private static let extensions: Set<String> = [
        "rb", "py", "js", "jsx", "ts", "tsx", "java", "kt", "go", "rs", "swift", "php", "cs", "cpp", "cc", "c", "h",
        "hpp", "scala", "ex", "exs", "erl", "pl", "lua", "sh", "bash", "ps1", "bat", "sql", "yml", "yaml", "json",
        "toml", "ini", "conf", "config", "cfg", "cnf", "properties", "env", "log", "xml", "tf", "tfvars", "lock",
        "service", "pem", "key", "crt", "jar", "war", "so", "dll", "exe", "db", "sqlite", "dump", "bak", "pid", "sock",
    ]

    /// Extensions that are enough without a folder before them.
    private static let tellingExtensions: Set<String> = [
        "rb", "py", "kt", "rs", "php", "cs", "cpp", "hpp", "sh", "ps1", "sql", "yml", "yaml", "toml", "ini", "conf",
        "config", "cfg", "cnf", "properties", "log", "tf", "tfvars", "pem", "jar", "dll", "sqlite", "dump", "bak",
        "java",
        "go", "ts", "env",
    ]

    private static let stores = [
        "s3://", "gs://", "file://", "hdfs://", "abfs://", "abfss://", "wasbs://", "smb://", "nfs://",
    ]

    /// How clouds begin the names of what is in them.
    private static let resourceRoots = [
        "projects/", "organizations/", "subscriptions/", "/subscriptions/", "accounts/",
    ]

    /// Parts of addresses that only we ask for.
    private static let internalParts: Set<String> = [
        "internal", "healthz", "readyz", "livez", "actuator", "debug", "metrics", "admin", "_cat", "_cluster", "pprof",
    ]

    private static func isPath(_ token: MessageToken) -> Bool {
        let name = token.text
        if stores.contains(where: { name.hasPrefix($0) }) { return true }
        if token.hasScheme { return false }
        if resourceRoots.contains(where: name.hasPrefix), name.split(separator: "/").count >= 4 { return true }
        let scalars = token.lower
        if scalars.count > 3, scalars[0].isLatinLetter, scalars[1] == ":", scalars[2] == "\\" || scalars[2] == "/" {
            return true
        }
        if name.hasPrefix("~/") || name.hasPrefix("./") || name.hasPrefix("../") { return name.count > 3 }
        let parts = name.split(whereSeparator: { $0 == "/" || $0 == "\\" || $0 == ":" }).map(String.init)
        if name.hasPrefix("/"), let root = parts.first, roots.contains(root), parts.count > 1 { return true }
        if name.hasPrefix("/"), parts.contains(where: internalParts.contains) { return true }
        let folderName = name.contains("/") || name.contains("\\")
        let known = folderName ? extensions : tellingExtensions
        return parts.contains { part in
            guard let dot = part.lastIndex(of: ".") else { return false }
            let stem = part[..<dot]
            return known.contains(String(part[part.index(after: dot)...]))
                && (stem.isEmpty || stem.contains(where: \.isLetter))
        }
    }
}
