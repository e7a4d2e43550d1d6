#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Puts the files of a page in place: each whole or not at all, unchanged ones untouched.
///
/// A changed file is written beside its name, made durable, given mode 0644 and renamed; at the end every folder that
/// changed is made durable. A killed run leaves the old files, the new ones, or some of each, all of them whole; the
/// next run completes them. The order is that of the list, so that nothing links to a page that is not there yet.
struct StaticPageWriter {
    let directory: String

    /// Names of files being written begin with this; a web server shows no name that begins with a dot.
    static let temporaryPrefix = ".statuscomm-"

    /// How old a forgotten file must be to be removed, in seconds; no run takes that long.
    private static let forgottenAge = 3_600

    /// Writes the files, and tells which of them changed.
    func write(_ files: [StaticFile]) throws(StaticPageError) -> [String] {
        var folders: [String: FileDescriptor] = [:]
        var changed: [String] = []
        var changedFolders: [String] = []
        for file in files {
            let (folderPath, name) = split(file.path)
            let folder = if let known = folders[folderPath] { known } else { try open(folderPath) }
            folders[folderPath] = folder
            guard contents(of: name, in: folder, upTo: file.bytes.count + 1) != file.bytes else { continue }
            try replace(name, in: folder, with: file)
            changed.append(file.path)
            if !changedFolders.contains(folderPath) { changedFolders.append(folderPath) }
        }
        for path in changedFolders {
            do {
                try folders[path]?.synchronize()
            } catch {
                throw failure("make durable", path, error)
            }
        }
        return changed
    }

    private func replace(_ name: String, in folder: FileDescriptor, with file: StaticFile) throws(StaticPageError) {
        let temporary = "\(Self.temporaryPrefix)\(getpid())-\(UInt64.random(in: .min ... .max))"
        do {
            let new = try folder.open(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: 0o644)
            defer { try? folder.unlink(temporary) }
            try new.write(file.bytes)
            try new.setMode(0o644)
            try new.synchronize()
            try removeForgotten(in: folder, asOf: new)
            try folder.rename(temporary, to: folder, as: name)
        } catch {
            throw failure("write", file.path, error)
        }
    }

    /// Removes what killed runs left in a folder; the clock is the one that dates the files.
    private func removeForgotten(in folder: FileDescriptor, asOf file: FileDescriptor) throws(FileDescriptor.Failure) {
        let now = try file.status().modified
        for (name, _) in try folder.names() where name.hasPrefix(Self.temporaryPrefix) {
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
