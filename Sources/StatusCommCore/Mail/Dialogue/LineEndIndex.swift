#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Place of the next line feed; the C library searches a word at a time.
func lineEndIndex(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard start < bytes.count, let base = bytes.baseAddress,
        let found = memchr(base + start, 0x0A, bytes.count - start)
    else { return nil }
    return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
}
