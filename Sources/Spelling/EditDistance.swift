/// Number of single-character insertions, deletions, replacements and swaps of neighbours that turn one word into another.
///
/// This is the optimal string alignment distance: a swap counts as one, since it is the commonest slip at a keyboard.
package func editDistance(_ first: String, _ second: String) -> Int {
    let first = Array(first.unicodeScalars)
    let second = Array(second.unicodeScalars)
    guard !first.isEmpty else { return second.count }
    guard !second.isEmpty else { return first.count }
    var beforePrevious: [Int] = []
    var previous = Array(0...second.count)
    for row in 1...first.count {
        var current = [row] + Array(repeating: 0, count: second.count)
        for column in 1...second.count {
            let cost = first[row - 1] == second[column - 1] ? 0 : 1
            current[column] = min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + cost)
            if row > 1, column > 1, first[row - 1] == second[column - 2], first[row - 2] == second[column - 1] {
                current[column] = min(current[column], beforePrevious[column - 2] + 1)
            }
        }
        beforePrevious = previous
        previous = current
    }
    return previous[second.count]
}
