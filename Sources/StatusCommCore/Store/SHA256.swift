/// SHA-256, fed in pieces.
///
/// Source: FIPS 180-4, sections 4.1.2, 4.2.2, 5 and 6.2.
package struct SHA256: Sendable {
    private var state: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32) = (
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
    )
    private var pending: [UInt8] = []
    private var byteCount: UInt64 = 0

    /// Starts with no input.
    package init() {
        pending.reserveCapacity(Self.blockSize)
    }

    /// Takes more input.
    package mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { update($0) }
    }

    /// Ends the input and gives the 32 bytes of the digest.
    package consuming func finish() -> [UInt8] {
        let bitCount = byteCount &* 8
        pending.append(0x80)
        if pending.count > Self.blockSize - 8 {
            padWithZeros(to: Self.blockSize)
            compressPending()
        }
        padWithZeros(to: Self.blockSize - 8)
        for shift in stride(from: 56, through: 0, by: -8) {
            pending.append(UInt8(truncatingIfNeeded: bitCount >> shift))
        }
        compressPending()
        return withUnsafeBytes(of: state) { words in
            [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
                for word in words.bindMemory(to: UInt32.self) {
                    for shift in stride(from: 24, through: 0, by: -8) {
                        digest[count] = UInt8(truncatingIfNeeded: word >> UInt32(shift))
                        count += 1
                    }
                }
            }
        }
    }

    private mutating func padWithZeros(to count: Int) {
        while pending.count < count { pending.append(0) }
    }

    private mutating func compressPending() {
        pending.withUnsafeBufferPointer { compress($0, from: 0) }
        pending.removeAll(keepingCapacity: true)
    }

    /// Digest of bytes, 32 of them.
    package static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finish()
    }

    /// Digest of bytes in 64 lower-case hexadecimal digits.
    package static func hex(_ bytes: [UInt8]) -> String {
        hexadecimal(digest(bytes))
    }

    private mutating func update(_ input: UnsafeBufferPointer<UInt8>) {
        byteCount &+= UInt64(input.count)
        var offset = 0
        if !pending.isEmpty {
            offset = min(Self.blockSize - pending.count, input.count)
            pending.append(contentsOf: input[..<offset])
            guard pending.count == Self.blockSize else { return }
            compressPending()
        }
        while input.count - offset >= Self.blockSize {
            compress(input, from: offset)
            offset += Self.blockSize
        }
        pending.append(contentsOf: input[offset...])
    }

    private mutating func compress(_ input: UnsafeBufferPointer<UInt8>, from offset: Int) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
            var index = 0
            while index < 16 {
                let at = offset &+ index &* 4
                let high = UInt32(input[at]) << 24 | UInt32(input[at &+ 1]) << 16
                schedule[index] = high | UInt32(input[at &+ 2]) << 8 | UInt32(input[at &+ 3])
                index &+= 1
            }
            while index < 64 {
                let early = schedule[index &- 15]
                let late = schedule[index &- 2]
                let sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >> 3)
                let sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >> 10)
                schedule[index] = schedule[index &- 16] &+ sigma0 &+ schedule[index &- 7] &+ sigma1
                index &+= 1
            }

            var (a, b, c, d, e, f, g, h) = state
            Self.constants.withUnsafeBufferPointer { constants in
                var round = 0
                while round < 64 {
                    let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
                    let choice = (e & f) ^ (~e & g)
                    let first = h &+ sum1 &+ choice &+ constants[round] &+ schedule[round]
                    let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
                    let majority = (a & b) ^ (a & c) ^ (b & c)
                    (h, g, f, e) = (g, f, e, d &+ first)
                    (d, c, b, a) = (c, b, a, first &+ sum0 &+ majority)
                    round &+= 1
                }
            }
            state.0 &+= a
            state.1 &+= b
            state.2 &+= c
            state.3 &+= d
            state.4 &+= e
            state.5 &+= f
            state.6 &+= g
            state.7 &+= h
        }
    }

    private static let blockSize = 64

    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}

/// Lower-case hexadecimal digits of bytes, two a byte.
package func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}

@inline(__always)
private func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 &- count)
}
