import JSON5

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension ConnectorStep {
    /// The request that the step stands for.
    func request(
        of connector: Connector,
        in context: ConnectorContext
    ) throws(RenderError) -> HTTPRequest {
        let theirs = context.theirs
        var url = try path.render(in: theirs, for: .path)
        if url.hasPrefix("/"), let base = connector.base {
            var start = try base.render(in: theirs, for: .path)
            while start.hasSuffix("/") { start.removeLast() }
            url = start + url
        }
        for field in query {
            guard let value = try field.rendered(in: theirs, for: .value) else { continue }
            url += url.utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
            url += PercentEncoding.encode(field.name) + "=" + PercentEncoding.encode(value)
        }
        var lines: [HTTPHeader] = []
        if let basic = connector.basic {
            let user = try basic.user.render(in: theirs, for: .header)
            let password = try basic.password.render(in: theirs, for: .header)
            lines.append(HTTPHeader("Authorization", "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()))
        }
        for field in try connector.headers + headers + chosenHeaders(in: theirs) {
            // The login itself has no token yet.
            if theirs["login"] == nil, field.value.paths.contains(where: { $0.first == "login" }) { continue }
            guard let value = try field.rendered(in: theirs, for: .header) else { continue }
            lines.removeAll { $0.name.lowercased() == field.name.lowercased() }
            lines.append(HTTPHeader(field.name, value))
        }
        if !lines.contains(where: { $0.name.lowercased() == "accept" }) {
            lines.append(HTTPHeader("Accept", "application/json"))
        }
        var content: [UInt8]?
        if let body, let value = try body.render(in: theirs, ours: context.ours) {
            let (bytes, mediaType) = try encoded(value, in: theirs)
            content = bytes
            if !lines.contains(where: { $0.name.lowercased() == "content-type" }) {
                lines.append(HTTPHeader("Content-Type", mediaType))
            }
        }
        return HTTPRequest(
            method: try chosenMethod(in: theirs),
            url: url,
            headers: lines,
            body: content,
            timeout: connector.timeout
        )
    }

    private func chosenMethod(in context: JSONObject) throws(RenderError) -> HTTPMethod {
        guard let chosenMethod else { return method }
        let name = try chosenMethod.render(in: context, for: .value)
        guard let method = HTTPMethod(rawValue: name.uppercased()) else {
            throw RenderError(message: "the method '\(escapingControls(name))' is not known")
        }
        return method
    }

    private func chosenHeaders(in context: JSONObject) throws(RenderError) -> [Field] {
        guard let headersFrom, let object = context.value(at: headersFrom)?.object else { return [] }
        var fields: [Field] = []
        for member in object.members {
            do throws(ConnectorText.SyntaxError) {
                let text = try ConnectorText(member.value.scalarText ?? "", at: location)
                fields.append(Field(name: member.name, value: text, isOptional: false))
            } catch {
                throw RenderError(message: error.message)
            }
        }
        return fields
    }

    private func encoded(
        _ value: JSONValue,
        in context: JSONObject
    ) throws(RenderError) -> (bytes: [UInt8], mediaType: String) {
        switch encoding {
        case .json:
            return (JSONWriter.bytes(value), "application/json")
        case .form:
            var pairs: [String] = []
            for member in value.object?.members ?? [] {
                for value in member.value.array ?? [member.value] {
                    guard let text = value.isNull ? "" : value.scalarText else {
                        throw RenderError(message: "the form field '\(member.name)' is no text")
                    }
                    pairs.append(PercentEncoding.encode(member.name) + "=" + PercentEncoding.encode(text))
                }
            }
            return (Array(pairs.joined(separator: "&").utf8), "application/x-www-form-urlencoded")
        case .raw(let contentType):
            guard let text = value.scalarText else { throw RenderError(message: "the raw body is no text") }
            return (Array(text.utf8), try contentType.render(in: context, for: .header))
        }
    }
}

extension ConnectorStep.Field {
    /// The value, nil when the field is left out.
    fileprivate func rendered(
        in context: JSONObject,
        for place: ConnectorText.Place
    ) throws(RenderError) -> String? {
        if isOptional, let path = value.singleTag, context.value(at: path)?.isEmpty ?? true { return nil }
        return try value.render(in: context, for: place)
    }
}
