import Foundation
import StatusCommCore
import TestSupport
import Testing

private func vault(_ environment: [String: String] = [:], timeout: Duration = .seconds(20)) -> SecretVault {
    SecretVault(environment: environment, hiding: ["HIDDEN"], commandTimeout: timeout)
}

@Test func `a secret never shows itself`() {
    for origin in [Secret.Origin.environment("A"), .file("/b"), .command(["c"])] {
        let secret = Secret(origin)
        #expect("\(secret)" == "<redacted>")
        #expect(String(reflecting: secret) == "<redacted>")
        #expect("\([secret])" == "[<redacted>]")
    }
}

@Test func `a secret comes from a variable`() throws {
    #expect(try vault(["TOKEN": "s3cret\n"]).value(of: Secret(.environment("TOKEN"))) == "s3cret")
    for environment in [[:], ["TOKEN": ""]] {
        let error = #expect(throws: SecretError.self) {
            try vault(environment).value(of: Secret(.environment("TOKEN")))
        }
        #expect(error?.message == "environment variable 'TOKEN' is not set")
        #expect(error?.hint == "export it, or use { file }")
    }
}

/// A secret file and what is said about it.
struct SecretFileCase: CustomTestStringConvertible, Sendable {
    let name: String
    let content: String
    var mode = 0o600
    var outcome: String

    var testDescription: String { name }

    static let all: [SecretFileCase] = [
        .init(name: "one line", content: "s3cret", outcome: "s3cret"),
        .init(name: "a line end", content: "s3cret\n", outcome: "s3cret"),
        .init(name: "a Windows line end", content: "s3cret\r\n", outcome: "s3cret"),
        .init(name: "read-only", content: "s3cret", mode: 0o400, outcome: "s3cret"),
        .init(
            name: "group",
            content: "s3cret",
            mode: 0o640,
            outcome: "secret file 'PATH' can be read or changed by others"
        ),
        .init(
            name: "others",
            content: "s3cret",
            mode: 0o604,
            outcome: "secret file 'PATH' can be read or changed by others"
        ),
        .init(
            name: "writable",
            content: "s3cret",
            mode: 0o602,
            outcome: "secret file 'PATH' can be read or changed by others"
        ),
        .init(name: "two lines", content: "s3cret\nmore", outcome: "secret file 'PATH' has more than one line"),
        .init(name: "blank second line", content: "s3cret\n\n", outcome: "secret file 'PATH' has more than one line"),
        .init(name: "empty", content: "", outcome: "secret file 'PATH' is empty"),
        .init(name: "line end alone", content: "\n", outcome: "secret file 'PATH' is empty"),
        .init(name: "NUL", content: "a\0b", outcome: "secret file 'PATH' has a control character or is not UTF-8"),
        .init(
            name: "long",
            content: String(repeating: "x", count: 65_537),
            outcome: "secret file 'PATH' is longer than 64 KiB"
        ),
    ]
}

@Test(arguments: SecretFileCase.all) func `a secret file is private and holds one line`(
    _ example: SecretFileCase
) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("secret")
    try Data(example.content.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: example.mode], ofItemAtPath: path)
    let outcome: String
    do {
        outcome = try vault().value(of: Secret(.file(path)))
    } catch {
        outcome = error.message
    }
    #expect(outcome == example.outcome.replacing("PATH", with: path))
}

@Test func `a symbolic link is followed and its target judged`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("secret")
    try Data("s3cret".utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.createSymbolicLink(atPath: directory.file("link"), withDestinationPath: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(try vault().value(of: Secret(.file(directory.file("link")))) == "s3cret")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    #expect(throws: SecretError.self) { try vault().value(of: Secret(.file(directory.file("link")))) }
}

@Test func `what is no file is refused without waiting`() throws {
    let directory = try TemporaryDirectory()
    #expect(mkfifo(directory.file("pipe"), 0o600) == 0)
    for (path, message) in [
        (directory.file("pipe"), "secret file 'PATH' is not a regular file"),
        (directory.path, "secret file 'PATH' is not a regular file"),
        (directory.file("none"), "cannot read secret file 'PATH': no such file or directory"),
    ] {
        let error = #expect(throws: SecretError.self) { try vault().value(of: Secret(.file(path))) }
        #expect(error?.message == message.replacing("PATH", with: path))
    }
}

/// A command and what comes of it.
struct SecretCommandCase: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    let outcome: String

    var testDescription: String { arguments.joined(separator: " ") }

    static let all: [SecretCommandCase] = [
        .init(arguments: ["printf", "s3cret"], outcome: "s3cret"),
        .init(arguments: ["echo", "s3cret"], outcome: "s3cret"),
        .init(arguments: ["echo", "$HOME; `id` *"], outcome: "$HOME; `id` *"),
        .init(arguments: ["printf", "a\\nb\\n"], outcome: "command 'printf' has more than one line"),
        .init(arguments: ["true"], outcome: "command 'true' is empty"),
        .init(arguments: ["false"], outcome: "command 'false' ended with exit status 1"),
        .init(arguments: ["sh", "-c", "echo s3cret; exit 7"], outcome: "command 'sh' ended with exit status 7"),
        .init(arguments: ["sh", "-c", "kill -TERM $$"], outcome: "command 'sh' ended with signal 15"),
        .init(arguments: ["sh", "-c", "echo noise >&2; echo s3cret"], outcome: "s3cret"),
        .init(arguments: ["sh", "-c", "cat; echo s3cret"], outcome: "s3cret"),
        .init(arguments: ["sh", "-c", "echo ${HIDDEN:-none}"], outcome: "none"),
        .init(arguments: ["sh", "-c", "echo $SHOWN"], outcome: "shown"),
        .init(
            arguments: ["no-such-program-here"],
            outcome: "cannot run command 'no-such-program-here': no such file or directory"
        ),
        .init(arguments: ["head", "-c", "70000", "/dev/zero"], outcome: "command 'head' prints more than 64 KiB"),
        .init(arguments: ["cat", "/dev/zero"], outcome: "command 'cat' prints more than 64 KiB"),
    ]
}

