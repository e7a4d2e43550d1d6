/// The Bootstring encoding of RFC 3492 with the parameters of its section 5.
enum Punycode {
    private static let base = 36
    private static let lowThreshold = 1
    private static let highThreshold = 26
    private static let skew = 38
    private static let damp = 700
    private static let initialBias = 72
    private static let initialPoint = 0x80

    /// Encodes a label; nil when a number would not fit.
    static func encode(_ label: [Unicode.Scalar]) -> String? {
        var output = label.filter(\.isASCII)
        let basicCount = output.count
        if basicCount > 0 { output.append("-") }
        var point = initialPoint
        var delta = 0
        var bias = initialBias
        var handled = basicCount
        while handled < label.count {
            guard let next = label.lazy.map({ Int($0.value) }).filter({ $0 >= point }).min() else { return nil }
            let (step, overflow) = (next - point).multipliedReportingOverflow(by: handled + 1)
            guard !overflow, delta < Int(Int32.max) - step else { return nil }
            delta += step
            point = next
            for scalar in label {
                if Int(scalar.value) < point { delta += 1 }
                guard Int(scalar.value) == point else { continue }
                appendVariableLength(delta, bias: bias, to: &output)
                bias = adapted(delta, count: handled + 1, isFirst: handled == basicCount)
                delta = 0
                handled += 1
            }
            delta += 1
            point += 1
        }
        var text = ""
        text.unicodeScalars.append(contentsOf: output)
        return text
    }

    /// Decodes what follows `xn--`; nil when it is no Punycode.
    static func decode(_ text: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar]? {
        var output: [Unicode.Scalar] = []
        var rest = text
        if let hyphen = text.lastIndex(of: "-") {
            output = Array(text[..<hyphen])
            rest = text[(hyphen + 1)...]
        }
        guard !rest.isEmpty else { return nil }
        var point = initialPoint
        var index = 0
        var bias = initialBias
        while !rest.isEmpty {
            let start = index
            var weight = 1
            var step = base
            while true {
                guard let scalar = rest.popFirst(), let digit = value(of: scalar) else { return nil }
                guard digit <= (Int(Int32.max) - index) / weight else { return nil }
                index += digit * weight
                let threshold = min(max(step - bias, lowThreshold), highThreshold)
                if digit < threshold { break }
                guard weight <= Int(Int32.max) / (base - threshold) else { return nil }
                weight *= base - threshold
                step += base
            }
            bias = adapted(index - start, count: output.count + 1, isFirst: start == 0)
            point += index / (output.count + 1)
            index %= output.count + 1
            guard let value = UInt32(exactly: point), let scalar = Unicode.Scalar(value), !scalar.isASCII else {
                return nil
            }
            output.insert(scalar, at: index)
            index += 1
        }
        return output
    }

    private static func appendVariableLength(_ number: Int, bias: Int, to output: inout [Unicode.Scalar]) {
        var number = number
        var step = base
        while true {
            let threshold = min(max(step - bias, lowThreshold), highThreshold)
            if number < threshold { break }
            output.append(digit(of: threshold + (number - threshold) % (base - threshold)))
            number = (number - threshold) / (base - threshold)
            step += base
        }
        output.append(digit(of: number))
    }

    // Section 6.1.
    private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / damp : delta / 2
        delta += delta / count
        var step = 0
        while delta > ((base - lowThreshold) * highThreshold) / 2 {
            delta /= base - lowThreshold
            step += base
        }
        return step + (base - lowThreshold + 1) * delta / (delta + skew)
    }

    private static func digit(of value: Int) -> Unicode.Scalar {
        Unicode.Scalar(UInt8(value < 26 ? value + 0x61 : value - 26 + 0x30))
    }

    private static func value(of scalar: Unicode.Scalar) -> Int? {
        switch scalar {
        case "a"..."z": Int(scalar.value) - 0x61
        case "0"..."9": Int(scalar.value) - 0x30 + 26
        default: nil
        }
    }
}
