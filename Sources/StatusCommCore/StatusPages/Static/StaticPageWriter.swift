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

    /// A name for something being written, another one every time.
    static func temporaryName() -> String { "\(temporaryPrefix)\(getpid())-\(UInt64.random(in: .min ... .max))" }

    /// How old a forgotten file must be to be removed, in seconds; no run takes that long.
    private static let forgottenAge = 3_600

    /// A file to put in place.
    private struct Change {
        let file: StaticFile
        let folder: FileDescriptor
        let name: String
        let temporary = StaticPageWriter.temporaryName()
    }

    /// How many files wait open at once; a process may have 256 on some systems.
    private static let batchSize = 64

    /// Writes the files, and tells which of them changed.
    func write(_ files: [StaticFile]) throws(StaticPageError) -> [String] {
        var folders = StaticPageFolders(directory: directory)
        var changes: [Change] = []
        for file in files {
            let (folderPath, name) = StaticPageFolders.split(file.path)
            let folder = try folders.open(folderPath)
            guard contents(of: name, in: folder, upTo: file.bytes.count + 1) != file.bytes else { continue }
            changes.append(Change(file: file, folder: folder, name: name))
        }
        for start in stride(from: 0, to: changes.count, by: Self.batchSize) {
            try replace(changes[start..<min(start + Self.batchSize, changes.count)])
        }
        try makeDurable(folders.all)
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
                throw .failure(error, doing: "write", path: "\(directory)/\(change.file.path)")
            }
        }
        try makeDurable(written)
        for change in changes {
            do {
                try change.folder.rename(change.temporary, to: change.folder, as: change.name)
            } catch {
                throw .failure(error, doing: "write", path: "\(directory)/\(change.file.path)")
            }
        }
    }

    private func makeDurable(_ files: [FileDescriptor]) throws(StaticPageError) {
        do {
            try FileDescriptor.synchronizeTogether(files)
        } catch {
            throw .failure(error, doing: "make durable the page in", path: directory)
        }
    }

    /// Removes what killed runs left in a folder; the clock is the one that dates the files.
    private func removeForgotten(in folder: FileDescriptor, asOf file: FileDescriptor) {
        guard let now = try? file.status().modified, let names = try? folder.names() else { return }
        for (name, _) in names where name.hasPrefix(Self.temporaryPrefix) {
            guard let status = try? folder.status(of: name), now - status.modified > Self.forgottenAge else { continue }
            // A folder that was being made has no entries.
            if (try? folder.unlink(name)) == nil { try? folder.removeDirectory(name) }
        }
    }

    /// Bytes of a file, nil when they cannot be those of a file of ours.
    private func contents(of name: String, in folder: FileDescriptor, upTo limit: Int) -> [UInt8]? {
        guard let file = try? folder.open(name, O_RDONLY | O_NONBLOCK), let status = try? file.status(),
            status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o777 == 0o644, status.st_size == limit - 1
        else { return nil }
        return try? file.read(upTo: limit)
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
