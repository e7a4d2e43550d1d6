/// What a file of the local store holds: the bytes of the entry and a line that vouches for them.
///
/// The line is `#sha256 <64 digits> <key>`, on a line of its own. It finds every cut, every changed bit and every file
/// that was put in another one's place; `head -n 1 FILE` shows an entry of one line as it was written.
enum EntryFile {
    /// Bytes of the file for an entry.
    static func encode(_ bytes: [UInt8], key: StoreKey) -> [UInt8] {
        bytes + trailer(bytes, key: key)
    }

    /// Bytes of the entry in a file, nil when they are not what was written under that key.
    static func decode(_ file: [UInt8], key: StoreKey) -> [UInt8]? {
        let size = file.count - trailerSize(key)
        guard size >= 0 else { return nil }
        let bytes = Array(file[..<size])
        return file[size...].elementsEqual(trailer(bytes, key: key)) ? bytes : nil
    }

    /// How many bytes a file has more than its entry.
    static func trailerSize(_ key: StoreKey) -> Int { opening.count + 64 + 1 + key.text.utf8.count + 1 }

    private static let opening = Array("\n#sha256 ".utf8)

    private static func trailer(_ bytes: [UInt8], key: StoreKey) -> [UInt8] {
        opening + Array("\(SHA256.hex(bytes)) \(key.text)\n".utf8)
    }
}
