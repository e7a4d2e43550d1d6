import CommandTable
import Foundation
import TestSupport
import Testing

/// The generated scripts in the real shells, with a program that knows three rooms and two lamps.
struct CompletionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        /// The command line up to the cursor.
        var line: String
        /// Words as bash takes them apart; those between blanks when nil.
        var pieces: [String]?
        var offered: [String]
        /// What bash offers when that differs, since it replaces only what stands after the last `=`.
        var bash: [String]?
        /// What zsh offers when that differs, since it keeps what stands before or behind a value apart.
        var zsh: [String]?
        var testDescription: String { line }

        init(_ line: String, _ offered: [String], pieces: [String]? = nil, bash: [String]? = nil, zsh: [String]? = nil)
        {
            self.line = line
            self.pieces = pieces
            self.offered = offered
            self.bash = bash
            self.zsh = zsh
        }
    }

    static let cases = [
        Case("house la", ["lamp"]),
        Case("house ", ["lamp", "inspect", "help"]),
        Case("house lamp ", ["switch", "list"]),
        Case("house lamp sw", ["switch"]),
        Case("house --json lamp sw", ["switch"]),
        Case("house --config list lamp sw", ["switch"]),
        Case("house help lamp s", ["switch"]),
        Case("house lamp switch --le", ["--level"]),
        Case("house lamp switch --js", ["--json"]),
        Case("house lamp switch --level ", ["full-beam", "dim", "off"]),
        Case("house lamp switch --level d", ["dim"]),
        Case("house lamp switch -l d", ["dim"]),
        Case("house lamp switch -nl d", ["dim"]),
        Case(
            "house lamp switch --level=d",
            ["--level=dim"],
            pieces: ["house", "lamp", "switch", "--level", "=", "d"],
            bash: ["dim"],
            zsh: ["dim"]
        ),
        Case("house lamp switch --room Ent", ["Entrance hall"], bash: ["Entrance\\ hall"]),
        Case("house lamp switch --room k", ["kitchen"]),
        Case("house lamp switch --level dim L", ["L-1", "L-2"]),
        Case("house lamp switch L", ["L-1", "L-2"]),
        Case("house lamp switch --preset L", ["L-1=", "L-2="], zsh: ["L-1", "L-2"]),
        Case(
            "house lamp switch --preset L-1=d",
            ["L-1=dim"],
            pieces: ["house", "lamp", "switch", "--preset", "L-1", "=", "d"],
            bash: ["dim"],
            zsh: ["dim"]
        ),
        Case(
            "house lamp switch --preset=L-1=o",
            ["--preset=L-1=off"],
            pieces: ["house", "lamp", "switch", "--preset", "=", "L-1", "=", "o"],
            bash: ["off"],
            zsh: ["off"]
        ),
        Case("house lamp switch --name x", []),
        Case("house lamp list x", []),
    ]

    let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
        let program = """
            #!/bin/sh
            case "$1 $2" in
            '__complete rooms') printf 'Entrance hall\\tground floor\\nkitchen\\nbath\\n' ;;
            '__complete lamps') printf 'L-1\\tin the hall\\nL-2\\n' ;;
            *) echo "unexpected: $*" >&2; exit 1 ;;
            esac
            """
        // Written by another process: a child that some other test starts meanwhile would hold our open file, and nobody
        // can run a file that is open for writing (ETXTBSY).
        let writer = try Process.run(
            URL(fileURLWithPath: "/bin/sh"),
            arguments: ["-c", #"printf %s "$2" > "$1" && chmod 755 "$1""#, "sh", folder.file("house"), program]
        )
        writer.waitUntilExit()
        try #require(writer.terminationStatus == 0)
    }

    @Test(.enabled(if: Shell.bash.isInstalled), arguments: cases)
    func `bash offers what fits`(_ test: Case) throws {
        let words = test.pieces ?? test.line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let script = """
            \(bashCompletion(house.info))
            COMP_LINE='\(test.line)' COMP_POINT=\(test.line.utf8.count) COMP_WORDS=(\(quoted)) COMP_CWORD=\(words.count - 1)
            COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
            _house
            [[ ${#COMPREPLY[@]} -eq 0 ]] || printf '%s\\n' "${COMPREPLY[@]}"
            """
        let (status, text) = try Shell.bash.run(["--norc", "-s"], input: script, searchPath: folder.path)
        #expect(status == 0 || text.isEmpty)
        #expect(Set(text.split(separator: "\n").map(String.init)) == Set(test.bash ?? test.offered), "\(text)")
    }

    @Test(.enabled(if: Shell.fish.isInstalled), arguments: cases)
    func `fish offers what fits`(_ test: Case) throws {
        let script = fishCompletion(house.info) + "\ncomplete -C '\(test.line)'\n"
        let (_, text) = try Shell.fish.run(["--no-config"], input: script, searchPath: folder.path)
        let words = text.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
        #expect(Set(words) == Set(test.offered), "\(text)")
    }

    @Test(.enabled(if: Shell.zsh.isInstalled), arguments: cases)
    func `zsh offers what fits`(_ test: Case) throws {
        try Data(zshCompletion(house.info).utf8).write(to: URL(fileURLWithPath: folder.file("_house")))
        let (_, text) = try Shell.zsh.run(["-f", "-s"], input: zshDriver(test.line), searchPath: folder.path)
        let words = text.split(separator: "\n").filter { $0.hasPrefix("offer:") }.map { String($0.dropFirst(6)) }
        #expect(Set(words) == Set(test.zsh ?? test.offered), "\(text)")
    }

    /// Types the line and a tab into an interactive zsh, which notes what its completion adds.
    private func zshDriver(_ line: String) -> String {
        #"""
        zmodload zsh/zpty
        print -r -- '
            fpath=(\#(folder.path) $fpath)
            autoload -Uz compinit && compinit -u -D
            compadd() {
                if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)* ]]; then builtin compadd "$@"; return; fi
                local -a hits
                builtin compadd -A hits "$@"
                print -rl -- offer:${(Q)^hits} >>\#(folder.file("offers"))
                builtin compadd "$@"
            }
            finish() { exit }
            comppostfuncs=(finish)
            bindkey "^I" complete-word
        ' >\#(folder.file("zshrc"))
        : >\#(folder.file("offers"))
        zpty shell zsh -f -i
        zpty -w shell 'source \#(folder.file("zshrc")); print rea''dy'
        zpty -r shell output '*ready*'
        zpty -n -w shell $'\#(line)\t'
        while zpty -r shell output; do :; done
        cat \#(folder.file("offers"))
        """#
    }

    @Test func `the scripts have no syntax errors`() throws {
        for (shell, script) in [
            (Shell.bash, bashCompletion(house.info)), (.zsh, zshCompletion(house.info)),
            (.fish, fishCompletion(house.info)),
        ] where shell.isInstalled {
            let file = folder.file(shell.rawValue)
            try Data(script.utf8).write(to: URL(fileURLWithPath: file))
            let (status, text) = try shell.run(["-n", file])
            #expect(status == 0 && text.isEmpty, "\(shell): \(text)")
        }
    }
}
