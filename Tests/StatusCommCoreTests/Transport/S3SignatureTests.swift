import StatusCommCore
import Testing

/// The examples that AWS publishes, with the signatures it gives for them.
@Suite struct S3SignatureTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var request: HTTPRequest
        var signature: String
        var testDescription: String { name }
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>, section "Examples".
    static let examples = [
        Case(
            name: "GET object",
            request: HTTPRequest(
                method: .get,
                url: "https://examplebucket.s3.amazonaws.com/test.txt",
                headers: [HTTPHeader("Range", "bytes=0-9")]
            ),
            signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        ),
        Case(
            name: "PUT object",
            request: HTTPRequest(
                method: .put,
                url: "https://examplebucket.s3.amazonaws.com/test%24file.text",
                headers: [
                    HTTPHeader("Date", "Fri, 24 May 2013 00:00:00 GMT"),
                    HTTPHeader("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                ],
                body: Array("Welcome to Amazon S3.".utf8)
            ),
            signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
        ),
        Case(
            name: "GET bucket lifecycle",
            request: HTTPRequest(method: .get, url: "https://examplebucket.s3.amazonaws.com/?lifecycle"),
            signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
        ),
        Case(
            name: "GET bucket (list objects)",
            request: HTTPRequest(method: .get, url: "https://examplebucket.s3.amazonaws.com/?prefix=J&max-keys=2"),
            signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
        ),
    ]

    @Test(arguments: examples)
    func `a published example gets its published signature`(_ example: Case) throws {
        let signer = S3Signature(
            credentials: S3Signature.Credentials(
                accessKeyID: "AKIAIOSFODNN7EXAMPLE",
                secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
            ),
            region: "us-east-1"
        )
        let now = try #require(Timestamp(rfc3339: "2013-05-24T00:00:00Z"))
        let header = try #require(signer.signing(example.request, at: now).headers.last)
        #expect(header.name == "Authorization")
        #expect(header.value.hasPrefix("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/"))
        #expect(header.value.hasSuffix("Signature=\(example.signature)"))
    }

    @Test func `the session token and every header are signed, the scheme's own port is not`() throws {
        let signer = S3Signature(
            credentials: S3Signature.Credentials(accessKeyID: "A", secretAccessKey: "S", sessionToken: "T"),
            region: "auto"
        )
        let request = HTTPRequest(
            method: .put,
            url: "https://store.example:443/bucket/banners.json",
            headers: [HTTPHeader("Cache-Control", "public,   max-age=15"), HTTPHeader("x-amz-meta-a-b", "1")],
            body: []
        )
        let signed = signer.signing(request, at: Timestamp(seconds: 0))
        #expect(
            signed.headers.last?.value.contains(
                "SignedHeaders=cache-control;host;x-amz-content-sha256;x-amz-date;x-amz-meta-a-b;x-amz-security-token,"
            ) == true
        )
        var plain = request
        plain.url = "https://store.example/bucket/banners.json"
        plain.headers[0].value = "public, max-age=15"
        #expect(signer.signing(plain, at: Timestamp(seconds: 0)).headers.last == signed.headers.last)
    }

    struct KeyedCase: CustomTestStringConvertible, Sendable {
        var key: [UInt8]
        var message: [UInt8]
        var digest: String
        var testDescription: String { "key of \(key.count) bytes" }
    }

    /// RFC 4231, sections 4.2, 4.3, 4.4 and 4.7.
    static let keyed = [
        KeyedCase(
            key: [UInt8](repeating: 0x0b, count: 20),
            message: Array("Hi There".utf8),
            digest: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        KeyedCase(
            key: Array("Jefe".utf8),
            message: Array("what do ya want for nothing?".utf8),
            digest: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        KeyedCase(
            key: [UInt8](repeating: 0xaa, count: 20),
            message: [UInt8](repeating: 0xdd, count: 50),
            digest: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        KeyedCase(
            key: [UInt8](repeating: 0xaa, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            digest: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ]

    @Test(arguments: keyed)
    func `a keyed digest is that of RFC 4231`(_ example: KeyedCase) {
        #expect(hexadecimal(HMAC.sha256(example.message, key: example.key)) == example.digest)
    }
}
