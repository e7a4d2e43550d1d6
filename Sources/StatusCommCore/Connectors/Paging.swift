import JSON5

/// How a list goes on after its first page, and how to tell that it was cut off.
struct Paging: Hashable, Sendable {
    /// What makes the next request of the last answer.
    enum Way: Hashable, Sendable {
        /// Pages by number, until one is shorter than `size`, or empty.
        case number(query: String, start: Int, size: Int?)
        /// Pages by the number of elements before them, until one is shorter than `size`.
        case offset(query: String, size: Int)
        /// The answer names the URL of the next page; followed only to the same origin.
        case next(JSONPointer)
        /// The answer has a token that goes into the query.
        case token(JSONPointer, query: String)
        /// The answer has a token that goes into the body of the same request.
        case bodyToken(JSONPointer, place: JSONPointer)
        /// The answer's `Link` header has `rel="next"` (RFC 8288).
        case link
    }

    var way: Way
    /// Most pages there can be; one more is a fault, of ours or of a provider that cuts lists off.
    var most = Paging.defaultMost
    /// Holds of the answer as long as there is another page; where it is given, the size of a page says nothing.
    var isGoingOn = Condition.always
    /// Where the answer says how many elements there are in all: fewer than that is a list cut off.
    var total: JSONPointer?

    /// Pages of a list of which nobody says more.
    static let defaultMost = 200
}

extension ConnectorRun {
    /// Goes through the pages of a list until the visitor says false.
    ///
    /// - Throws: a stop also when the list goes on where the provider, or `Paging.most`, ends it.
    mutating func pages(
        of step: ConnectorStep,
        in context: ConnectorContext,
        visit: (inout ConnectorRun, [JSONValue], ConnectorAnswer) throws(ConnectorStop) -> Bool
    ) async throws(ConnectorStop) {
        let first = try rendering { () throws(RenderError) in try step.request(of: connector, in: context) }
        let most = step.page?.most ?? 1
        var request = first
        var seen = 0
        switch step.page?.way {
        case .number(let query, let start, _)?: request.url = first.url.adding(query, String(start))
        case .offset(let query, _)?: request.url = first.url.adding(query, "0")
        case .next, .token, .bodyToken, .link, nil: break
        }
        for page in 0..<most {
            let answer = try await exchange(request, step: step)
            try check(answer, step: step, in: context)
            guard let json = answer.json else { throw notJSON(answer, step: step) }
            guard let elements = step.list.elements(in: json) else {
                let places = step.list.pointers.map { "'\($0)'" }.joined(separator: " or ")
                throw runner.stop(unreadable: "answered without a list at \(places)", step: step)
            }
            seen += elements.count
            guard try visit(&self, elements, answer) else { return }
            let goesOn = try rendering { () throws(RenderError) in
                try step.page?.isGoingOn.holds(of: json, in: context.theirs) ?? false
            }
            let next =
                goesOn
                ? try step.page?.next(after: page, elements: elements.count, json: json, answer: answer, from: first)
                : nil
            guard let next, next != request else {
                if let total = step.page?.total.flatMap({ json[$0]?.int }), seen < total {
                    throw .refused("the list was cut off: \(seen) of \(total) came")
                }
                return
            }
            request = next
        }
        throw .refused("the provider's list does not end after \(most) pages")
    }
}

extension Paging {
    /// Request of the page after this one, nil when this was the last.
    fileprivate func next(
        after page: Int,
        elements: Int,
        json: JSONValue,
        answer: ConnectorAnswer,
        from first: HTTPRequest
    ) throws(ConnectorStop) -> HTTPRequest? {
        var next = first
        switch way {
        case .number(let query, let start, let size):
            if isGoingOn.isEmpty, elements < size ?? 1 { return nil }
            next.url = first.url.adding(query, String(start + page + 1))
        case .offset(let query, let size):
            if isGoingOn.isEmpty, elements < size { return nil }
            next.url = first.url.adding(query, String((page + 1) * size))
        case .token(let pointer, let query):
            guard let token = json[pointer]?.scalarText, !token.isEmpty else { return nil }
            next.url = first.url.adding(query, token)
        case .bodyToken(let pointer, let place):
            guard let token = json[pointer], !token.isEmpty else { return nil }
            let body = first.body.flatMap { try? JSONValue(parsing: $0, path: "body", options: .store) }
            next.body = JSONWriter.bytes((body ?? .object(JSONObject())).replacing(place.tokens[...], with: token))
        case .next(let pointer):
            guard let reference = json[pointer]?.string, !reference.isEmpty else { return nil }
            next.url = try sameOrigin(reference, as: first)
        case .link:
            guard let reference = answer.response.nextLink else { return nil }
            next.url = try sameOrigin(reference, as: first)
        }
        return next
    }

    private func sameOrigin(_ reference: String, as first: HTTPRequest) throws(ConnectorStop) -> String {
        guard let url = first.url(sameOrigin: reference) else {
            throw .refused("the next page is at another host, which is never followed")
        }
        return url
    }
}

extension JSONValue {
    /// The value with another one at a place; objects on the way are made.
    fileprivate func replacing(_ tokens: ArraySlice<String>, with value: JSONValue) -> JSONValue {
        guard let name = tokens.first else { return value }
        var object = self.object ?? JSONObject()
        object[name] = (object[name] ?? .null).replacing(tokens.dropFirst(), with: value)
        return .object(object)
    }
}

extension String {
    /// The URL with one more query parameter.
    fileprivate func adding(_ name: String, _ value: String) -> String {
        self + (utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + PercentEncoding.encode(name) + "="
            + PercentEncoding.encode(value)
    }
}
