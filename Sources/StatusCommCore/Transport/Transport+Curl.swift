import Curl

extension Transport {
    /// Sends over libcurl, each exchange on a thread of its own.
    ///
    /// `caFile` holds certificates to trust instead of the system's, PEM. `http:` leaves this machine only with
    /// `allowsPlainHTTP`.
    package static func curl(caFile: String? = nil, allowsPlainHTTP: Bool = false) -> Transport {
        Transport { request async throws(TransportError) in
            let exchange: CurlRequest
            do throws(CurlError) {
                exchange = try CurlRequest(request, caFile: caFile, allowsPlainHTTP: allowsPlainHTTP)
            } catch {
                throw TransportError(error, host: "")
            }
            do throws(CurlError) {
                let answer = try await exchange.performOnOwnThread().get()
                return HTTPResponse(
                    status: answer.status,
                    headers: answer.headers.map { HTTPHeader($0.name, $0.value) },
                    body: answer.body
                )
            } catch {
                throw TransportError(error, host: exchange.url.host)
            }
        }
    }
}

extension CurlRequest {
    fileprivate init(_ request: HTTPRequest, caFile: String?, allowsPlainHTTP: Bool) throws(CurlError) {
        self.init(
            method: request.method.rawValue,
            url: try WebAddress(request.url),
            headers: request.headers.map { Header(name: $0.name, value: $0.value) },
            body: request.body,
            timeoutMilliseconds: Int(request.timeout / .milliseconds(1))
        )
        self.caFile = caFile
        self.allowsPlainHTTP = allowsPlainHTTP
    }

    // Never on the cooperative pool: a relay that hangs must not hold up the status page.
    fileprivate func performOnOwnThread() async -> Result<CurlResponse, CurlError> {
        let cancellation = CurlCancellation()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let started = CurlThread.start {
                    continuation.resume(
                        returning: Result { () throws(CurlError) in try perform(cancellation: cancellation) }
                    )
                }
                if !started {
                    let reason = "the system gives no more threads"
                    continuation.resume(
                        returning: .failure(
                            CurlError(reason: .outOfResources, detail: reason, delivery: .notSent)
                        )
                    )
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
    }
}

extension TransportError {
    fileprivate init(_ error: CurlError, host: String) {
        let outcome: Outcome =
            switch error.delivery {
            case .notSent: .notSent
            case .unknown: .outcomeUnknown
            }
        self.init(
            outcome: outcome,
            host: host,
            cause: error.detail,
            isTimeout: error.isTimeout || error.reason == .cancelled,
            status: error.status
        )
    }
}
