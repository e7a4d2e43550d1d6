import CLibcurl

/// What the callbacks of one transfer collect.
///
/// A class because libcurl keeps a pointer to it; touched only by the thread that performs the transfer.
final class CurlTransferState {
    private let bodyLimit: Int
    private let headerLimit: Int
    private let cancellation: CurlCancellation
    private var headerBytes = 0
    private(set) var headers: [CurlRequest.Header] = []
    private(set) var body: [UInt8] = []
    /// Why a callback ended the transfer, nil when none did.
    private(set) var stop: (reason: CurlError.Reason, detail: String)?

    init(bodyLimit: Int, headerLimit: Int, cancellation: CurlCancellation) {
        self.bodyLimit = bodyLimit
        self.headerLimit = headerLimit
        self.cancellation = cancellation
    }

    /// Sets the callbacks; the state must outlive the transfer.
    func attach(to handle: inout EasyHandle) throws(CurlError) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try handle.set(CURLOPT_WRITEDATA, pointer: context)
        try handle.set(CURLOPT_HEADERDATA, pointer: context)
        try handle.set(CURLOPT_XFERINFODATA, pointer: context)
        try handle.set(CURLOPT_NOPROGRESS, false)
        try handle.set(
            CURLOPT_WRITEFUNCTION,
            callback: { CurlTransferState.of($3)?.take(body: $0, $1 * $2) ?? 0 }
        )
        try handle.set(
            CURLOPT_HEADERFUNCTION,
            callback: { CurlTransferState.of($3)?.take(header: $0, $1 * $2) ?? 0 }
        )
        try handle.set(
            CURLOPT_XFERINFOFUNCTION,
            progress: { context, _, _, _, _ in CurlTransferState.of(context)?.shallStop == true ? 1 : 0 }
        )
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> CurlTransferState? {
        context.map { Unmanaged<CurlTransferState>.fromOpaque($0).takeUnretainedValue() }
    }

    // libcurl's own CURLOPT_MAXFILESIZE does not see chunked bodies before 8.4.0, so bytes are counted here.
    private func take(body bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard let bytes, body.count + count <= bodyLimit else {
            stop = (.bodyTooLarge(limit: bodyLimit), "the answer is longer than \(bodyLimit) bytes")
            return 0
        }
        body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return count
    }

    private func take(header bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        headerBytes += count
        guard let bytes, headerBytes <= headerLimit else {
            stop = (.headersTooLarge(limit: headerLimit), "the answer's headers are longer than \(headerLimit) bytes")
            return 0
        }
        let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // An interim answer (RFC 9110 section 15.2) came before: the final one starts anew.
            headers = []
        } else if let colon = line.firstIndex(of: ":") {
            headers.append(
                CurlRequest.Header(
                    name: String(line[..<colon]),
                    value: Self.trimmed(line[line.index(after: colon)...])
                )
            )
        }
        return count
    }

    private var shallStop: Bool {
        guard cancellation.isCancelled else { return false }
        stop = (.cancelled, "cancelled")
        return true
    }

    private static func trimmed(_ text: Substring) -> String {
        var scalars = text.unicodeScalars[...]
        let isBlank: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\n" }
        while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
        while let last = scalars.last, isBlank(last) { scalars.removeLast() }
        return String(scalars)
    }
}
