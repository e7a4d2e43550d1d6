import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension FileDescriptor {
    /// Makes several files durable at once, and returns when all are.
    ///
    /// A journal takes what waits for it in one go, so that ten files cost little more than one; one after the other
    /// they cost ten times as much.
    static func synchronizeTogether(_ files: [FileDescriptor]) throws(Failure) {
        let works = files.map(Work.init)
        for start in stride(from: 0, to: works.count, by: threadLimit) {
            let batch = works[start..<min(start + threadLimit, works.count)]
            // This thread has nothing else to do meanwhile, and takes one of them.
            let threads = batch.dropLast().compactMap(begin)
            batch.last?.run()
            for thread in threads { pthread_join(thread, nil) }
        }
        for work in works {
            let code = work.code.load(ordering: .acquiring)
            if code != 0 { throw Failure(code: code) }
        }
    }

    private static let threadLimit = 16

    private final class Work: Sendable {
        let file: FileDescriptor
        let code = Atomic<Int32>(0)

        init(_ file: FileDescriptor) {
            self.file = file
        }

        func run() {
            do {
                try file.synchronize()
            } catch {
                code.store(error.code, ordering: .releasing)
            }
        }
    }

    /// Starts the work on a thread of its own; does it here when the system gives none.
    private static func begin(_ work: Work) -> pthread_t? {
        let context = Unmanaged.passRetained(work).toOpaque()
        #if canImport(Glibc)
        var thread = pthread_t()
        #else
        var thread: pthread_t?
        #endif
        guard pthread_create(&thread, nil, { FileDescriptor.run($0) }, context) == 0 else {
            _ = run(context)
            return nil
        }
        return thread
    }

    private static func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let context else { return nil }
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
        return nil
    }
}
