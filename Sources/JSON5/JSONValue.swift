/// Any JSON value, without a position.
///
/// Objects keep the order of their members and numbers keep their source text, so that what a person wrote is what
/// a person reads: `12.50` stays `12.50` (RFC 8259 section 6 leaves the precision to the reader). Equality follows
/// from that: `1.0` and `1` differ, and so do two objects with the same members in another order.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}
