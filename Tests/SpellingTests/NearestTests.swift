import Spelling
import Testing

struct NearestCase: CustomTestStringConvertible {
    let word: String
    let names: [String]
    let expected: [String]
    var testDescription: String { word }
}

@Test(arguments: [
    NearestCase(word: "severty", names: ["title", "severity"], expected: ["severity"]),
    NearestCase(word: "REST_API", names: ["rest-api", "graphql-api"], expected: ["rest-api"]),
    NearestCase(word: "dash", names: ["Dashboard", "Webhooks"], expected: ["Dashboard"]),
    NearestCase(word: "xyz", names: ["abc", "title"], expected: []),
    NearestCase(word: "", names: ["a"], expected: []),
    NearestCase(word: "ab", names: ["cd"], expected: []),
])
func `nearest finds what was meant and nothing else`(example: NearestCase) {
    #expect(nearest(to: example.word, in: example.names) == example.expected)
}
