import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A TCP socket on 127.0.0.1.
package final class Socket: Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var timeout = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        #if !os(Linux)
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
        #endif
    }

    /// Listens on a free port.
    package static func listening() throws -> (Socket, port: Int) {
        #if os(Linux)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        #else
        let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw POSIXError(.EIO) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, generic, &length) == 0
            }
        }
        guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
        return (Socket(listening: descriptor), Int(UInt16(bigEndian: address.sin_port)))
    }

    private init(listening descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// The next connection, nil once the socket is closed.
    package func accept() -> Socket? {
        while true {
            let connection = systemAccept(descriptor)
            if connection >= 0 { return Socket(connection) }
            if errno != EINTR && errno != ECONNABORTED { return nil }
        }
    }

    /// Ends both directions; a blocked accept or read returns.
    package func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    deinit {
        _ = systemClose(descriptor)
    }

    /// Has the connection end with RST instead of FIN.
    package func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Foundation.linger>.size))
        // close(2) sends the RST, and shutdown(2) must not come before it: a descriptor for nothing takes the place.
        let nothing = open("/dev/null", O_RDONLY)
        dup2(nothing, descriptor)
        _ = systemClose(nothing)
    }

    /// Bytes that have come, empty at the end or after 30 s.
    package func read(atMost count: Int = 65_536) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
            length = max(0, recv(descriptor, buffer.baseAddress, count, 0))
        }
    }

    /// Sends all bytes; false once the other side is gone.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { buffer in
                #if os(Linux)
                send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
                #else
                send(descriptor, buffer.baseAddress, buffer.count, 0)
                #endif
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Sends a text.
    @discardableResult
    package func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    /// Waits until the other side closes or `isStopped` says so.
    package func waitForEnd(or isStopped: () -> Bool) {
        var byte: UInt8 = 0
        while !isStopped() {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&entry, 1, 100) > 0, recv(descriptor, &byte, 1, 0) <= 0 { return }
        }
    }
}

private func systemAccept(_ descriptor: Int32) -> Int32 {
    let connection = accept(descriptor, nil, nil)
    if connection >= 0 { _ = fcntl(connection, F_SETFD, FD_CLOEXEC) }
    return connection
}

private func systemClose(_ descriptor: Int32) -> Int32 {
    close(descriptor)
}
