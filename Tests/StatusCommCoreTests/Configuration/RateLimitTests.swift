import StatusCommCore
import Testing

@Test(arguments: [("1000/min", 1000, 60), ("1 / s", 1, 1), ("6/h", 6, 3600), ("5/Hour", 5, 3600), ("2/day", 2, 86_400)])
func `a rate is read`(_ text: String, _ count: Int, _ seconds: Int) throws {
    let rate = try #require(RateLimit(text: text))
    #expect(rate == RateLimit(count: count, seconds: seconds))
    #expect(RateLimit(text: rate.text) == rate)
}

@Test(arguments: [
    "", "/", "1000", "1000/", "/min", "0/min", "-1/min", "+1/min", "1.5/s", "1/fortnight", "99999999999999999999/s",
    "1/min/2",
])
func `what is no rate is refused`(_ text: String) {
    #expect(RateLimit(text: text) == nil)
}
