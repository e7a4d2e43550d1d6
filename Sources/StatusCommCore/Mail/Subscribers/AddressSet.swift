#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A set of addresses that holds a million in 16 MB of memory, exactly.
///
/// Memory has one word an address: 32 bits of its hash and its place in a file that is gone when the set is. Two addresses
/// with equal bits are compared byte by byte in the file, so that nobody is taken for somebody else; among a million
/// that happens about a hundred times, hence costs nothing.
package struct AddressSet: ~Copyable {
    private let descriptor: Int32
    // Upper half: hash. Lower half: place in the file in units of four bytes, plus one; zero is a free slot.
    private var slots: [UInt64]
    private var tail: [UInt8] = []
    private var tailStart = 0
    /// Number of addresses.
    package private(set) var count = 0

    /// Makes an empty set.
    ///
    /// `folder`: where the file is made and at once unlinked.
    /// - Throws: the error number when the file cannot be made.
    package static func make(in folder: String) throws(ErrorNumber) -> AddressSet {
        var template = Array((folder + "/.addresses-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw ErrorNumber.current }
        unlink(template)
        return AddressSet(descriptor: descriptor)
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
        slots = Array(repeating: 0, count: 1 << 12)
        tail.reserveCapacity(Self.tailCapacity + 512)
    }

    deinit { close(descriptor) }

    /// Adds an address; false when it is there already.
    ///
    /// - Throws: the error number when the file cannot grow.
    package mutating func insert(_ address: MailAddress) throws(ErrorNumber) -> Bool {
        let bytes = Array(address.text.utf8)
        let tag = Self.tag(of: bytes)
        var slot = try find(bytes, tag)
        guard slots[slot] == 0 else { return false }
        if (count + 1) * 5 > slots.count * 3 {
            grow()
            slot = try find(bytes, tag)
        }
        let place = tailStart + tail.count
        slots[slot] = UInt64(tag) << 32 | UInt64(place / 4 + 1)
        tail.append(UInt8(bytes.count))
        tail.append(contentsOf: bytes)
        while tail.count % 4 != 0 { tail.append(0) }
        count += 1
        if tail.count >= Self.tailCapacity { try flush() }
        return true
    }

    /// Whether an address is in the set.
    ///
    /// - Throws: the error number when the file cannot be read.
    package func contains(_ address: MailAddress) throws(ErrorNumber) -> Bool {
        guard count > 0 else { return false }
        let bytes = Array(address.text.utf8)
        return slots[try find(bytes, Self.tag(of: bytes))] != 0
    }

    private static let tailCapacity = 64 << 10

    // Seeded anew in each process, so that no list can be made to collide.
    private static func tag(of bytes: [UInt8]) -> UInt32 {
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }

    private func slot(of tag: UInt32) -> Int { Int(tag) >> (32 - slots.count.trailingZeroBitCount) }

    // The slot of the address, or the free one where it belongs.
    private func find(_ bytes: [UInt8], _ tag: UInt32) throws(ErrorNumber) -> Int {
        var slot = slot(of: tag)
        while slots[slot] != 0 {
            if UInt32(slots[slot] >> 32) == tag,
                try isStored(bytes, at: Int(UInt32(truncatingIfNeeded: slots[slot]) - 1) * 4)
            {
                return slot
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private func isStored(_ bytes: [UInt8], at place: Int) throws(ErrorNumber) -> Bool {
        if place >= tailStart {
            let start = place - tailStart
            guard Int(tail[start]) == bytes.count else { return false }
            return tail[(start + 1)..<(start + 1 + bytes.count)].elementsEqual(bytes)
        }
        var stored: [UInt8] = Array(repeating: 0, count: bytes.count + 1)
        let count = pread(descriptor, &stored, stored.count, off_t(place))
        guard count == stored.count else { throw count < 0 ? ErrorNumber.current : ErrorNumber(code: EIO) }
        return Int(stored[0]) == bytes.count && stored.dropFirst().elementsEqual(bytes)
    }

    private mutating func flush() throws(ErrorNumber) {
        var written = 0
        while written < tail.count {
            let count = tail.withUnsafeBytes { bytes in
                pwrite(
                    descriptor,
                    bytes.baseAddress?.advanced(by: written),
                    bytes.count - written,
                    off_t(tailStart + written)
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw ErrorNumber.current }
            written += count
        }
        tailStart += tail.count
        tail.removeAll(keepingCapacity: true)
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: 0, count: old.count * 2)
        for word in old where word != 0 {
            var slot = slot(of: UInt32(word >> 32))
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = word
        }
    }
}
