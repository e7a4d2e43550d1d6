import JSON5

/// Hides secrets by their values, however they are written.
package struct Redaction: Hashable, Sendable {
    /// What stands in the place of a secret.
    package static let mask = "***"

    private let forms: [String]

    /// Takes the secrets to hide; values of fewer than four characters are hidden too, but only whole.
    package init(secrets: [String]) {
        var forms: Set<String> = []
        for secret in secrets where !secret.isEmpty {
            forms.insert(secret)
            forms.insert(PercentEncoding.encode(secret))
            forms.insert(String(JSONWriter.text(.string(secret)).dropFirst().dropLast()))
            forms.insert(Base64.encode(Array(secret.utf8)))
        }
        self.forms = forms.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
    }

    /// The text without secrets.
    package func redacted(_ text: String) -> String {
        forms.reduce(text) { text, secret in
            text.utf8.count < secret.utf8.count ? text : Self.replace(secret, in: text)
        }
    }

    private static func replace(_ secret: String, in text: String) -> String {
        let bytes = Array(text.utf8)
        let wanted = Array(secret.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == wanted[0], bytes.count - index >= wanted.count,
                bytes[index..<(index + wanted.count)].elementsEqual(wanted)
            {
                result += Array(mask.utf8)
                index += wanted.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// RFC 4648 section 4.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = group.reduce(0) { $0 << 8 | UInt32($1) }
            bits <<= UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                let isPadding = place > group.count
                result.append(isPadding ? UInt8(ascii: "=") : alphabet[Int(bits >> UInt32(18 - 6 * place)) & 63])
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
