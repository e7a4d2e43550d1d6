#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Never more than so many mails in any window of time, 60 seconds by default, by all processes on one state directory, over restarts.
///
/// The file has a slot for each mail that a minute may have. To send, a free slot is taken; it is free again 60 s after the
/// relay's answer. Let any window of 60 s have the mails A, as the relay sees them, and j be the one of A that took its slot
/// last. When it did, every other one of A either had no answer or had one less than 60 s before, so each held a slot of its
/// own: A has at most as many mails as there are slots. This needs no assumption on how long a mail travels.
package struct RateWindow {
    /// What asking for a mail gives.
    package enum Grant: Hashable, Sendable {
        /// The slot to give back with the relay's answer.
        case slot(Int)
        case wait(milliseconds: Int)
    }

    private static let magic: UInt64 = 0x7363_7261_7465_3031
    private static let headerWords = 16
    private static let inFlight = UInt64.max

    private let file: FileDescriptor
    private let users: FileDescriptor
    private let limit: Int
    // The window, and the millisecond that the clock's rounding may have taken from it.
    private let window: UInt64
    private let rank: Int
    private let clock: @Sendable () -> Int

    // Words of the header: 0 magic, 1 boot, 2 next slot, 4 to 7 when each severity last had mail to send.

    /// Opens or makes the window.
    ///
    /// `limit`: mails in the window of `seconds`. `rank`: 0 to 3, the severity; a higher one goes first when several processes want to send.
    /// `clock`: milliseconds since the machine started, suspended time included.
    ///
    /// - Throws: the error number when the files cannot be used.
    package init(
        path: String,
        limit: Int,
        seconds: Int = 60,
        rank: Int,
        clock: @escaping @Sendable () -> Int,
        boot: String
    ) throws(ErrorNumber) {
        self.limit = max(1, limit)
        window = UInt64(max(1, seconds)) * 1000 + 1
        self.rank = min(3, max(0, rank))
        self.clock = clock
        do throws(FileDescriptor.Failure) {
            file = try Self.openOrCreate(path)
            users = try Self.openOrCreate(path + ".users")
        } catch {
            throw ErrorNumber(code: error.code)
        }
        try prepare(Self.hash(boot))
    }

    /// Asks for a mail.
    ///
    /// - Throws: the error number when the file cannot be used.
    package func take() throws(ErrorNumber) -> Grant {
        try locked { () throws(ErrorNumber) in
            let now = UInt64(max(0, clock()))
            try write([now], at: 4 + rank)
            if try higherWants(now) { return .wait(milliseconds: 100) }
            let next = Int(try read(2, 1)[0]) % limit
            var soonest = window
            // Slots in flight are passed over, so that one slow answer does not hold up the rest.
            for step in 0..<min(limit, 256) {
                let slot = (next + step) % limit
                let value = try read(Self.headerWords + slot, 1)[0]
                if value == Self.inFlight { continue }
                let age = now >= value ? now - value : 0
                if value == 0 || age >= window {
                    try write([Self.inFlight], at: Self.headerWords + slot)
                    try write([UInt64((slot + 1) % limit)], at: 2)
                    return .slot(slot)
                }
                soonest = min(soonest, window - age)
                break
            }
            return .wait(milliseconds: Int(max(1, min(soonest, 1000))))
        }
    }

    /// The relay has answered, or cannot any more.
    ///
    /// `wasSent`: whether any of it may have left; if not, the slot is free at once.
    ///
    /// - Throws: the error number when the file cannot be used.
    package func giveBack(_ slot: Int, wasSent: Bool) throws(ErrorNumber) {
        let value = wasSent ? UInt64(max(1, clock())) : 0
        try write([value], at: Self.headerWords + slot)
    }

    private func higherWants(_ now: UInt64) throws(ErrorNumber) -> Bool {
        guard rank < 3 else { return false }
        return try read(5 + rank, 3 - rank).contains { $0 > 0 && now >= $0 && now - $0 < 2000 }
    }

    private func prepare(_ boot: UInt64) throws(ErrorNumber) {
        try locked { () throws(ErrorNumber) in
            let isAlone: Bool
            do throws(FileDescriptor.Failure) { isAlone = try users.tryLock() } catch {
                throw ErrorNumber(code: error.code)
            }
            var header = try read(0, Self.headerWords)
            var slots = header[0] == Self.magic ? try read(Self.headerWords, Int(clamping: header[3])) : []
            if header[1] != boot {
                // What was sent before the machine started, was sent before its clock began.
                slots = slots.map { _ in 1 }
                for place in 4..<8 { header[place] = 0 }
            } else if isAlone {
                // Nobody lives who could give them back.
                let now = UInt64(max(1, clock()))
                slots = slots.map { $0 == Self.inFlight ? now : $0 }
            }
            if slots.count != limit || header[1] != boot || isAlone {
                slots = Array(slots.sorted().suffix(limit))
                slots = Array(repeating: 0, count: limit - slots.count) + slots
                try write([Self.magic, boot, 0, UInt64(limit)] + header[4...], at: 0)
                try write(slots, at: Self.headerWords)
            }
            do throws(FileDescriptor.Failure) { try users.shareLock() } catch { throw ErrorNumber(code: error.code) }
        }
    }

    private func locked<Result>(_ body: () throws(ErrorNumber) -> Result) throws(ErrorNumber) -> Result {
        do throws(FileDescriptor.Failure) { try file.waitForLock() } catch { throw ErrorNumber(code: error.code) }
        defer { file.unlock() }
        return try body()
    }

    private func read(_ word: Int, _ count: Int) throws(ErrorNumber) -> [UInt64] {
        guard count > 0, count <= 100_000_000 else { return [] }
        var words = [UInt64](repeating: 0, count: count)
        let got = words.withUnsafeMutableBytes { pread(file.number, $0.baseAddress, $0.count, off_t(word * 8)) }
        guard got >= 0 else { throw ErrorNumber.current }
        return words
    }

    private func write(_ words: [UInt64], at word: Int) throws(ErrorNumber) {
        let count = words.withUnsafeBytes { pwrite(file.number, $0.baseAddress, $0.count, off_t(word * 8)) }
        guard count == words.count * 8 else { throw count < 0 ? ErrorNumber.current : ErrorNumber(code: ENOSPC) }
    }

    private static func openOrCreate(_ path: String) throws(FileDescriptor.Failure) -> FileDescriptor {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        return try FileDescriptor.open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY)
            .open(name, O_RDWR | O_CREAT)
    }

    // FNV-1a: the same text gives the same number in every process.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

extension FileDescriptor {
    /// Locks the file, waiting for others.
    func waitForLock() throws(Failure) {
        #if os(Linux)
        try setRecordLock(Int16(F_WRLCK), Self.waitingRecordLock)
        #else
        _ = try Self.call { flock(number, LOCK_EX) }
        #endif
    }

    /// Locks the file beside others that share it.
    func shareLock() throws(Failure) {
        #if os(Linux)
        try setRecordLock(Int16(F_RDLCK), Self.waitingRecordLock)
        #else
        _ = try Self.call { flock(number, LOCK_SH) }
        #endif
    }

    #if os(Linux)
    // F_OFD_SETLKW of <fcntl.h>; glibc shows it only under _GNU_SOURCE.
    private static let waitingRecordLock: Int32 = 38

    private func setRecordLock(_ type: Int16, _ command: Int32) throws(Failure) {
        _ = try Self.call { () -> Int32 in
            var request = flock()
            request.l_type = type
            request.l_whence = Int16(SEEK_SET)
            return withUnsafeMutablePointer(to: &request) { fcntl(number, command, UnsafeMutableRawPointer($0)) }
        }
    }
    #endif
}
