#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension TextOutput {
    /// A file descriptor of this process, 1 or 2.
    package static func descriptor(_ descriptor: Int32) -> TextOutput {
        TextOutput(
            isTerminal: isatty(descriptor) == 1,
            columns: { terminalColumns(descriptor) },
            sink: { writeAll($0, to: descriptor) }
        )
    }
}

extension TextInput {
    /// Standard input of this process.
    package static func standard() -> TextInput {
        var input = TextInput(isTerminal: isatty(0) == 1) { count throws(InputError) in
            var buffer = [UInt8](repeating: 0, count: count)
            while true {
                let got = buffer.withUnsafeMutableBytes { readDescriptor(0, $0.baseAddress, count) }
                if got >= 0 { return Array(buffer[..<got]) }
                guard errno == EINTR else { throw .unreadable(reason: String(cString: strerror(errno))) }
            }
        }
        input.waits = { limit in
            var wait = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
            // Whatever else poll(2) says, read(2) says it better.
            return poll(&wait, 1, Int32(limit / .milliseconds(1))) != 0
        }
        return input
    }
}

/// `read(2)` by another name: inside the extension the closure's own name hides it.
private func readDescriptor(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}

private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = write(descriptor, rest.baseAddress, rest.count)
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wait, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }
}

extension Slice<UnsafeRawBufferPointer> {
    fileprivate var baseAddress: UnsafeRawPointer? { UnsafeRawBufferPointer(rebasing: self).baseAddress }
}

private func terminalColumns(_ descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
}
