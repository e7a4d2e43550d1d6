import Foundation

/// A call of a program on a file or socket that a test tampers with: the nth of its kind on one subject.
///
/// The subject is a path with the test's folder written as `~` and what is random as `*`, or a word such as `socket`.
/// It is the same call in every run of a program that does the same, in whichever thread. Made by `CallTamperer`,
/// which only Linux has.
package struct TamperedCall: Hashable, Sendable, CustomStringConvertible {
    package var call: String
    package var subject: String
    package var number: Int

    /// Reads a line of the tamperer's log, nil when it is none.
    package init?(_ line: some StringProtocol) {
        let words = line.split(separator: " ")
        guard words.count == 3, let number = Int(words[2]) else { return nil }
        self.call = String(words[0])
        self.subject = String(words[1])
        self.number = number
    }

    package var description: String { "\(call) \(subject) \(number)" }

    /// What becomes of the call.
    package enum Tampering: String, Hashable, Sendable {
        /// The program is killed before it.
        case kill
        case inputOutputError = "EIO"
        case noSpace = "ENOSPC"
        case noAccess = "EACCES"

        /// How C names the error in a sentence.
        package var words: String? {
            switch self {
            case .kill: nil
            case .inputOutputError: String(cString: strerror(EIO))
            case .noSpace: String(cString: strerror(ENOSPC))
            case .noAccess: String(cString: strerror(EACCES))
            }
        }
    }

    /// Words to put before a program's own so that it runs tampered with; nil tampers with nothing.
    ///
    /// One processor gives the program one working thread, so that it does things in the same order every time.
    package static func wrapper(
        log: String,
        folder: String,
        _ tampering: (TamperedCall, Tampering)? = nil,
        processor: Int = 0
    ) throws -> [String] {
        let (point, what) = tampering.map { ($0.0, $0.1.rawValue) } ?? (TamperedCall("none none 0"), "none")
        return try [
            "taskset", "-c", "\(processor)", BuiltProgram("CallTamperer").path, log, folder, what, point?.call ?? "",
            point?.subject ?? "", "\(point?.number ?? 0)",
        ]
    }
}

/// What the tamperer saw of one run, or of several one after the other.
package struct CallLog: Hashable, Sendable {
    /// All calls on files and sockets, in their order.
    package private(set) var calls: [TamperedCall] = []
    /// Whether the call to be tampered with was made.
    package private(set) var isHit = false
    /// Places of calls that answered with an error, the tampered one among them.
    private var failed: Set<Int> = []

    /// Reads a log.
    package init(path: String) throws {
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            if line == "HIT" {
                isHit = true
                // A killed program gets no answer.
                failed.insert(calls.count - 1)
            } else if line.hasPrefix("FAILED "), let place = Int(line.dropFirst(7)) {
                failed.insert(place)
            } else if let call = TamperedCall(line) {
                calls.append(call)
            }
        }
    }

    /// Adds what a later run did.
    package mutating func append(_ other: CallLog) {
        failed.formUnion(other.failed.map { $0 + calls.count })
        calls += other.calls
    }

    /// Names below some folders that a power cut at the end could take: given to a file, or to a folder with files, and
    /// the folder they stand in not synchronised after that.
    package func undurable(below folders: [String], except excepted: [String]) -> [TamperedCall] {
        calls.indices.filter { place in
            let call = calls[place]
            guard !failed.contains(place), ["mkdirat", "linkat", "renameat"].contains(call.call),
                folders.contains(where: call.subject.hasPrefix), !excepted.contains(where: call.subject.hasPrefix)
            else { return false }
            guard call.call != "mkdirat" || hasFiles(call.subject) else { return false }
            let folder = call.subject.split(separator: "/").dropLast().joined(separator: "/")
            return !calls.indices.dropFirst(place + 1).contains { later in
                calls[later].call == "fsync" && calls[later].subject == folder && !failed.contains(later)
            }
        }.map { calls[$0] }
    }

    private func hasFiles(_ folder: String) -> Bool {
        calls.indices.contains { place in
            ["linkat", "renameat"].contains(calls[place].call) && calls[place].subject.hasPrefix(folder + "/")
                && !failed.contains(place)
        }
    }
}
