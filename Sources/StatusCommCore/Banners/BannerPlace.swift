import JSON5

/// A place where the feed is put for readers to fetch.
package enum BannerPlace: Sendable {
    /// A file, absolute path; readable by everybody, replaced whole.
    case file(String)
    /// An upload by HTTP PUT; the values may be secrets, fetched when needed.
    case upload(BannerConfiguration.Upload)
    case bucket(BannerConfiguration.Bucket)
}

extension BannerConfiguration {
    /// Every place of the feed.
    package var places: [BannerPlace] {
        [file.map(BannerPlace.file), upload.map(BannerPlace.upload), bucket.map(BannerPlace.bucket)].compactMap { $0 }
    }
}

/// How one half of a publication ended.
package enum BannerOutcome: Hashable, Sendable {
    case done
    /// The other side would say no again.
    case refused(String)
    /// Worth another try: a second time does no harm, since readers go by the sequence.
    case retry(String, after: Duration?)
    /// Nothing was sent, and a person has to mend something here first, such as a secret.
    case blocked(String)
}

/// Puts a feed in one place.
struct BannerPlacement: Sendable {
    let transport: Transport
    let vault: SecretVault
    let now: @Sendable () -> Timestamp

    /// Headers that readers and their caches go by, where the server keeps what it is sent.
    ///
    /// Public objects of some stores are cached for an hour unless `Cache-Control` says otherwise.
    static let headers = [
        HTTPHeader("Content-Type", "application/json"),
        HTTPHeader("Cache-Control", "public, max-age=15, stale-while-revalidate=30, stale-if-error=86400"),
    ]

    func put(_ bytes: [UInt8], in place: BannerPlace, within limit: Duration) async -> BannerOutcome {
        switch place {
        case .file(let path):
            let slash = path.lastIndex(of: "/") ?? path.startIndex
            let folder = slash == path.startIndex ? "/" : String(path[..<slash])
            let name = String(path[path.index(after: slash)...])
            do {
                _ = try StaticPageWriter(directory: folder).write([StaticFile(path: name, bytes: bytes)])
                return .done
            } catch {
                return .retry(error.message, after: nil)
            }
        case .upload, .bucket:
            let request: HTTPRequest
            do {
                request = try self.request(for: bytes, in: place, timeout: min(limit, .seconds(30)))
            } catch {
                return .blocked(error.reason)
            }
            do {
                return outcome(of: try await transport.send(request))
            } catch {
                return .retry(shown(error.message), after: nil)
            }
        }
    }

    /// What would be done, secrets masked; fetches none.
    func title(_ place: BannerPlace) -> String {
        switch place {
        case .file(let path): return "write \(path)"
        case .upload(let upload):
            switch upload.address {
            case .url(let url): return "PUT \(url)"
            case .secret: return "PUT \(SecretRedactor.mask)"
            }
        case .bucket(let bucket): return "PUT \(url(of: bucket))"
        }
    }

    func request(for bytes: [UInt8], in place: BannerPlace, timeout: Duration) throws(SecretError) -> HTTPRequest {
        var request = HTTPRequest(method: .put, url: "", headers: Self.headers, body: bytes, timeout: timeout)
        switch place {
        case .file: break
        case .upload(let upload):
            switch upload.address {
            case .url(let url): request.url = url
            case .secret(let secret): request.url = try vault.value(of: secret)
            }
            for header in upload.headers {
                let value: String
                switch header.value {
                case .text(let text): value = text
                case .secret(let secret): value = try vault.value(of: secret)
                }
                request.headers.removeAll { $0.name.lowercased() == header.name.lowercased() }
                request.headers.append(HTTPHeader(header.name, value))
            }
        case .bucket(let bucket):
            request.url = url(of: bucket)
            let token: String?
            if let secret = bucket.sessionToken { token = try vault.value(of: secret) } else { token = nil }
            let signature = S3Signature(
                credentials: S3Signature.Credentials(
                    accessKeyID: try vault.value(of: bucket.accessKeyID),
                    secretAccessKey: try vault.value(of: bucket.secretAccessKey),
                    sessionToken: token
                ),
                region: bucket.region
            )
            request = signature.signing(request, at: now())
        }
        return request
    }

    /// Address of an object: the bucket is part of the host at AWS and of the path elsewhere.
    ///
    /// A bucket with a dot in its name has no certificate as a host.
    private func url(of bucket: BannerConfiguration.Bucket) -> String {
        let key = bucket.key.split(separator: "/").map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
        if var endpoint = bucket.endpoint {
            while endpoint.hasSuffix("/") { endpoint.removeLast() }
            return "\(endpoint)/\(PercentEncoding.encode(bucket.bucket))/\(key)"
        }
        let domain = bucket.region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        if bucket.bucket.utf8.contains(UInt8(ascii: ".")) {
            return "https://s3.\(bucket.region).\(domain)/\(bucket.bucket)/\(key)"
        }
        return "https://\(bucket.bucket).s3.\(bucket.region).\(domain)/\(key)"
    }

    private func outcome(of answer: HTTPResponse) -> BannerOutcome {
        let status = answer.status
        switch status {
        case 200..<300: return .done
        case 300..<400:
            let region = answer.header("x-amz-bucket-region").map { "; the bucket's region is '\(shown($0))'" } ?? ""
            return .refused("redirects elsewhere (\(status)), which is never followed\(region)")
        default: break
        }
        var words = "answered \(status)"
        let text = String(decoding: answer.body.prefix(2_000), as: UTF8.self)
        if text.contains("RequestTimeTooSkewed"), let date = answer.header("Date") {
            words += ": our clock says \(now()), theirs \(shown(date))"
        } else if let code = text.element("Code") {
            let message = text.element("Message") ?? ""
            words += ": \(shown(code))" + (message.isEmpty ? "" : ", \(shown(message))")
        } else if !text.isEmpty, !text.hasPrefix("<") {
            words += ": \(shown(text))"
        }
        let mayComeBack = status >= 500 || [408, 409, 425, 429].contains(status)
        return mayComeBack
            ? .retry(words, after: answer.header("Retry-After").flatMap { RetryHint.wait($0, now: now()) })
            : .refused(words)
    }

    /// Words from outside made fit for a person.
    private func shown(_ text: String) -> String {
        escapingControls(vault.redactor.redacted(String(text.prefix(300))))
    }
}

extension String {
    /// Text of the first XML element of that name, without markup inside.
    fileprivate func element(_ name: String) -> String? {
        guard let start = firstRange(of: "<\(name)>")?.upperBound,
            let end = self[start...].firstRange(of: "</\(name)>")?.lowerBound
        else { return nil }
        return String(self[start..<end])
    }
}
