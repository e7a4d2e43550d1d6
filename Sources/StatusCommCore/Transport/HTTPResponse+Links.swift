import Curl

extension HTTPResponse {
    /// Target of the `Link` header's `rel="next"` (RFC 8288 section 3), nil when there is none.
    package var nextLink: String? {
        for header in headers where header.name.lowercased() == "link" {
            for link in header.value.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
                guard let end = link.firstIndex(of: ">") else { continue }
                let parameters = link[link.index(after: end)...].lowercased().filter { $0 != " " && $0 != "\"" }
                if parameters.split(whereSeparator: { $0 == ";" || $0 == "," }).contains("rel=next") {
                    return String(link[..<end])
                }
            }
        }
        return nil
    }
}

extension HTTPRequest {
    /// A reference from an answer as a URL, nil when it leads to another scheme, host or port, or is none.
    ///
    /// An endpoint comes from the configuration, never from an answer.
    package func url(sameOrigin reference: String) -> String? {
        guard let base = try? WebAddress(url), let next = try? base.resolving(reference), next.hasSameOrigin(as: base)
        else { return nil }
        return next.text
    }
}
