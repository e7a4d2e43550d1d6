import JSON5

/// A request as it would be sent, secrets masked.
package struct PreviewedRequest: Hashable, Sendable {
    package var method: HTTPMethod
    package var url: String
    package var headers: [HTTPHeader]
    /// Content as text, nil when there is none.
    package var body: String?

    /// Describes a request.
    package init(method: HTTPMethod, url: String, headers: [HTTPHeader], body: String?) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// What an action would do.
package struct ConnectorPreview: Hashable, Sendable {
    package var requests: [PreviewedRequest]
    package var reports: [ConnectorReport]
    /// Why it would not get to its end, nil when it would.
    package var problem: String?

    /// Describes what would be done.
    package init(requests: [PreviewedRequest], reports: [ConnectorReport] = [], problem: String? = nil) {
        self.requests = requests
        self.reports = reports
        self.problem = problem
    }
}

extension ConnectorRunner {
    /// Makes every request of an action and sends none.
    ///
    /// Ids that only an answer would tell stand as `<remoteID of NAME>`; catalogues are taken from the cache if they
    /// are there.
    package func preview(_ action: ConnectorAction, _ input: ConnectorInput) async -> ConnectorPreview {
        var run = ConnectorRun(runner: self, input: input, isPreview: true)
        var problem: String?
        do throws(ConnectorStop) {
            try await run.execute(action)
        } catch {
            switch error.outcome {
            case .done: break
            case .refused(_, let words), .retryLater(_, let words), .unknown(let words): problem = words
            }
        }
        return ConnectorPreview(
            requests: run.noted.map(masked),
            reports: run.reports,
            problem: problem
        )
    }

    private func masked(_ request: HTTPRequest) -> PreviewedRequest {
        PreviewedRequest(
            method: request.method,
            url: redaction.redacted(request.url),
            headers: request.headers.map { HTTPHeader($0.name, masked($0)) },
            body: request.body.map { redaction.redacted(String(decoding: $0, as: UTF8.self)) }
        )
    }

    private func masked(_ header: HTTPHeader) -> String {
        // A runner that knows no secret has encoded the mask.
        header.value.hasPrefix("Basic ") ? "Basic " + Connector.secretMask : redaction.redacted(header.value)
    }
}
