#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Hides secrets in a text that is to be shown or logged, however they are written there.
package struct SecretRedactor: Hashable, Sendable {
    /// What stands in the place of a secret.
    package static let mask = "<redacted>"

    private let forms: [[UInt8]]
    private let mask: String

    /// Takes the secrets to hide: as they are, percent-encoded, inside JSON, and in base64 at any offset, as in an
    /// `Authorization: Basic` header.
    package init(secrets: [String], mask: String = SecretRedactor.mask) {
        self.mask = mask
        var forms: Set<[UInt8]> = []
        for secret in secrets where !secret.isEmpty {
            let bytes = Array(secret.utf8)
            forms.insert(bytes)
            forms.insert(Self.percentEncoded(bytes, upperCase: true))
            forms.insert(Self.percentEncoded(bytes, upperCase: false))
            forms.insert(Self.jsonEscaped(bytes))
            let base64 = Self.base64Forms(bytes)
            forms.formUnion(base64)
            for form in base64 { forms.insert(form.map { $0 == 0x2B ? 0x2D : $0 == 0x2F ? 0x5F : $0 }) }
        }
        // Longest first, or a secret that is part of another one would leave the rest of it in sight.
        self.forms = forms.sorted { ($0.count, $0.lexicographicallyPrecedes($1) ? 1 : 0) > ($1.count, 0) }
    }

    /// The text with every secret replaced by the mask.
    package func redacted(_ text: String) -> String {
        guard !forms.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var offset = 0
        var isChanged = false
        while offset < bytes.count {
            if let form = forms.first(where: { bytes[offset...].starts(with: $0) }) {
                result += mask.utf8
                offset += form.count
                isChanged = true
            } else {
                result.append(bytes[offset])
                offset += 1
            }
        }
        return isChanged ? String(decoding: result, as: UTF8.self) : text
    }

    private static func percentEncoded(_ bytes: [UInt8], upperCase: Bool) -> [UInt8] {
        let digits = Array((upperCase ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
        var result: [UInt8] = []
        for byte in bytes {
            switch byte {
            // Unreserved characters (RFC 3986 section 2.3).
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: result.append(byte)
            default: result += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return result
    }

    private static func jsonEscaped(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { $0 == 0x22 || $0 == 0x5C ? [0x5C, $0] : [$0] }
    }

    /// The characters that the secret alone decides, for each place it can have within a group of three bytes.
    private static func base64Forms(_ bytes: [UInt8]) -> Set<[UInt8]> {
        var forms: Set<[UInt8]> = [Array(Data(bytes).base64EncodedString().utf8)]
        // Shorter fragments occur by chance in other texts.
        guard bytes.count >= 6 else { return forms }
        for before in 0...2 {
            let padded = [UInt8](repeating: 0, count: before) + bytes
            let whole = Array(Data(padded).base64EncodedString().utf8)
            let first = (before * 8 + 5) / 6
            let end = padded.count * 8 / 6
            forms.insert(Array(whole[first..<end]))
        }
        return forms
    }
}