@Test(arguments: SecretCommandCase.all) func `a command gives one line or an error that does not tell it`(
    _ example: SecretCommandCase
) {
    let environment = ["PATH": "/usr/bin:/bin", "HIDDEN": "hidden", "SHOWN": "shown"]
    let outcome: String
    do {
        outcome = try vault(environment).value(of: Secret(.command(example.arguments)))
    } catch {
        outcome = error.message
    }
    #expect(outcome == example.outcome)
}

@Test(arguments: [
    "sleep 30", "echo s3cret; sleep 30", "echo s3cret; exec >&-; sleep 30", "sleep 30 & echo s3cret; wait",
    "trap '' TERM; sleep 30",
])
func `a command that hangs is ended with its children`(_ script: String) {
    let began = ContinuousClock.now
    let secret = Secret(.command(["sh", "-c", script]))
    let environment = ["PATH": "/usr/bin:/bin"]
    let error = #expect(throws: SecretError.self) { try vault(environment, timeout: .seconds(1)).value(of: secret) }
    #expect(error?.message == "command 'sh' did not end within 1 s")
    #expect(ContinuousClock.now - began < .seconds(20))
}

@Test func `a secret is fetched once`() throws {
    let directory = try TemporaryDirectory()
    let counter = directory.file("count")
    let secret = Secret(.command(["sh", "-c", "echo x >> \(counter); echo s3cret"]))
    let vault = vault(["PATH": "/usr/bin:/bin"])
    #expect(vault.redactor.redacted("s3cret") == "s3cret")
    for _ in 0..<3 { #expect(try vault.value(of: secret) == "s3cret") }
    #expect(try String(contentsOfFile: counter, encoding: .utf8) == "x\n")
    #expect(vault.redactor.redacted("s3cret") == "<redacted>")
}

@Test func `channels side by side fetch a secret once`() async throws {
    let directory = try TemporaryDirectory()
    let counter = directory.file("count")
    let secret = Secret(.command(["sh", "-c", "echo x >> \(counter); echo s3cret"]))
    let vault = vault(["PATH": "/usr/bin:/bin"])
    try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<8 { group.addTask { try vault.value(of: secret) } }
        for try await value in group { #expect(value == "s3cret") }
    }
    #expect(try String(contentsOfFile: counter, encoding: .utf8) == "x\n")
}

/// A text that holds the secret `p&ss"w/rd` in some form.
struct RedactionCase: CustomTestStringConvertible, Sendable {
    let text: String
    let redacted: String

    var testDescription: String { text }

    static let secret = #"p&ss"w/rd"#
    static let all: [RedactionCase] = [
        .init(text: "nothing", redacted: "nothing"),
        .init(text: "", redacted: ""),
        .init(text: #"ap&ss"w/rdb p&ss"w/rd"#, redacted: "a<redacted>b <redacted>"),
        .init(text: "?t=p%26ss%22w%2Frd&x", redacted: "?t=<redacted>&x"),
        .init(text: "?t=p%26ss%22w%2frd&x", redacted: "?t=<redacted>&x"),
        .init(text: #"{"t":"p&ss\"w/rd"}"#, redacted: #"{"t":"<redacted>"}"#),
        .init(text: Data(#"p&ss"w/rd"#.utf8).base64EncodedString(), redacted: "<redacted>"),
        .init(text: #"p&ss"w/r"#, redacted: #"p&ss"w/r"#),
    ]
}

@Test(arguments: RedactionCase.all) func `every form of a secret is hidden`(_ example: RedactionCase) {
    #expect(SecretRedactor(secrets: [RedactionCase.secret]).redacted(example.text) == example.redacted)
}

@Test(arguments: ["", "u", "us", "user", "a long user name"]) func `a secret inside a Basic header is hidden`(
    _ user: String
) {
    let header = "Basic " + Data("\(user):\(RedactionCase.secret)".utf8).base64EncodedString()
    let shown = SecretRedactor(secrets: [RedactionCase.secret]).redacted(header)
    #expect(shown.contains("<redacted>"))
    #expect(shown.utf8.count < "Basic <redacted>".utf8.count + (user.utf8.count + 1) * 4 / 3 + 8)
}

@Test func `of two secrets the longer one is hidden whole`() {
    #expect(SecretRedactor(secrets: ["abc", "abcdef"]).redacted("abcdef abc") == "<redacted> <redacted>")
    #expect(SecretRedactor(secrets: [""]).redacted("abc") == "abc")
}
