/// Keyed digests with SHA-256.
///
/// Source: RFC 2104, section 2.
package enum HMAC {
    /// The 32 bytes of a message's digest under a key.
    package static func sha256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        var block = key.count > blockSize ? SHA256.digest(key) : key
        block += [UInt8](repeating: 0, count: blockSize - block.count)
        let inner = SHA256.digest(block.map { $0 ^ 0x36 } + message)
        return SHA256.digest(block.map { $0 ^ 0x5c } + inner)
    }

    private static let blockSize = 64
}
