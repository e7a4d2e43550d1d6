/// How bad an incident is for the people who use the product.
package enum Severity: String, CaseIterable, Sendable {
    case critical
    case high
    case medium
    case low
}

extension Severity: Comparable {
    /// Orders from `low` to `critical`.
    package static func < (first: Severity, second: Severity) -> Bool { first.rank < second.rank }

    private var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        case .critical: 3
        }
    }
}
