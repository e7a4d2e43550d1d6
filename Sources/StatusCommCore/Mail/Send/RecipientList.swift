#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Writes the frozen list of a notification: a line a recipient, tab between values, and where each 1,024th line begins.
package struct RecipientListWriter {
    static let blockLines = 1024

    private let list: FileDescriptor
    private let index: FileDescriptor
    private var buffer: [UInt8] = []
    private var offsets: [UInt8] = []
    private var written = 0
    /// Recipients so far.
    package private(set) var count = 0

    /// Makes the two files.
    ///
    /// - Throws: the error number when they cannot be made.
    package init(list: String, index: String) throws(ErrorNumber) {
        do throws(FileDescriptor.Failure) {
            self.list = try FileDescriptor.create(list)
            self.index = try FileDescriptor.create(index)
        } catch {
            throw ErrorNumber(code: error.code)
        }
        buffer.reserveCapacity(300 << 10)
    }

    /// Adds a recipient, whose values have no control characters.
    ///
    /// - Throws: the error number when the disk takes no more.
    package mutating func append(_ recipient: MailRecipient) throws(ErrorNumber) {
        if count % Self.blockLines == 0 {
            withUnsafeBytes(of: UInt64(written + buffer.count).littleEndian) { offsets.append(contentsOf: $0) }
        }
        buffer.append(contentsOf: recipient.address.text.utf8)
        buffer.append(0x09)
        buffer.append(contentsOf: String(recipient.variant).utf8)
        buffer.append(0x09)
        buffer.append(contentsOf: recipient.name.utf8)
        buffer.append(0x09)
        buffer.append(contentsOf: recipient.unsubscribeURL.utf8)
        for value in recipient.values {
            buffer.append(0x09)
            buffer.append(contentsOf: value.utf8)
        }
        buffer.append(0x0A)
        count += 1
        if buffer.count >= 256 << 10 { try flush() }
    }

    /// Ends both files, durably; gives the size of the list in bytes.
    ///
    /// - Throws: the error number when the disk takes no more.
    package mutating func finish() throws(ErrorNumber) -> Int {
        try flush()
        do throws(FileDescriptor.Failure) {
            try index.write(offsets)
            try list.synchronize()
            try index.synchronize()
        } catch {
            throw ErrorNumber(code: error.code)
        }
        return written
    }

    private mutating func flush() throws(ErrorNumber) {
        do throws(FileDescriptor.Failure) { try list.write(buffer) } catch { throw ErrorNumber(code: error.code) }
        written += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }
}

/// Reads recipients of a frozen list by their place, a block of 1,024 at a time.
package struct RecipientList {
    private struct Block {
        var number = -1
        var bytes: [UInt8] = []
        var starts: [Int] = []
    }

    private let list: FileDescriptor
    private let index: FileDescriptor
    private let size: Int
    /// Number of recipients.
    package let count: Int
    // One for those who go on in order, one for those who come again.
    private var blocks = [Block(), Block()]

    /// Opens a list.
    ///
    /// - Throws: the error number; `EINVAL` when the files have not the size they should have.
    package init(list: String, index: String, count: Int, size: Int) throws(ErrorNumber) {
        do throws(FileDescriptor.Failure) {
            self.list = try FileDescriptor.open(list, O_RDONLY)
            self.index = try FileDescriptor.open(index, O_RDONLY)
            let blocks = (count + RecipientListWriter.blockLines - 1) / RecipientListWriter.blockLines
            guard Int(try self.list.status().st_size) == size, Int(try self.index.status().st_size) == blocks * 8 else {
                throw FileDescriptor.Failure(code: EINVAL)
            }
        } catch {
            throw ErrorNumber(code: error.code)
        }
        self.count = count
        self.size = size
    }

    /// The recipient at a place.
    ///
    /// - Throws: the error number of the read; `EINVAL` when the line is damaged.
    package mutating func recipient(at place: Int) throws(ErrorNumber) -> MailRecipient {
        let block = try load(place / RecipientListWriter.blockLines)
        let line = place % RecipientListWriter.blockLines
        guard line + 1 < blocks[block].starts.count else { throw ErrorNumber(code: EINVAL) }
        let range = blocks[block].starts[line]..<(blocks[block].starts[line + 1] - 1)
        let recipient = blocks[block].bytes.withUnsafeBufferPointer {
            Self.recipient(UnsafeBufferPointer(rebasing: $0[range]))
        }
        guard let recipient else { throw ErrorNumber(code: EINVAL) }
        return recipient
    }

    private static func recipient(_ line: UnsafeBufferPointer<UInt8>) -> MailRecipient? {
        let others = line.count { $0 == 0x09 } - 3
        var rest = line[...]
        func nextField() -> Slice<UnsafeBufferPointer<UInt8>> {
            let end = rest.firstIndex(of: 0x09) ?? rest.endIndex
            defer { rest = rest[min(end + 1, rest.endIndex)...] }
            return rest[..<end]
        }
        guard let address = try? MailAddress(bytes: UnsafeBufferPointer(rebasing: nextField())),
            let variant = Int(text(nextField())), variant >= 0, others >= 0
        else { return nil }
        let name = text(nextField())
        let link = text(nextField())
        return MailRecipient(
            address: address,
            name: name,
            unsubscribeURL: link,
            variant: variant,
            values: (0..<others).map { _ in text(nextField()) }
        )
    }

    private static func text(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private mutating func load(_ number: Int) throws(ErrorNumber) -> Int {
        if let known = blocks.firstIndex(where: { $0.number == number }) { return known }
        let target = number == blocks[0].number + 1 ? 0 : 1
        let range = try self.range(of: number)
        blocks[target].number = -1
        blocks[target].bytes = try read(list, at: range.lowerBound, count: range.count)
        blocks[target].starts.removeAll(keepingCapacity: true)
        blocks[target].starts.append(0)
        for (place, byte) in blocks[target].bytes.enumerated() where byte == 0x0A {
            blocks[target].starts.append(place + 1)
        }
        blocks[target].number = number
        return target
    }

    private func range(of block: Int) throws(ErrorNumber) -> Range<Int> {
        let isLast = (block + 1) * RecipientListWriter.blockLines >= count
        let words = try read(index, at: block * 8, count: isLast ? 8 : 16)
        func word(_ place: Int) -> Int {
            words[place..<(place + 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        let start = word(0)
        let end = isLast ? size : word(8)
        guard start >= 0, start <= end, end <= size, end - start < 64 << 20 else { throw ErrorNumber(code: EINVAL) }
        return start..<end
    }

    private func read(_ file: FileDescriptor, at offset: Int, count: Int) throws(ErrorNumber) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                pread(file.number, buffer.baseAddress?.advanced(by: done), count - done, off_t(offset + done))
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { throw got < 0 ? ErrorNumber.current : ErrorNumber(code: EINVAL) }
            done += got
        }
        return bytes
    }
}

extension FileDescriptor {
    /// Makes a file that is not there, mode 0600.
    static func create(_ path: String) throws(Failure) -> FileDescriptor {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        return try open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY)
            .open(name, O_RDWR | O_CREAT | O_EXCL)
    }
}
