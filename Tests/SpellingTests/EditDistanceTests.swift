import Spelling
import Testing

@Test(arguments: [
    ("", "abc", 3), ("abc", "abc", 0), ("severty", "severity", 1), ("udpate", "update", 1), ("kitten", "sitting", 3),
])
func `edit distance counts slips`(first: String, second: String, expected: Int) {
    #expect(editDistance(first, second) == expected)
    #expect(editDistance(second, first) == expected)
}
