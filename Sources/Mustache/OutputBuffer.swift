/// The bytes of one rendering after the other, in memory that is kept.
struct OutputBuffer: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Bytes that may be written before memory or the limit ends.
    private var room: Int
    private(set) var count = 0
    private var limit = 0
    /// Whether something did not fit below the limit; what came after it is missing.
    private(set) var overflowed = false

    init() {
        capacity = 4096
        room = 0
        base = .allocate(capacity: capacity)
    }

    deinit {
        base.deallocate()
    }

    mutating func reset(limit: Int) {
        count = 0
        overflowed = false
        self.limit = limit
        room = min(limit, capacity)
    }

    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

    /// Copies `length` bytes; the caller vouches that they are there.
    @inline(__always)
    mutating func append(_ source: UnsafePointer<UInt8>, _ length: Int) {
        if length > room - count, !grow(length) { return }
        copy(source, to: base + count, length)
        count += length
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == room, !grow(1) { return }
        base[count] = byte
        count += 1
    }

    /// Most pieces are short: two overlapping loads and stores beat a call.
    @inline(__always)
    private func copy(_ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, _ length: Int) {
        let from = UnsafeRawPointer(source)
        let to = UnsafeMutableRawPointer(target)
        if length > 32 {
            target.update(from: source, count: length)
        } else if length >= 16 {
            let head = from.loadUnaligned(as: SIMD16<UInt8>.self)
            let tail = from.loadUnaligned(fromByteOffset: length - 16, as: SIMD16<UInt8>.self)
            to.storeBytes(of: head, as: SIMD16<UInt8>.self)
            to.storeBytes(of: tail, toByteOffset: length - 16, as: SIMD16<UInt8>.self)
        } else if length >= 8 {
            let head = from.loadUnaligned(as: UInt64.self)
            let tail = from.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
            to.storeBytes(of: head, as: UInt64.self)
            to.storeBytes(of: tail, toByteOffset: length - 8, as: UInt64.self)
        } else if length >= 4 {
            let head = from.loadUnaligned(as: UInt32.self)
            let tail = from.loadUnaligned(fromByteOffset: length - 4, as: UInt32.self)
            to.storeBytes(of: head, as: UInt32.self)
            to.storeBytes(of: tail, toByteOffset: length - 4, as: UInt32.self)
        } else {
            for index in 0..<length { target[index] = source[index] }
        }
    }

    @inline(never)
    private mutating func grow(_ length: Int) -> Bool {
        guard !overflowed, length <= limit - count else {
            overflowed = true
            room = count
            return false
        }
        if count + length > capacity {
            capacity = min(max(capacity * 2, count + length), max(limit, capacity))
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
            larger.update(from: base, count: count)
            base.deallocate()
            base = larger
        }
        room = min(limit, capacity)
        return true
    }
}
