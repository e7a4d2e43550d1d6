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
}
