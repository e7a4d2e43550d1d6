@_spi(_Unicode) import Swift

/// Domain names as the wire wants them.
enum DomainName {
    /// A domain in lower case and A-labels (RFC 5890, RFC 3492); nil when it is none.
    ///
    /// Letters are lowered and composed (the mapping of RFC 5895 section 2), the ideographic full stops count as dots.
    static func aLabels(of domain: String) -> String? {
        let mapped = domain.lowercased()._nfc
        var labels: [String] = []
        var label: [Unicode.Scalar] = []
        for scalar in mapped {
            switch scalar {
            case ".", "\u{3002}", "\u{FF0E}", "\u{FF61}":
                guard let done = aLabel(of: label) else { return nil }
                labels.append(done)
                label = []
            default: label.append(scalar)
            }
        }
        guard let done = aLabel(of: label) else { return nil }
        labels.append(done)
        let text = labels.joined(separator: ".")
        return text.utf8.count <= 253 ? text : nil
    }

    private static func aLabel(of label: [Unicode.Scalar]) -> String? {
        guard let first = label.first, let last = label.last, first != "-", last != "-" else { return nil }
        if label.allSatisfy(\.isASCII) {
            guard label.count <= 63, label.allSatisfy(isLetterDigitHyphen) else { return nil }
            guard label.count > 3, label[2] == "-", label[3] == "-" else { return text(of: label) }
            // Only what decodes is an A-label; other labels with two hyphens there are reserved (RFC 5891 section 4.2.3.1).
            guard label[0] == "x", label[1] == "n", Punycode.decode(label.dropFirst(4)) != nil else { return nil }
            return text(of: label)
        }
        guard label.allSatisfy(isUnicodeLabelScalar), !isMark(first),
            !(label.count > 3 && label[2] == "-" && label[3] == "-")
        else { return nil }
        guard let encoded = Punycode.encode(label) else { return nil }
        let result = "xn--" + encoded
        return result.utf8.count <= 63 ? result : nil
    }

    private static func text(of label: [Unicode.Scalar]) -> String {
        var result = ""
        result.unicodeScalars.append(contentsOf: label)
        return result
    }

    private static func isLetterDigitHyphen(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
    }

    // RFC 5892 section 2: letters, digits, marks; the rest is refused rather than guessed at.
    private static func isUnicodeLabelScalar(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else { return isLetterDigitHyphen(scalar) }
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .otherLetter, .modifierLetter, .decimalNumber, .nonspacingMark, .spacingMark: return true
        default: return scalar == "\u{B7}" || scalar == "\u{30FB}"
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
