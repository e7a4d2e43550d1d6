#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The folders of a page while it is written, each opened once, with those above that have to be made durable with them.
struct StaticPageFolders {
    let directory: String
    private var opened: [String: FileDescriptor] = [:]
    /// Folders outside the page that hold a name on the way to it which a power cut could still take.
    private var above: [FileDescriptor] = []

    /// Names the page's folder; nothing is opened yet.
    init(directory: String) {
        // One slash between two names, and none at the end, so that `split` always finds a name.
        let names = directory.split(separator: "/").joined(separator: "/")
        self.directory = directory.hasPrefix("/") ? "/\(names)" : names.isEmpty ? "." : names
    }

    /// Every folder that may hold a name which is not durable yet.
    ///
    /// The unchanged ones too: a run that failed or was killed may have put names there.
    var all: [FileDescriptor] { above + opened.values }

    /// Opens a folder below the page's, the page's own for an empty path; makes what is missing.
    mutating func open(_ path: String) throws(StaticPageError) -> FileDescriptor {
        if let known = opened[path] { return known }
        let folder: FileDescriptor
        if path.isEmpty {
            folder = try openOutside(directory)
        } else {
            let full = "\(directory)/\(path)"
            let (parentPath, name) = Self.split(path)
            let parent = try open(parentPath)
            if let known = try Self.existing(full) {
                folder = known
            } else {
                folder = try Self.make(name, in: parent, path: full)
            }
        }
        opened[path] = folder
        return folder
    }

    /// Where the last slash divides a path; an empty folder when there is none.
    static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }

    /// Opens a folder by its whole path; makes what is missing, each name durable before the next is made.
    private mutating func openOutside(_ path: String) throws(StaticPageError) -> FileDescriptor {
        let (folderPath, name) = Self.split(path)
        let parentPath = folderPath.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folderPath
        if let folder = try Self.existing(path) {
            // Its name may be the last thing that a killed run made; nobody makes names where they may not look.
            if let parent = try Self.existing(parentPath, except: EACCES) { above.append(parent) }
            return folder
        }
        let parent = try openOutside(parentPath)
        do {
            try FileDescriptor.synchronizeTogether(above)
        } catch {
            throw .failure(error, doing: "make durable", path: parentPath)
        }
        above = [parent]
        return try Self.make(name, in: parent, path: path)
    }

    /// A folder that is there, nil when it is not.
    private static func existing(
        _ path: String,
        except excepted: Int32? = nil
    ) throws(StaticPageError) -> FileDescriptor? {
        do {
            return try FileDescriptor.open(path, O_RDONLY | O_DIRECTORY)
        } catch {
            if error.code == ENOENT || error.code == excepted { return nil }
            throw .failure(error, doing: "open the folder", path: path)
        }
    }

    /// Makes a folder that a web server may read whatever the process' mask is: with its mode, and only then its name.
    private static func make(
        _ name: String,
        in parent: FileDescriptor,
        path: String
    ) throws(StaticPageError) -> FileDescriptor {
        let temporary = StaticPageWriter.temporaryName()
        do {
            try parent.makeDirectory(temporary, mode: 0o755)
            defer { try? parent.removeDirectory(temporary) }
            let folder = try parent.open(temporary, O_RDONLY | O_DIRECTORY)
            try folder.setMode(0o755)
            try parent.rename(temporary, to: parent, as: name)
            return folder
        } catch {
            throw .failure(error, doing: "make the folder", path: path)
        }
    }
}

extension StaticPageError {
    /// The error of a failed call.
    static func failure(_ failure: FileDescriptor.Failure, doing: String, path: String) -> StaticPageError {
        .system(doing: doing, path: path, code: failure.code)
    }
}
