/// Character references of HTML: `&amp;`, `&#228;`, `&#xE4;`.
enum HTMLReference {
    /// Reads the reference that begins with the `&` at a place.
    ///
    /// - Returns: The character and the length of the reference; nil when there is none that we know.
    static func read(_ html: UnsafeBufferPointer<UInt8>, at start: Int) -> (Unicode.Scalar, length: Int)? {
        var end = start + 1
        let limit = min(html.count, start + longest)
        while end < limit, isNameByte(html[end]) { end += 1 }
        guard end < html.count, html[end] == 0x3B, end > start + 1 else { return nil }
        let name = UnsafeBufferPointer(rebasing: html[start + 1..<end])
        guard let scalar = name[0] == 0x23 ? numbered(name.dropFirst()) : named[String(decoding: name, as: UTF8.self)]
        else { return nil }
        return (scalar, end + 1 - start)
    }

    private static let longest = 12

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x23
    }

    /// The scalar of a number as it stands behind the `#`.
    private static func numbered(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Unicode.Scalar? {
        let isHexadecimal = digits.first.map { $0 | 0x20 } == 0x78
        let digits = isHexadecimal ? digits.dropFirst() : digits
        guard !digits.isEmpty else { return nil }
        var value: UInt64 = 0
        for byte in digits {
            switch byte {
            case 0x30...0x39: value = value * (isHexadecimal ? 16 : 10) + UInt64(byte - 0x30)
            case 0x41...0x46 where isHexadecimal, 0x61...0x66 where isHexadecimal:
                value = value * 16 + UInt64((byte | 0x20) - 0x57)
            default: return nil
            }
        }
        return UInt32(exactly: value).flatMap(Unicode.Scalar.init)
    }

    /// The names that mail programs write: those of HTML 4 for Latin-1 and punctuation.
    ///
    /// - SeeAlso: <https://html.spec.whatwg.org/multipage/named-characters.html>
    private static let named: [String: Unicode.Scalar] = {
        let latin1 = """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute \
            micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring \
            AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml \
            times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil \
            egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash \
            ugrave uacute ucirc uuml yacute thorn yuml
            """
        var named: [String: Unicode.Scalar] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "hellip": "…", "mdash": "—", "ndash": "–",
            "lsquo": "‘", "rsquo": "’", "sbquo": "‚", "ldquo": "“", "rdquo": "”", "bdquo": "„", "lsaquo": "‹",
            "rsaquo": "›", "bull": "•", "euro": "€", "trade": "™", "zwnj": "\u{200C}", "zwj": "\u{200D}",
            "ensp": "\u{2002}", "emsp": "\u{2003}", "thinsp": "\u{2009}", "OElig": "Œ", "oelig": "œ", "Scaron": "Š",
            "scaron": "š", "Zcaron": "Ž", "zcaron": "ž",
        ]
        for (offset, name) in latin1.split(separator: " ").enumerated() {
            named[String(name)] = Unicode.Scalar(0xA0 + UInt32(offset))
        }
        return named
    }()
}
