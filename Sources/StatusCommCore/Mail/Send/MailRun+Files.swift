#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

let readsFolder = O_RDONLY | O_DIRECTORY

extension MailRun {
    /// Writes every mail that is left as a file `<Message-ID>.eml` into a folder, in place of sending it.
    ///
    /// The name is the mail's own, so that writing it twice is writing it once.
    ///
    /// - Throws: when the folder cannot be made.
    package func write(to path: String) throws -> MailRunResult {
        try MailFolder.makeFolders(path)
        return writeFiles { (name, bytes) throws(ErrorNumber) in
            let temporary = "\(path)/.\(name).new"
            unlink(temporary)
            do throws(FileDescriptor.Failure) {
                let file = try FileDescriptor.create(temporary)
                try file.write(bytes)
                try file.synchronize()
            } catch {
                throw ErrorNumber(code: error.code)
            }
            guard rename(temporary, "\(path)/\(name)") == 0 else { throw ErrorNumber.current }
        }
    }

    /// Hands every mail that is left to `write`, with a name of its own, in place of sending it.
    func writeFiles(_ write: (String, [UInt8]) throws(ErrorNumber) -> Void) -> MailRunResult {
        while end == nil {
            let now = clock.now()
            watch(now)
            guard end == nil else { break }
            switch schedule.next(map, now: now) {
            case .send(let index): writeFile(index, write)
            case .wait(let until): return result(.deferred(until: clock.wall() + max(0, until - now + 999) / 1000))
            case .waitForReplies, .finished: return result(.finished)
            }
        }
        if end == .superseded { supersede() }
        return result(end ?? .finished)
    }

    private func writeFile(_ index: Int, _ write: (String, [UInt8]) throws(ErrorNumber) -> Void) {
        do {
            let recipient = try list.recipient(at: index)
            guard !isSuppressed(recipient.address) else {
                schedule.settle(index)
                map[index] = .skipped
                return
            }
            var bytes: [UInt8] = []
            _ = try composer.compose(recipient, into: &bytes)
            let id = composer.messageID(of: recipient.address).dropFirst().prefix { $0 != "@" }
            try write("\(id).eml", bytes)
            accepted += 1
            apply(schedule.record(index, .accepted(SMTPReply(code: 250)), now: 0), to: index)
        } catch let error as MailRefused {
            apply(schedule.unsendable(index, SMTPReply(code: 0, text: error.reason)), to: index)
        } catch {
            schedule.giveBack(index)
            end = .failed((error as? ErrorNumber)?.text ?? "\(error)")
        }
    }
}
