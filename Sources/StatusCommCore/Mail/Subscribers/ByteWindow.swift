#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file, read in pieces through one buffer of fixed size.
struct ByteWindow: ~Copyable {
    /// Size of the buffer in bytes; nothing that has to be seen whole may be longer.
    static let capacity = 256 << 10

    private let descriptor: Int32
    private let ownsDescriptor: Bool
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private var start = 0
    private var end = 0
    /// Whether the file has no more than what is in the window.
    private(set) var isAtEnd = false

    /// Opens a file; `-` is standard input.
    ///
    /// - Throws: the error number.
    init(path: String) throws(ErrorNumber) {
        if path == "-" {
            self.init(descriptor: STDIN_FILENO, owning: false)
        } else {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw ErrorNumber.current }
            self.init(descriptor: descriptor, owning: true)
        }
    }

    init(descriptor: Int32, owning: Bool) {
        self.descriptor = descriptor
        ownsDescriptor = owning
        buffer = .allocate(capacity: Self.capacity)
    }

    deinit {
        buffer.deallocate()
        if ownsDescriptor { close(descriptor) }
    }

    /// What has been read and not been consumed.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: buffer[start..<end]) }

    /// Whether the window holds as much as it can.
    var isFull: Bool { end - start == Self.capacity }

    /// Drops bytes from the front.
    mutating func consume(_ count: Int) { start += count }

    /// Reads on; afterwards there is more in the window, or `isAtEnd`.
    ///
    /// - Throws: the error number of the read.
    mutating func fill() throws(ErrorNumber) {
        guard !isAtEnd, !isFull else { return }
        if start > 0 {
            let kept = UnsafeMutableBufferPointer(rebasing: buffer[start..<end])
            _ = buffer.update(fromContentsOf: kept)
            end -= start
            start = 0
        }
        while true {
            let free = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[end...])
            let count = read(descriptor, free.baseAddress, free.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw ErrorNumber.current }
            isAtEnd = count == 0
            end += count
            return
        }
    }
}

/// An `errno` of a system call.
package struct ErrorNumber: Error, Hashable, Sendable {
    package let code: Int32

    /// What the last system call of this thread left.
    static var current: ErrorNumber { ErrorNumber(code: errno) }

    /// The system's words, such as `No such file or directory`.
    package var text: String { String(cString: strerror(code)) }
}
