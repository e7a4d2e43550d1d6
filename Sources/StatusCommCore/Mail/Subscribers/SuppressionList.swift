#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Addresses that get no mail, whatever the lists say.
///
/// A text file, one address a line; behind a tab may stand the reason, behind another the time. Empty lines and lines that
/// begin with `#` do not count. It may grow while mail is being sent: `refresh` reads on.
package struct SuppressionList: ~Copyable {
    package let path: String
    private var addresses: AddressSet
    private var size = 0
    private var inode: UInt64 = 0
    /// Lines that are no address.
    package private(set) var issues: [SubscriberIssue] = []

    /// Number of suppressed addresses.
    package var count: Int { addresses.count }

    /// Reads a list; a file that is missing is an empty list.
    ///
    /// `folder`: where the set's own file may be made.
    /// - Throws: when the file cannot be read.
    package static func open(_ path: String, scratch folder: String) throws(SubscriberFileError) -> SuppressionList {
        var list = SuppressionList(path: path, addresses: try empty(in: folder))
        _ = try list.refresh()
        return list
    }

    private init(path: String, addresses: consuming AddressSet) {
        self.path = path
        self.addresses = addresses
    }

    private static func empty(in folder: String) throws(SubscriberFileError) -> AddressSet {
        do { return try AddressSet.make(in: folder) } catch {
            throw SubscriberFileError(path: folder, line: nil, reason: error.text)
        }
    }

    /// Whether an address is on the list, in whatever case.
    package func contains(_ address: MailAddress) throws(SubscriberFileError) -> Bool {
        guard addresses.count > 0 else { return false }
        do { return try addresses.contains(address.folded) } catch {
            throw SubscriberFileError(path: path, line: nil, reason: error.text)
        }
    }

    /// Reads what was added since; true when something was.
    package mutating func refresh() throws(SubscriberFileError) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT else { throw failure(ErrorNumber.current) }
            return false
        }
        guard Int(status.st_size) != size || UInt64(status.st_ino) != inode else { return false }
        size = Int(status.st_size)
        inode = UInt64(status.st_ino)
        do throws(ErrorNumber) {
            try read()
        } catch {
            throw failure(error)
        }
        return true
    }

    // Reads all of it again: additions are rare, and an editor may have changed any line.
    private mutating func read() throws(ErrorNumber) {
        var window = try ByteWindow(path: path)
        var line = 1
        issues = []
        while true {
            let bytes = window.bytes
            if let end = bytes.firstIndex(of: 0x0A) ?? (window.isAtEnd || window.isFull ? bytes.count : nil) {
                try take(UnsafeBufferPointer(rebasing: bytes[..<end]), line: line)
                line += 1
                if end == bytes.count, window.isAtEnd { return }
                window.consume(min(end + 1, bytes.count))
            } else {
                try window.fill()
            }
        }
    }

    private mutating func take(_ line: UnsafeBufferPointer<UInt8>, line number: Int) throws(ErrorNumber) {
        var text = line[...]
        if let tab = text.firstIndex(of: 0x09) { text = text[..<tab] }
        while let last = text.last, last == 0x20 || last == 0x0D { text.removeLast() }
        guard let first = text.first, first != UInt8(ascii: "#") else { return }
        let address: MailAddress
        do throws(MailAddress.Fault) {
            address = try MailAddress(bytes: UnsafeBufferPointer(rebasing: text))
        } catch {
            guard issues.count < 1000 else { return }
            let reason = "nobody is suppressed by this line: \(error.rawValue)"
            issues.append(SubscriberIssue(path: path, line: number, reason: reason, isSkipped: true))
            return
        }
        _ = try addresses.insert(address.folded)
    }

    private func failure(_ error: ErrorNumber) -> SubscriberFileError {
        SubscriberFileError(path: path, line: nil, reason: error.text)
    }

    /// Adds an address to a list on disk, durably.
    ///
    /// `reason`: a few words without control characters.
    /// `time`: when, RFC 3339.
    /// - Throws: when the file cannot be written.
    package static func append(
        _ address: MailAddress,
        reason: String,
        time: String,
        to path: String
    ) throws(SubscriberFileError) {
        let reason = String(
            String.UnicodeScalarView(reason.unicodeScalars.filter { $0.value >= 0x20 && $0 != "\u{7F}" })
        )
        let line = Array("\(address.text)\t\(reason)\t\(time)\n".utf8)
        let descriptor = Self.openToAppend(path)
        guard descriptor >= 0 else {
            throw SubscriberFileError(path: path, line: nil, reason: ErrorNumber.current.text)
        }
        defer { close(descriptor) }
        guard write(descriptor, line, line.count) == line.count, fsync(descriptor) == 0 else {
            throw SubscriberFileError(path: path, line: nil, reason: ErrorNumber.current.text)
        }
    }

    private static func openToAppend(_ path: String) -> Int32 {
        #if canImport(Glibc)
        Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        #else
        Darwin.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        #endif
    }
}
