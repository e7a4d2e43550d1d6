import JSON5

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where values are found in an answer.
indirect enum ValueSource: Hashable, Sendable {
    /// Which of several comes first.
    enum Order: String, CaseIterable, Sendable {
        case first
        case last
        /// The one with the earliest time.
        case earliest
        case latest
    }

    case pointer(JSONPointer)
    case header(String)
    /// Made of other values.
    case text(ConnectorText)
    /// The first that has any value.
    case firstOf([ValueSource])
    /// The values of all.
    case allOf([ValueSource])
    /// Text that the provider has in base64 (RFC 4648 section 4), line breaks aside.
    case base64(JSONPointer)
    /// Of every value of a list that matches, in an order.
    case picked(from: JSONPointer, where: Condition, value: JSONPointer, order: Order)

    var texts: [ConnectorText] {
        switch self {
        case .pointer, .header, .base64: []
        case .text(let text): [text]
        case .firstOf(let sources), .allOf(let sources): sources.flatMap(\.texts)
        case .picked(_, let condition, _, _): condition.texts
        }
    }
}

extension ValueSource {
    /// Whether it looks into an answer's JSON.
    var needsJSON: Bool {
        switch self {
        case .pointer, .base64, .picked: true
        case .header, .text: false
        case .firstOf(let sources), .allOf(let sources): sources.contains(where: \.needsJSON)
        }
    }

    /// Whether it leads to a list whatever is in it.
    var isList: Bool {
        switch self {
        case .pointer(let pointer): pointer.isPattern
        case .header, .text, .firstOf, .allOf, .base64, .picked: false
        }
    }

    /// Whether an answer tells of it at all: an empty list is told, a missing one is not.
    func isTold(in json: JSONValue) -> Bool {
        switch self {
        case .pointer(let pointer), .base64(let pointer), .picked(let pointer, _, _, _):
            json[JSONPointer(tokens: Array(pointer.tokens.prefix { $0 != "*" }))] != nil
        case .header, .text: true
        case .firstOf(let sources), .allOf(let sources): sources.contains { $0.isTold(in: json) }
        }
    }

    /// The values, none when there is none.
    func values(
        in json: JSONValue,
        answer: ConnectorAnswer?,
        context: JSONObject
    ) throws(RenderError) -> [JSONValue] {
        switch self {
        case .pointer(let pointer):
            return json.values(at: pointer)
        case .header(let name):
            return answer?.response.header(name).map { [.string($0)] } ?? []
        case .text(let text):
            // Made of what may be missing: then there is none.
            guard let value = try? text.value(in: context), !value.isNull else { return [] }
            return [value]
        case .firstOf(let sources):
            for source in sources {
                let values = try source.values(in: json, answer: answer, context: context)
                if values.contains(where: { !$0.isEmpty }) { return values }
            }
            return []
        case .allOf(let sources):
            var values: [JSONValue] = []
            for source in sources { values += try source.values(in: json, answer: answer, context: context) }
            return values
        case .base64(let pointer):
            return json.values(at: pointer).compactMap { value in
                let data = value.string.flatMap { Data(base64Encoded: $0, options: .ignoreUnknownCharacters) }
                return data.map { .string(String(decoding: $0, as: UTF8.self)) }
            }
        case .picked(let list, let condition, let value, let order):
            var found: [JSONValue] = []
            for element in json.values(at: list) where try condition.holds(of: element, in: context) {
                found += element.values(at: value)
            }
            return order.sorted(found)
        }
    }
}

extension ValueSource.Order {
    fileprivate func sorted(_ values: [JSONValue]) -> [JSONValue] {
        func time(_ value: JSONValue) -> Int64? { Timestamp(answered: value)?.milliseconds }
        switch self {
        case .first: return values
        case .last: return values.reversed()
        case .earliest: return values.sorted { time($0) ?? .max < time($1) ?? .max }
        case .latest: return values.sorted { time($0) ?? .min > time($1) ?? .min }
        }
    }
}
