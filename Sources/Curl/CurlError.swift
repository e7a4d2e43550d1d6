import CLibcurl

/// Why a transfer did not end well, and whether the other side may have acted on it.
package struct CurlError: Error, Hashable, Sendable {
    /// What ended the transfer.
    package enum Reason: Hashable, Sendable {
        /// A CURLcode; see <https://curl.se/libcurl/c/libcurl-errors.html>.
        case libcurl(Int32)
        /// The body grew beyond our limit, in bytes.
        case bodyTooLarge(limit: Int)
        /// The header lines grew beyond our limit, in bytes.
        case headersTooLarge(limit: Int)
        /// The caller gave up.
        case cancelled
        /// Refused before libcurl saw it: control characters, spaces, a scheme that is not allowed, no host.
        case invalidURL
        /// Refused before libcurl saw it: the name is no token (RFC 9110 section 5.6.2).
        case invalidHeaderName
        /// Refused before libcurl saw it: a control character in the value; the name is given.
        case invalidHeaderValue(name: String)
        /// Refused before libcurl saw it: the method is no upper-case token.
        case invalidMethod
        /// The system has no memory or no thread left.
        case outOfResources
    }

    /// What is certain about the other side.
    package enum Delivery: Hashable, Sendable {
        /// Not one byte of the request left: it may be sent again.
        case notSent
        /// The request, or a part of it, was sent: it may have been applied.
        case unknown
    }

    package let reason: Reason
    /// Cause in libcurl's or our words, for a person; control characters are already replaced.
    package let detail: String
    package let delivery: Delivery
    /// HTTP status or SMTP reply code that had come before the transfer broke, nil when none had.
    package let status: Int?

    /// States an error.
    package init(reason: Reason, detail: String, delivery: Delivery, status: Int? = nil) {
        self.reason = reason
        self.detail = detail
        self.delivery = delivery
        self.status = status
    }
}

extension CurlError {
    /// Refused before anything was sent.
    static func refused(_ reason: Reason, _ detail: String) -> CurlError {
        CurlError(reason: reason, detail: detail, delivery: .notSent)
    }

    /// Whether libcurl can only end with this code before it sends a request.
    ///
    /// Set-up (1, 2, 3, 4, 48), names and connect (5, 6, 7, 45), TLS (35, 53, 54, 58, 59, 60, 64, 66, 77, 82, 83, 90,
    /// 91, 98). All else counts as sent unless libcurl says that it wrote no byte of a request: 27 and 43 too, which
    /// `curl_easy_perform` also returns when waiting for the answer fails.
    static func endsBeforeRequest(_ code: CURLcode) -> Bool {
        [
            1, 2, 3, 4, 5, 6, 7, 35, 45, 48, 53, 54, 58, 59, 60, 64, 66, 77, 82, 83, 90, 91, 98,
        ].contains(code.rawValue)
    }

    /// The CURLcode, nil when it was not libcurl that ended the transfer.
    package var code: Int32? {
        switch reason {
        case .libcurl(let code): code
        case .bodyTooLarge, .headersTooLarge, .cancelled, .invalidURL, .invalidHeaderName, .invalidHeaderValue,
            .invalidMethod, .outOfResources:
            nil
        }
    }

    /// Whether it ran into a time limit (CURLE_OPERATION_TIMEDOUT).
    package var isTimeout: Bool { code == 28 }
}
