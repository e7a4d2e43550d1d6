/// The known names a person probably meant, best first.
///
/// Case, `_`, `-` and blanks are ignored. A name counts when at most two slips away, and no more than a third of the
/// word's length, so that short words are not answered with nonsense; a name that begins with the word counts too.
///
/// - Parameters:
///   - word: What was written.
///   - names: What is known; ties keep this order.
///   - limit: Most names to return.
/// - Returns: The likeliest names, best first; empty when nothing is near.
package func nearest(to word: String, in names: [String], limit: Int = 3) -> [String] {
    let folded = fold(word)
    guard !folded.isEmpty, folded.unicodeScalars.count <= 64 else { return [] }
    let reach = max(1, min(2, folded.unicodeScalars.count / 3))
    var found: [(name: String, distance: Int)] = []
    var seen: Set<String> = []
    for name in names {
        let candidate = fold(name)
        // What differs in nothing but case and blanks is one answer.
        guard candidate.unicodeScalars.count <= 64, seen.insert(candidate).inserted else { continue }
        let distance = editDistance(folded, candidate)
        if distance <= reach {
            found.append((name, distance))
        } else if folded.unicodeScalars.count >= 3, candidate.hasPrefix(folded) {
            found.append((name, reach + 1))
        }
    }
    return found.enumerated()
        .sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
        .prefix(limit)
        .map(\.element.name)
}

private func fold(_ word: String) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in word.lowercased().unicodeScalars where scalar != "_" && scalar != "-" && scalar != " " {
        folded.append(scalar)
    }
    return String(folded)
}
