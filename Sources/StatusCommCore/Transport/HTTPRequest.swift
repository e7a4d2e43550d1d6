/// Method of a request (RFC 9110 section 9).
package enum HTTPMethod: String, Hashable, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
}

/// One header line.
package struct HTTPHeader: Hashable, Sendable {
    /// Name as it is sent; compared without regard to case.
    package var name: String
    package var value: String

    /// Pairs a name with its value.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A finished HTTP request: these bytes are sent.
package struct HTTPRequest: Hashable, Sendable {
    package var method: HTTPMethod
    /// Absolute URL, already percent-encoded; may carry a secret.
    package var url: String
    package var headers: [HTTPHeader]
    /// Content; nil sends none.
    package var body: [UInt8]?
    /// Limit for the whole exchange, from name lookup to the last byte of the answer.
    package var timeout: Duration

    /// States a request.
    package init(
        method: HTTPMethod,
        url: String,
        headers: [HTTPHeader] = [],
        body: [UInt8]? = nil,
        timeout: Duration = .seconds(30)
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }
}

/// The answer to a request; any status, redirects among them, which nobody follows.
package struct HTTPResponse: Hashable, Sendable {
    package var status: Int
    package var headers: [HTTPHeader]
    package var body: [UInt8]

    /// States an answer.
    package init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Value of the first header of that name, in any case.
    package func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }
}
