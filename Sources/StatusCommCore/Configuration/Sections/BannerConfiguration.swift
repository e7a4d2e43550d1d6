import JSON5

/// Where the banner inside the product is published.
package struct BannerConfiguration: Sendable {
    /// An upload of the feed by HTTP PUT.
    package struct Upload: Hashable, Sendable {
        /// Header whose value may be a secret.
        package struct Header: Hashable, Sendable {
            package var name: String
            package var value: Value

            /// What a header holds.
            package enum Value: Hashable, Sendable {
                case text(String)
                case secret(Secret)
            }
        }

        /// Address, or the secret that holds a pre-signed one.
        package enum Address: Hashable, Sendable {
            case url(String)
            case secret(Secret)
        }

        package var address: Address
        package var headers: [Header]
    }

    /// An object in an S3 bucket, or in a store with the same interface.
    package struct Bucket: Hashable, Sendable {
        package var bucket: String
        package var key: String
        package var region: String
        /// Address of a store other than AWS.
        package var endpoint: String?
        package var accessKeyID: Secret
        package var secretAccessKey: Secret
        package var sessionToken: Secret?
    }

    /// Name of the target, unique among all targets.
    package var name: String
    /// The feed as a file, absolute.
    package var file: String?
    package var upload: Upload?
    package var bucket: Bucket?
    /// The push channel.
    package var stream: ConnectorSettings?
    /// The call that empties a cache after the feed has changed.
    package var purge: ConnectorSettings?
    /// Leaves it shows; empty for all.
    package var components: [String]
    /// Text where an incident has no customer message.
    package var defaultMessage: String?

    init?(_ fields: inout Fields, _ reading: ComponentReading) {
        let name = fields.targetName()
        file = fields.path("file")
        upload = Self.upload(&fields)
        bucket = Self.bucket(&fields)
        if var stream = fields.fields("stream", of: "'stream' of a banner") {
            self.stream = ConnectorSettings(&stream, .banner)
        }
        if var purge = fields.fields("purge", of: "'purge' of a banner") {
            self.purge = ConnectorSettings(&purge, .banner)
        }
        components = reading.leaves(&fields, "components")
        defaultMessage = fields.text("defaultMessage")
        fields.finish()
        let places = ["file", "put", "s3"].filter { fields.node($0) != nil }
        if places.isEmpty, fields.node.object != nil {
            fields.reading.report(
                "a banner needs a place for its feed",
                hint: "add file: \"banners.json\", put: { url } or s3: { bucket }",
                at: fields.node.location
            )
        }
        guard let name else { return nil }
        self.name = name
    }

    private static func upload(_ fields: inout Fields) -> Upload? {
        guard var put = fields.fields("put", of: "'put' of a banner") else { return nil }
        var address: Upload.Address?
        if let node = put.required("url") {
            // A pre-signed address is a secret.
            address =
                node.object != nil
                ? put.secret(node, "url").map(Upload.Address.secret)
                : put.url(node, "url", schemes: ["https", "http"]).map(Upload.Address.url)
        }
        let headers = put.fields("headers", of: "'headers' of a banner")?.headers ?? []
        put.finish()
        return address.map { Upload(address: $0, headers: headers) }
    }

    private static func bucket(_ fields: inout Fields) -> Bucket? {
        guard var s3 = fields.fields("s3", of: "'s3' of a banner") else { return nil }
        let bucket = s3.requiredText("bucket")
        let key = s3.text("key") ?? "banners.json"
        let region = s3.text("region") ?? "us-east-1"
        let endpoint = s3.url("endpoint")
        let id = s3.required("accessKeyID").flatMap { s3.secret($0, "accessKeyID") }
        let secret = s3.required("secretAccessKey").flatMap { s3.secret($0, "secretAccessKey") }
        let token = s3.secret("sessionToken")
        s3.finish()
        guard let bucket, let id, let secret else { return nil }
        return Bucket(
            bucket: bucket,
            key: key,
            region: region,
            endpoint: endpoint,
            accessKeyID: id,
            secretAccessKey: secret,
            sessionToken: token
        )
    }
}

extension Fields {
    /// Header fields under free keys; a value may be a secret.
    fileprivate var headers: [BannerConfiguration.Upload.Header] {
        members.compactMap { member in
            // RFC 9110 section 5.1: a name is a token.
            let isToken =
                !member.name.isEmpty
                && member.name.utf8.allSatisfy {
                    (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                }
            guard isToken else {
                reading.report("\(quoted(member.name)) is not the name of a header", at: member.nameLocation)
                return nil
            }
            if member.value.object != nil {
                return secret(member.value, member.name).map { .init(name: member.name, value: .secret($0)) }
            }
            return line(member.value, member.name).map { .init(name: member.name, value: .text($0)) }
        }
    }
}
