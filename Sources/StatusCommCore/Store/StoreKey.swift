/// Name of an entry in a store: segments joined by slashes, as in `inc/00000007/e/00000002`.
///
/// A segment is 1 to 200 of `a-z`, `0-9`, `.`, `_`, `-` and begins with a letter or digit, so that a key is the same on
/// a disk, in a bucket and in a URL, and never leads out of a folder. Keys sort by their bytes. A key is never the
/// folder of another one.
package struct StoreKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let text: String

    /// Reads a key from its text.
    ///
    /// - Throws: `StoreError.invalidKey` when the text is no key or longer than 800 bytes.
    package init(_ text: String) throws(StoreError) {
        let segments = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.maximumLength, segments.allSatisfy(Self.isSegment) else {
            throw .invalidKey(text)
        }
        self.text = text
    }

    private init(trusted text: String) {
        self.text = text
    }

    /// The key one segment further down.
    ///
    /// - Throws: `StoreError.invalidKey` when the segment is none.
    package func appending(_ segment: String) throws(StoreError) -> StoreKey {
        try StoreKey("\(text)/\(segment)")
    }

    /// The key of a number in this folder, written in at least 8 digits so that keys sort as their numbers do.
    package func appending(number: Int) -> StoreKey {
        StoreKey(trusted: "\(text)/\(Self.digits(number))")
    }

    /// The folder of the key, nil for a key of one segment.
    package var parent: StoreKey? {
        text.utf8.lastIndex(of: UInt8(ascii: "/")).map { StoreKey(trusted: String(text[..<$0])) }
    }

    /// The last segment.
    package var name: Substring {
        text.utf8.lastIndex(of: UInt8(ascii: "/")).map { text[text.utf8.index(after: $0)...] } ?? text[...]
    }

    /// The number that the last segment spells in 8 digits, nil when it is something else.
    package var number: Int? {
        guard name.utf8.count == 8, let number = Int(name), name == Self.digits(number) else { return nil }
        return number
    }

    /// The segments from the first to the last.
    package var segments: [Substring] { text.split(separator: "/") }

    /// Whether the key stands anywhere beneath a folder.
    package func isBeneath(_ folder: StoreKey) -> Bool {
        text.utf8.count > folder.text.utf8.count && text.utf8.starts(with: folder.text.utf8)
            && text.utf8.dropFirst(folder.text.utf8.count).first == UInt8(ascii: "/")
    }

    /// Whether a text can be one segment of a key.
    package static func isSegment(_ text: some Collection<UInt8>) -> Bool {
        guard let first = text.first, text.count <= 200, isAlphanumeric(first) else { return false }
        return text.allSatisfy {
            isAlphanumeric($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
        }
    }

    package var description: String { text }

    package static func < (left: StoreKey, right: StoreKey) -> Bool { left.text < right.text }

    // S3 allows 1,024 bytes; the rest is room for a bucket's own prefix.
    private static let maximumLength = 800

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func digits(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, 8 - text.utf8.count)) + text
    }
}
