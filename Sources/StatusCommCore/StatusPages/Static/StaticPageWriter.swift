#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Puts the files of a page in place: each whole or not at all, unchanged ones untouched.
///
/// Changed files are written beside their names with mode 0644, made durable together, and only then renamed, one right
/// after the other; at the end the folders are made durable. A killed run leaves the old files, the new ones, or some of
/// each, all of them whole; the next run completes them. The order is that of the list, so that nothing links to a page
/// that is not there yet.
struct StaticPageWriter {
    let directory: String

    /// Names of files being written begin with this; a web server shows no name that begins with a dot.
    static let temporaryPrefix = ".statuscomm-"

    /// How old a forgotten file must be to be removed, in seconds; no run takes that long.
    private static let forgottenAge = 3_600

    /// A file to put in place.
    private struct Change {
        let file: StaticFile
        let folder: FileDescriptor
        let name: String
        let temporary = "\(StaticPageWriter.temporaryPrefix)\(getpid())-\(UInt64.random(in: .min ... .max))"
    }

    /// How many files wait open at once; a process may have 256 on some systems.
    private static let batchSize = 64

    /// Writes the files, and tells which of them changed.
    func write(_ files: [StaticFile]) throws(StaticPageError) -> [String] {
        var folders: [String: FileDescriptor] = [:]
        var changes: [Change] = []
        for file in files {
            let (folderPath, name) = split(file.path)
            let folder = if let known = folders[folderPath] { known } else { try open(folderPath) }
            folders[folderPath] = folder
            guard contents(of: name, in: folder, upTo: file.bytes.count + 1) != file.bytes else { continue }
            changes.append(Change(file: file, folder: folder, name: name))
        }
        for start in stride(from: 0, to: changes.count, by: Self.batchSize) {
            try replace(changes[start..<min(start + Self.batchSize, changes.count)])
        }
        try makeDurable(folders.values.filter { folder in changes.contains { $0.folder === folder } })
        return changes.map(\.file.path)
    }

    private func replace(_ changes: ArraySlice<Change>) throws(StaticPageError) {
        // After the renaming there is nothing left of these names.
        defer { for change in changes { try? change.folder.unlink(change.temporary) } }
        var written: [FileDescriptor] = []
        var swept: [FileDescriptor] = []
        for change in changes {
            do {
                let file = try change.folder.open(change.temporary, O_WRONLY | O_CREAT | O_EXCL, mode: 0o644)
                try file.write(change.file.bytes)
                try file.setMode(0o644)
                if !swept.contains(where: { $0 === change.folder }) { removeForgotten(in: change.folder, asOf: file) }
                swept.append(change.folder)
                written.append(file)
            } catch {
                throw failure("write", change.file.path, error)
            }
        }
        try makeDurable(written)
        for change in changes {
            do {
                try change.folder.rename(change.temporary, to: change.folder, as: change.name)
            } catch {
                throw failure("write", change.file.path, error)
            }
        }
    }

    private func makeDurable(_ files: [FileDescriptor]) throws(StaticPageError) {
        do {
            try FileDescriptor.synchronizeTogether(files)
        } catch {
            throw failure("make durable the page in", "", error)
        }
    }

    /// Removes what killed runs left in a folder; the clock is the one that dates the files.
    private func removeForgotten(in folder: FileDescriptor, asOf file: FileDescriptor) {
        guard let now = try? file.status().modified, let names = try? folder.names() else { return }
        for (name, _) in names where name.hasPrefix(Self.temporaryPrefix) {
            guard let status = try? folder.status(of: name), now - status.modified > Self.forgottenAge else { continue }
            try? folder.unlink(name)
        }
    }

    /// Bytes of a file, nil when they cannot be those of a file of ours.
    private func contents(of name: String, in folder: FileDescriptor, upTo limit: Int) -> [UInt8]? {
        guard let file = try? folder.open(name, O_RDONLY | O_NONBLOCK), let status = try? file.status(),
            status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o777 == 0o644, status.st_size == limit - 1
        else { return nil }
        return try? file.read(upTo: limit)
    }

    /// Opens a folder below the page's, making what is missing; names that lead there are durable before it is used.
    private func open(_ path: String) throws(StaticPageError) -> FileDescriptor {
        let full = path.isEmpty ? directory : "\(directory)/\(path)"
        do {
            return try FileDescriptor.open(full, O_RDONLY | O_DIRECTORY)
        } catch {
            guard error.code == ENOENT else { throw failure("open the folder", path, error) }
        }
        var walked = full.hasPrefix("/") ? "/" : "."
        for component in full.split(separator: "/") {
            do {
                let parent = try FileDescriptor.open(walked, O_RDONLY | O_DIRECTORY)
                walked += walked.hasSuffix("/") ? "\(component)" : "/\(component)"
                guard (try? parent.status(of: String(component))) == nil else { continue }
                try parent.makeDirectory(String(component), mode: 0o755)
                try FileDescriptor.open(walked, O_RDONLY | O_DIRECTORY).setMode(0o755)
                try parent.synchronize()
            } catch {
                throw failure("make the folder", path, error)
            }
        }
        do {
            return try FileDescriptor.open(full, O_RDONLY | O_DIRECTORY)
        } catch {
            throw failure("open the folder", path, error)
        }
    }

    private func failure(_ doing: String, _ path: String, _ failure: FileDescriptor.Failure) -> StaticPageError {
        .system(doing: doing, path: path.isEmpty ? directory : "\(directory)/\(path)", code: failure.code)
    }

    private func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }
}

extension stat {
    /// When the file was last written, in seconds since 1970.
    var modified: Int {
        #if canImport(Darwin)
        Int(st_mtimespec.tv_sec)
        #else
        Int(st_mtim.tv_sec)
        #endif
    }
}
