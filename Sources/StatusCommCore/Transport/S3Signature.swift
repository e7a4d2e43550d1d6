/// Signature version 4 for S3 and the stores that speak like it.
///
/// libcurl has one of its own, in which every version before 8.21 gets something wrong; this one signs what
/// `HTTPRequest` holds and nothing else.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>.
package struct S3Signature: Hashable, Sendable {
    /// Who signs.
    package struct Credentials: Hashable, Sendable {
        package var accessKeyID: String
        package var secretAccessKey: String
        /// Comes with temporary credentials.
        package var sessionToken: String?

        /// Takes the two halves of a key, and the token of a temporary one.
        package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
            self.accessKeyID = accessKeyID
            self.secretAccessKey = secretAccessKey
            self.sessionToken = sessionToken
        }
    }

    package var credentials: Credentials
    /// Region of the bucket; `auto` for Cloudflare R2.
    package var region: String
    /// Service name in the scope, `s3` but in the published examples of other services.
    package var service: String

    /// Names who signs and for which region.
    package init(credentials: Credentials, region: String, service: String = "s3") {
        self.credentials = credentials
        self.region = region
        self.service = service
    }

    /// The request with the headers `x-amz-date`, `x-amz-content-sha256`, `x-amz-security-token` and `Authorization`.
    ///
    /// All its headers are signed, so none may be added afterwards. The query must already be percent-encoded.
    /// Stores accept it for fifteen minutes.
    package func signing(_ request: HTTPRequest, at now: Timestamp) -> HTTPRequest {
        let date = now.basicDateAndTime
        let digest = SHA256.hex(request.body ?? [])
        var signed = request
        signed.headers.append(HTTPHeader("x-amz-date", date))
        signed.headers.append(HTTPHeader("x-amz-content-sha256", digest))
        if let token = credentials.sessionToken {
            signed.headers.append(HTTPHeader("x-amz-security-token", token))
        }
        let address = SignedAddress(signed.url)
        let lines = (signed.headers + [HTTPHeader("host", address.host)])
            .map { (name: $0.name.lowercased(), value: Self.trimmed($0.value)) }
            .sorted { $0.name < $1.name }
        let names = lines.map(\.name).joined(separator: ";")
        let canonical = [
            signed.method.rawValue, address.path, address.query,
            lines.map { "\($0.name):\($0.value)\n" }.joined(), names, digest,
        ].joined(separator: "\n")

        let scope = "\(date.prefix(8))/\(region)/\(service)/aws4_request"
        let text = ["AWS4-HMAC-SHA256", date, scope, SHA256.hex(Array(canonical.utf8))].joined(separator: "\n")
        let key = [String(date.prefix(8)), region, service, "aws4_request"]
            .reduce(Array("AWS4\(credentials.secretAccessKey)".utf8)) { HMAC.sha256(Array($1.utf8), key: $0) }
        let signature = hexadecimal(HMAC.sha256(Array(text.utf8), key: key))
        signed.headers.append(
            HTTPHeader(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), SignedHeaders=\(names), "
                    + "Signature=\(signature)"
            )
        )
        return signed
    }

    /// A header's value without blanks at its ends, and with one blank where there are several.
    private static func trimmed(_ value: String) -> String {
        value.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
    }
}

/// The parts of an absolute URL that go into the signature.
private struct SignedAddress {
    /// As the `Host` header has it: without the scheme's own port.
    let host: String
    let path: String
    /// Parameters in the order of their names, a valueless one with an empty value.
    let query: String

    init(_ url: String) {
        let isSecure = url.lowercased().hasPrefix("https://")
        let rest = url.split(separator: "//", maxSplits: 1).last ?? ""
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let ownPort = isSecure ? ":443" : ":80"
        host = authority.hasSuffix(ownPort) ? String(authority.dropLast(ownPort.count)) : String(authority)
        let target = rest.dropFirst(authority.count)
        let path = target.prefix { $0 != "?" }
        self.path = path.isEmpty ? "/" : String(path)
        query = target.dropFirst(path.count + 1)
            .split(separator: "&")
            .map { $0.utf8.contains(UInt8(ascii: "=")) ? String($0) : "\($0)=" }
            .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
            .joined(separator: "&")
    }
}

extension Timestamp {
    /// ISO 8601 without separators, to the second: `20130524T000000Z`.
    fileprivate var basicDateAndTime: String {
        description.filter { $0 != "-" && $0 != ":" }
    }
}
