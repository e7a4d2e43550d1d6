import Foundation
import TestSupport
import Testing

@Suite struct HostileInputTests {
    static let values = ["a\r\nX-Evil: 1", "a\u{1B}[2Jb", "a\u{7}b", String(repeating: "x", count: 100_000)]
    static let options = [
        "-t", "-s", "-c", "-m", "--key", "--keyword", "--started-at", "--next-update", "--channel",
        "--var", "--allow", "--deadline",
    ]

    @Test(arguments: options)
    func `hostile values are refused or neutralised`(option: String) throws {
        for value in Self.values {
            let double = try ProviderDouble.statuspage()
            let stage = try Stage(double.url, naming: true)
            var arguments = Stage.opening
            if let place = arguments.firstIndex(of: option) {
                arguments[place + 1] = value
            } else {
                arguments += [option, value]
            }
            let result = try stage.run(arguments)
            #expect([0, 2, 4, 5].contains(result.status), "\(option) \(value.prefix(20).debugDescription): \(result)")
            #expect(
                !(result.output + result.errors).unicodeScalars.contains {
                    $0.value < 32 && $0 != "\n" || $0.value == 127
                }
            )
            for request in double.requests {
                #expect(!request.headers.contains { $0.name == "X-Evil" })
                #expect(!request.text.contains(#"\u001b"#) && !request.text.contains(#"\u0007"#), "\(option)")
            }
        }
    }

    @Test func `a message with NUL or of a megabyte from standard input is not sent`() throws {
        for maker in ["printf 'a\\0b'", "head -c 1048576 /dev/zero | tr '\\0' x"] {
            let double = try ProviderDouble.statuspage()
            let stage = try Stage(double.url, naming: true)
            var arguments = Stage.opening
            arguments[arguments.count - 1] = "-"
            let result = try stage.run(arguments, wrapper: ["sh", "-c", maker + #" | "$@""#, "sh"])
            #expect([2, 4].contains(result.status), "\(result.status) \(result.errors.prefix(300))")
            #expect(double.requests.isEmpty)
        }
    }
}
