#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What happened to a mail that was not simply accepted.
package struct MailEvent: Hashable, Sendable {
    /// What a line of the journal tells.
    package enum Kind: String, Sendable {
        case refused
        case deferred
        /// The process ended, or the connection was lost, while the relay's answer was due.
        case inDoubt = "in_doubt"
        case skipped
    }

    /// Place in the frozen list.
    package var index: Int
    package var kind: Kind
    /// Seconds since 1970.
    package var time: Int
    /// The relay's reply code; 0 when none came.
    package var code: Int
    /// Enhanced code and the relay's words, or ours; printable, at most 200 characters.
    package var text: String

    /// States an event.
    package init(index: Int, kind: Kind, time: Int, code: Int, text: String) {
        self.index = index
        self.kind = kind
        self.time = time
        self.code = code
        self.text = text
    }
}

/// The events of a notification, one a line, only ever added to.
package struct MailJournal {
    private let path: String
    private let file: FileDescriptor

    /// Opens the journal; a line that a crash cut short is dropped.
    ///
    /// - Throws: the error number when the file cannot be opened.
    package init(path: String) throws(ErrorNumber) {
        self.path = path
        #if canImport(Glibc)
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        #else
        let descriptor = Darwin.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        #endif
        guard descriptor >= 0 else { throw ErrorNumber.current }
        close(descriptor)
        do throws(FileDescriptor.Failure) {
            file = try FileDescriptor.open(path, O_RDWR | O_APPEND | O_NOFOLLOW)
        } catch {
            throw ErrorNumber(code: error.code)
        }
        try cutTornLine()
    }

    /// Adds an event.
    ///
    /// - Throws: the error number when the disk takes no more.
    package func append(_ event: MailEvent) throws(ErrorNumber) {
        let text = printableReplyText(event.text)
        let line = "\(event.index)\t\(event.kind.rawValue)\t\(event.time)\t\(event.code)\t\(text)\n"
        do throws(FileDescriptor.Failure) { try file.write(Array(line.utf8)) } catch {
            throw ErrorNumber(code: error.code)
        }
    }

    /// Goes through all events, oldest first; lines that no version wrote are passed over.
    ///
    /// - Throws: the error number of the read.
    package func readEvents(_ body: (MailEvent) -> Void) throws(ErrorNumber) {
        try Self.readEvents(path, body)
    }

    /// Goes through the events of a journal that somebody else may be adding to.
    ///
    /// - Throws: the error number of the read; a journal that is not there has no events.
    static func readEvents(_ path: String, _ body: (MailEvent) -> Void) throws(ErrorNumber) {
        var window: ByteWindow
        do throws(ErrorNumber) { window = try ByteWindow(path: path) } catch {
            guard error.code == ENOENT else { throw error }
            return
        }
        while true {
            let bytes = window.bytes
            if let end = bytes.firstIndex(of: 0x0A) {
                if let event = event(String(decoding: bytes[..<end], as: UTF8.self)) { body(event) }
                window.consume(end + 1)
            } else {
                guard !window.isAtEnd, !window.isFull else { return }
                try window.fill()
            }
        }
    }

    private static func event(_ line: String) -> MailEvent? {
        let parts = line.split(separator: "\t", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, let index = Int(parts[0]), let kind = MailEvent.Kind(rawValue: String(parts[1])),
            let time = Int(parts[2]), let code = Int(parts[3])
        else { return nil }
        return MailEvent(index: index, kind: kind, time: time, code: code, text: String(parts[4]))
    }

    private func cutTornLine() throws(ErrorNumber) {
        var end = off_t(0)
        do throws(FileDescriptor.Failure) { end = try file.status().st_size } catch {
            throw ErrorNumber(code: error.code)
        }
        let size = end
        var byte: UInt8 = 0
        while end > 0 {
            guard pread(file.number, &byte, 1, end - 1) == 1 else { throw ErrorNumber.current }
            if byte == 0x0A { break }
            end -= 1
        }
        guard end < size else { return }
        guard ftruncate(file.number, end) == 0 else { throw ErrorNumber.current }
    }
}
