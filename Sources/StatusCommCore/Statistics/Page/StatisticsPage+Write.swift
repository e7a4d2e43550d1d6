#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension StatisticsPage {
    /// Writes the page as a file, whole or not at all, and returns its path.
    ///
    /// The path names the file, or a folder in which it is `statistics.html`: one that is there, or a path that ends with
    /// a slash.
    ///
    /// - Throws: `StaticPageError` when it cannot be written.
    package func write(to path: String) throws(StaticPageError) -> String {
        var status = stat()
        let isFolder = path.hasSuffix("/") || (stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR)
        var folder = isFolder ? path : "."
        var name = isFolder ? "statistics.html" : path
        if !isFolder, let slash = path.lastIndex(of: "/") {
            folder = slash == path.startIndex ? "/" : String(path[..<slash])
            name = String(path[path.index(after: slash)...])
        }
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        _ = try StaticPageWriter(directory: folder).write([StaticFile(path: name, bytes: Array(html.utf8))])
        return folder == "." && !path.hasPrefix("./") ? name : folder == "/" ? "/\(name)" : "\(folder)/\(name)"
    }
}
