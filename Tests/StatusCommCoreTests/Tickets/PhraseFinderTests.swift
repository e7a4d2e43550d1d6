import TestSupport
import Testing

@testable import StatusCommCore

struct FindingCase: CustomTestStringConvertible {
    let keyword: String
    let text: String
    let matching: TicketRules.Matching
    let isFound: Bool

    init(_ keyword: String, in text: String, _ matching: TicketRules.Matching, _ isFound: Bool) {
        self.keyword = keyword
        self.text = text
        self.matching = matching
        self.isFound = isFound
    }

    var testDescription: String { "'\(keyword)' in '\(text)' by \(matching.rawValue)" }

    static let all = [
        FindingCase("api", in: "the capital", .substring, true),
        FindingCase("api", in: "the capital", .words, false),
        FindingCase("api", in: "the API.", .words, true),
        FindingCase("api", in: "our api's limit", .words, true),
        FindingCase("decline", in: "payment declined", .substring, true),
        FindingCase("decline", in: "payment declined", .words, false),
        FindingCase("decline", in: "payment declined", .stems, true),
        FindingCase("declining", in: "it declines", .stems, true),
        FindingCase("charged twice", in: "I was charged  twice!", .substring, true),
        FindingCase("charged twice", in: "charged me twice", .substring, false),
        FindingCase("charged twice", in: "Charged, twice", .words, true),
        FindingCase("charge twice", in: "was charged twice", .stems, true),
        FindingCase("top-up", in: "my top-up failed", .words, true),
        FindingCase("top-up", in: "my topup failed", .words, true),
        FindingCase("top-up", in: "my top up failed", .words, true),
        FindingCase("topup", in: "my top-up failed", .words, true),
        FindingCase("top up", in: "my topups failed", .stems, true),
        FindingCase("topups", in: "the top-up-page", .stems, false),
        FindingCase("page", in: "the top-up-page", .words, true),
        FindingCase("top", in: "top-up", .words, true),
        FindingCase("topup", in: "to-p-up", .words, true),
        FindingCase("topup", in: "t-opup", .words, true),
        FindingCase("topup", in: "mobile-top-up", .words, false),
        FindingCase("topup", in: "x-top-up", .stems, false),
        FindingCase("topup", in: "mobile--top-up", .words, true),
        FindingCase("topup", in: "-top-up-", .words, true),
        FindingCase("ab", in: "a-b", .words, true),
        FindingCase("api", in: "支払api", .words, true),
        FindingCase("api", in: "étapi", .words, false),
        FindingCase("überfällig", in: "UBERFALLIG", .words, true),
        FindingCase("straße", in: "STRASSE", .words, true),
        FindingCase("ошибка", in: "Ошибка оплаты", .words, true),
        FindingCase("エラー", in: "支払いエラーです", .words, true),
        FindingCase("支払", in: "支払いエラーです", .words, true),
        FindingCase("払支", in: "支払いエラーです", .words, false),
        FindingCase("502", in: "error 5023", .words, false),
        FindingCase("502", in: "HTTP/502", .words, true),
        FindingCase("c++", in: "in c, not in it", .substring, false),
        FindingCase("c++", in: "in C++ code", .substring, true),
    ]
}

private func find(_ keywords: [String], _ text: String, _ matching: TicketRules.Matching) -> [String] {
    let finder = PhraseFinder(keywords, matching: matching)
    var reader = TicketText()
    reader.read(subject: text, body: nil)
    var found: [String] = []
    reader.withBytes { bytes in finder.find(in: bytes) { phrase, _ in found.append(finder.phrases[phrase]) } }
    return found
}

@Test(arguments: FindingCase.all)
func aKeywordIsFoundAsItsMatchingSays(_ row: FindingCase) {
    #expect(!find([row.keyword], row.text, row.matching).isEmpty == row.isFound)
}

@Test
func keywordsThatMeanTheSameCountOnce() {
    let words = ["Decline", "decline", "DÉCLINE", "declined", "  ", "!!", "\u{200B}"]
    #expect(PhraseFinder(words, matching: .substring).phrases == ["Decline", "declined", "!!"])
    #expect(PhraseFinder(words, matching: .words).phrases == ["Decline", "declined"])
    #expect(PhraseFinder(words, matching: .stems).phrases == ["Decline"])
    #expect(PhraseFinder(words, matching: .stems).places == [0, 0, 0, 0, nil, nil, nil])
}

@Test
func overlappingKeywordsAreAllFound() {
    #expect(
        find(["abc", "bc", "c", "abcd", "bcx"], "xabcbcx", .substring).sorted() == ["abc", "bc", "bc", "bcx", "c", "c"]
    )
    #expect(
        find(["card payment", "payment", "payment failed"], "card payment failed", .words).sorted() == [
            "card payment", "payment", "payment failed",
        ]
    )
}

/// The automaton against the plain way, on texts made to nearly match.
@Test
func theAutomatonFindsWhatASearchFinds() {
    var random = SplitMix(seed: 5)
    for _ in 0..<500 {
        func word(_ most: Int) -> String {
            String((0..<Int.random(in: 1...most, using: &random)).map { _ in "aab".randomElement(using: &random)! })
        }
        let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in word(4) }.joined(separator: " ")
        let keywords = (0..<4).map { _ in word(3) }
        let unique = PhraseFinder(keywords, matching: .substring).phrases
        let words = text.split(separator: " ").map(String.init)
        for keyword in unique {
            let places = text.indices.filter { text[$0...].hasPrefix(keyword) }.count
            #expect(find(unique, text, .substring).filter { $0 == keyword }.count == places)
            #expect(find(unique, text, .words).filter { $0 == keyword }.count == words.filter { $0 == keyword }.count)
        }
    }
}
