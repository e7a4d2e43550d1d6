import JSON5

/// Why an action ends before its last request.
struct ConnectorStop: Error {
    var outcome: ConnectorOutcome

    /// Nothing was sent, and nothing would be next time.
    static func refused(_ words: String) -> ConnectorStop {
        ConnectorStop(outcome: .refused(status: nil, words: words))
    }
}

/// A whole answer, read as JSON when someone asks.
struct ConnectorAnswer {
    let response: HTTPResponse
    /// The body as JSON, nil when it is not.
    let json: JSONValue?

    init(_ response: HTTPResponse) {
        self.response = response
        json = try? JSONValue(parsing: response.body, path: "answer", options: .reply)
    }

    var text: String {
        let text = String(decoding: response.body, as: UTF8.self).unicodeScalars
        let blanks: Set<Unicode.Scalar> = [" ", "\t", "\r", "\n"]
        let start = text.drop { blanks.contains($0) }
        return String(String.UnicodeScalarView(start.reversed().drop { blanks.contains($0) }.reversed()))
    }
}

extension ConnectorRunner {
    /// What a transport error means for the action.
    func stop(_ error: TransportError, step: ConnectorStep) -> ConnectorStop {
        let words = shown(error.message)
        switch error.outcome {
        case .notSent: return ConnectorStop(outcome: .retryLater(after: nil, words: words))
        case .outcomeUnknown:
            return ConnectorStop(
                outcome: step.isRepeatable ? .retryLater(after: nil, words: words) : .unknown(words: words)
            )
        }
    }

    /// What an answer means when it is no success, nil when it is one.
    ///
    /// 408, 409, 425, 429 and what the connector names certify that nothing was applied. Another 5xx does not: unless
    /// the request may be repeated, somebody has to look.
    func stop(_ answer: ConnectorAnswer, step: ConnectorStep) -> ConnectorStop? {
        let status = answer.response.status
        if (200..<300).contains(status) || step.doneStatuses.contains(status) { return nil }
        if (300..<400).contains(status) {
            return ConnectorStop(
                outcome: .refused(status: status, words: "redirects elsewhere (\(status)), which is never followed")
            )
        }
        let words = said(answer)
        let mayComeBack =
            [408, 409, 425, 429].contains(status) || connector.retry.statuses.contains(status)
            || connector.retry.whenHinted.contains(status) && asksToWait(answer)
        if mayComeBack {
            return ConnectorStop(outcome: .retryLater(after: hint(answer), words: words))
        }
        if status >= 500 {
            return ConnectorStop(
                outcome: step.isRepeatable
                    ? .retryLater(after: hint(answer), words: words) : .unknown(words: words)
            )
        }
        return ConnectorStop(outcome: .refused(status: status, words: words))
    }

    /// An answer that is a success by its status and none by its content.
    func stop(_ answer: ConnectorAnswer, failing clause: Condition.Clause) -> ConnectorStop {
        // Only what is meant for people: a whole document would say nothing.
        let words = connector.errorWords.lazy.compactMap { answer.json?.values(at: $0).first?.scalarText }
            .first { !$0.isEmpty }
        let text = answer.json == nil ? message(in: answer) : nil
        let detail = words.map(shown) ?? text ?? "'\(clause.written)' is not as it should be"
        return ConnectorStop(
            outcome: .refused(
                status: answer.response.status,
                words: "answered \(answer.response.status) with an error inside: \(detail)"
            )
        )
    }

    /// An answer that should be JSON, or should have a value, and is not or has not.
    func stop(unreadable words: String, step: ConnectorStep) -> ConnectorStop {
        ConnectorStop(
            outcome: step.isRepeatable ? .refused(status: nil, words: words) : .unknown(words: words)
        )
    }

    /// Status and the provider's own words.
    private func said(_ answer: ConnectorAnswer) -> String {
        "answered \(answer.response.status)" + (message(in: answer).map { ": \($0)" } ?? "")
    }

    private func message(in answer: ConnectorAnswer) -> String? {
        guard let json = answer.json else {
            let text = answer.text
            // A page of HTML says nothing to a person on a terminal.
            return text.isEmpty || text.hasPrefix("<") ? nil : shown(text)
        }
        for pointer in connector.errorWords {
            guard let value = json.values(at: pointer).first, !value.isEmpty else { continue }
            return shown(value.scalarText ?? JSONWriter.text(value))
        }
        return json.isEmpty ? nil : shown(json.scalarText ?? JSONWriter.text(json))
    }

    /// How long an answer asks to wait that certifies that nothing was applied; nil when it does not, or says no time.
    func wait(askedBy answer: ConnectorAnswer) -> Duration? {
        let status = answer.response.status
        guard
            status == 429 || connector.retry.statuses.contains(status)
                || connector.retry.whenHinted.contains(status) && asksToWait(answer)
        else { return nil }
        return hint(answer)
    }

    /// Keeps still as long as an answer says that no request is left.
    func heed(_ answer: ConnectorAnswer) {
        guard hasNoneLeft(answer), let wait = hint(answer) else { return }
        pacer.close(until: now().advanced(by: wait))
    }

    private func hasNoneLeft(_ answer: ConnectorAnswer) -> Bool {
        guard let name = connector.retry.remaining else { return false }
        return answer.response.header(name).flatMap(Int.init).map { $0 <= 0 } ?? false
    }

    private func asksToWait(_ answer: ConnectorAnswer) -> Bool {
        answer.response.header("Retry-After") != nil || hasNoneLeft(answer)
    }

    /// When the provider says to come back, nil when it does not.
    private func hint(_ answer: ConnectorAnswer) -> Duration? {
        for place in connector.retry.after {
            let text =
                place.hasPrefix("/")
                ? JSONPointer(place).flatMap { answer.json?[$0]?.scalarText }
                : answer.response.header(place)
            if let text, let wait = RetryHint.wait(text, now: now()) { return wait }
        }
        return nil
    }

    /// A provider's text made fit for a person: without secrets and control characters, of at most 300 characters.
    func shown(_ text: String) -> String {
        let limit = 300
        // Cut first: escaping a megabyte only to throw it away takes time.
        let start = String(String.UnicodeScalarView(text.unicodeScalars.prefix(4 * limit)))
        let safe = escapingControls(session.redacted(redaction.redacted(start))).unicodeScalars
        return safe.count > limit ? String(String.UnicodeScalarView(safe.prefix(limit - 1))) + "…" : String(safe)
    }
}
