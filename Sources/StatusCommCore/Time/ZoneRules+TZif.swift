/// Why the bytes of a time zone file could not be used.
package enum TZifError: Error, Hashable, Sendable {
    /// The file does not begin with `TZif`.
    case notTZif
    /// The file ends too early, or a count or an index in it points outside.
    case damaged
    /// The file counts leap seconds, as those under `right/` do; instants here do not.
    case countsLeapSeconds
}

extension ZoneRules {
    /// Reads the bytes of a TZif file of any version; from version 2 on its 64-bit part and its footer.
    ///
    /// Source: RFC 8536 section 3. Every count is checked against the bytes that are there before it is used.
    package init(name: String, tzif bytes: [UInt8]) throws(TZifError) {
        var reader = TZifReader(bytes: bytes)
        var header = try reader.header()
        guard header.version >= UInt8(ascii: "2") else {
            try self.init(name: name, header: header, timeWidth: 4, reader: &reader)
            return
        }
        try reader.skip(header.bodyLength(timeWidth: 4))
        header = try reader.header()
        try self.init(name: name, header: header, timeWidth: 8, reader: &reader)
    }

    private init(
        name: String,
        header: TZifReader.Header,
        timeWidth: Int,
        reader: inout TZifReader
    ) throws(TZifError) {
        guard header.leapCount == 0 else { throw .countsLeapSeconds }
        guard header.typeCount > 0, header.bodyLength(timeWidth: timeWidth) <= reader.remaining else { throw .damaged }
        var times: [Int64] = []
        times.reserveCapacity(header.timeCount)
        for _ in 0..<header.timeCount {
            let time = try reader.integer(width: timeWidth)
            if let last = times.last, last >= time { throw .damaged }
            times.append(time)
        }
        let indices = try reader.bytes(header.timeCount)
        var types: [(seconds: Int, isDaylight: Bool, abbreviation: Int)] = []
        for _ in 0..<header.typeCount {
            let seconds = Int(try reader.integer(width: 4))
            let rest = try reader.bytes(2)
            guard abs(seconds) <= 93_599, let flag = rest.first, let index = rest.last else { throw .damaged }
            types.append((seconds, flag != 0, Int(index)))
        }
        let characters = try reader.bytes(header.characterCount)
        var offsets: [Offset] = []
        for type in types {
            guard type.abbreviation < characters.count else { throw .damaged }
            let text = characters.dropFirst(type.abbreviation).prefix { $0 != 0 }
            guard text.count <= 16, text.allSatisfy(ZoneName.isAbbreviation) else { throw .damaged }
            offsets.append(
                Offset(
                    secondsAheadOfUTC: type.seconds,
                    abbreviation: String(decoding: text, as: UTF8.self),
                    isDaylight: type.isDaylight
                )
            )
        }
        try reader.skip(header.standardCount + header.universalCount)
        guard indices.allSatisfy({ Int($0) < offsets.count }) else { throw .damaged }
        let footer = timeWidth == 8 ? try reader.footer() : ""
        let rule = PosixZone(footer)
        if !footer.isEmpty, rule == nil { throw .damaged }
        self.init(
            name: name,
            initial: offsets[0],
            transitions: zip(times, indices).map { Transition(time: $0, offset: offsets[Int($1)]) },
            rule: rule
        )
    }
}

/// Reads big-endian numbers and counts.
private struct TZifReader {
    struct Header {
        var version: UInt8
        var universalCount: Int
        var standardCount: Int
        var leapCount: Int
        var timeCount: Int
        var typeCount: Int
        var characterCount: Int

        func bodyLength(timeWidth: Int) -> Int {
            timeCount * (timeWidth + 1) + typeCount * 6 + characterCount + leapCount * (timeWidth + 4)
                + standardCount + universalCount
        }
    }

    let bytes: [UInt8]
    private var index = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.count - index }

    mutating func header() throws(TZifError) -> Header {
        guard bytes[index...].starts(with: "TZif".utf8), remaining >= 44 else { throw .notTZif }
        let version = bytes[index + 4]
        index += 20
        var counts: [Int] = []
        // Counts are 32 bits without a sign; as the sum of a few of them fits, lengths cannot overflow.
        for _ in 0..<6 { counts.append(Int(UInt32(truncatingIfNeeded: try integer(width: 4)))) }
        return Header(
            version: version,
            universalCount: counts[0],
            standardCount: counts[1],
            leapCount: counts[2],
            timeCount: counts[3],
            typeCount: counts[4],
            characterCount: counts[5]
        )
    }

    mutating func skip(_ count: Int) throws(TZifError) {
        guard count <= remaining else { throw .damaged }
        index += count
    }

    mutating func bytes(_ count: Int) throws(TZifError) -> ArraySlice<UInt8> {
        try skip(count)
        return bytes[index - count..<index]
    }

    mutating func integer(width: Int) throws(TZifError) -> Int64 {
        let digits = try bytes(width)
        let value = digits.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return width == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
    }

    mutating func footer() throws(TZifError) -> String {
        guard try bytes(1).first == UInt8(ascii: "\n") else { throw .damaged }
        let line = bytes[index...].prefix { $0 != UInt8(ascii: "\n") }
        guard line.endIndex < bytes.endIndex else { throw .damaged }
        return String(decoding: line, as: UTF8.self)
    }
}
