import StatusCommCore
import Testing

struct SHA256Tests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let input: [UInt8]
        let digest: String

        init(_ testDescription: String, _ input: [UInt8], _ digest: String) {
            self.testDescription = testDescription
            self.input = input
            self.digest = digest
        }
    }

    // The examples of FIPS 180-4 and, for the edges of a block, the answers of `sha256sum`.
    static let cases = [
        Case("nothing", [], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        Case("abc", Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        Case(
            "two blocks",
            Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        Case(
            "55 zeros",
            .init(repeating: 0, count: 55),
            "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7"
        ),
        Case(
            "56 zeros",
            .init(repeating: 0, count: 56),
            "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb"
        ),
        Case(
            "63 zeros",
            .init(repeating: 0, count: 63),
            "c7723fa1e0127975e49e62e753db53924c1bd84b8ac1ac08df78d09270f3d971"
        ),
        Case(
            "64 zeros",
            .init(repeating: 0, count: 64),
            "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"
        ),
        Case(
            "65 zeros",
            .init(repeating: 0, count: 65),
            "98ce42deef51d40269d542f5314bef2c7468d401ad5d85168bfab4c0108f75f7"
        ),
        Case(
            "a million times a",
            .init(repeating: UInt8(ascii: "a"), count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ]

    @Test(arguments: cases)
    func `the digest is the known one`(_ known: Case) {
        #expect(SHA256.hex(known.input) == known.digest)
    }

    @Test(arguments: [1, 3, 63, 64, 65, 1_000])
    func `pieces give the digest of the whole`(_ size: Int) {
        let input = (0..<5_000).map { UInt8(truncatingIfNeeded: $0) }
        var hash = SHA256()
        for start in stride(from: 0, to: input.count, by: size) {
            hash.update(Array(input[start..<min(start + size, input.count)]))
        }
        #expect(hash.finish() == SHA256.digest(input))
    }
}
