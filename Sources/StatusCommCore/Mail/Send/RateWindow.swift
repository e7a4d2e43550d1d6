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
    private static let mostSlots = 1 << 16

    private let file: FileDescriptor
    private let users: FileDescriptor
    private let mapping: MappedFile
    private let limit: Int
    // The window, and the millisecond that the clock's rounding may have taken from it.
    private let window: UInt64
    private let rank: Int
    private let clock: @Sendable () -> Int

    // Words of the header: 0 magic, 1 boot, 2 next slot, 3 number of slots, 4 to 7 when each severity last had mail to send.
    private enum Word {
        static let magic = 0
        static let boot = 1
        static let next = 2
        static let count = 3
        static let wants = 4
    }

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
        let share = Self.share(of: max(1, limit), milliseconds: max(1, seconds) * 1000)
        self.limit = share.limit
        window = UInt64(share.milliseconds) + 1
        self.rank = min(3, max(0, rank))
        self.clock = clock
        do throws(FileDescriptor.Failure) {
            file = try Self.openOrCreate(path)
            users = try Self.openOrCreate(path + ".users")
        } catch {
            throw ErrorNumber(code: error.code)
        }
        mapping = try Self.locked(file) { [limit = self.limit, file] () throws(ErrorNumber) in
            try Self.mapped(file, limit: limit)
        }
        try prepare(Self.hash(boot))
    }

    /// Asks for a mail.
    ///
    /// - Throws: the error number when the file cannot be used.
    package func take() throws(ErrorNumber) -> Grant {
        var slots: [Int] = []
        let wait = try take(1, into: &slots)
        return slots.first.map { .slot($0) } ?? .wait(milliseconds: wait)
    }

    /// Asks for several mails at once, and adds a slot for each that may leave now; gives the milliseconds to wait when there
    /// are fewer.
    ///
    /// - Throws: the error number when the file cannot be used.
    func take(_ count: Int, into slots: inout [Int]) throws(ErrorNumber) -> Int {
        try Self.locked(file) { () throws(ErrorNumber) in
            let now = UInt64(max(0, clock()))
            words[Word.wants + rank] = now
            if higherWants(now) { return 100 }
            for _ in 0..<count {
                switch takeFree(now) {
                case .slot(let slot): slots.append(slot)
                case .wait(let milliseconds): return milliseconds
                }
            }
            return 0
        }
    }

    /// Slots that one run may hold ahead of its mails: few enough that nobody else waits for them.
    var leaseSize: Int { max(1, min(16, limit / 1024)) }

    private func takeFree(_ now: UInt64) -> Grant {
        let next = Int(words[Word.next] % UInt64(limit))
        var soonest = window
        // Slots in flight are passed over, so that one slow answer does not hold up the rest.
        for step in 0..<min(limit, 256) {
            let slot = (next + step) % limit
            let value = slots[slot]
            if value == Self.inFlight { continue }
            let age = now >= value ? now - value : 0
            if value == 0 || age >= window {
                slots[slot] = Self.inFlight
                words[Word.next] = UInt64((slot + 1) % limit)
                return .slot(slot)
            }
            soonest = min(soonest, window - age)
            break
        }
        return .wait(milliseconds: Int(max(1, min(soonest, 1000))))
    }

    /// The relay has answered, or cannot any more.
    ///
    /// `wasSent`: whether any of it may have left; if not, the slot is free at once.
    package func giveBack(_ slot: Int, wasSent: Bool) {
        // Aligned words are whole in memory: nobody sees half of one, so no lock is needed.
        slots[slot] = wasSent ? UInt64(max(1, clock())) : 0
    }

    // A huge limit is kept in shorter windows: the long one is made of `parts` of them, whose limits add up to no more.
    private static func share(of limit: Int, milliseconds: Int) -> (limit: Int, milliseconds: Int) {
        let parts = min((limit + mostSlots - 1) / mostSlots, milliseconds)
        return (min(limit / parts, mostSlots), (milliseconds + parts - 1) / parts)
    }

    private func higherWants(_ now: UInt64) -> Bool {
        guard rank < 3 else { return false }
        return words[(Word.wants + rank + 1)..<(Word.wants + 4)].contains { $0 > 0 && now >= $0 && now - $0 < 2000 }
    }

    private func prepare(_ boot: UInt64) throws(ErrorNumber) {
        try Self.locked(file) { () throws(ErrorNumber) in
            let isAlone: Bool
            do throws(FileDescriptor.Failure) { isAlone = try users.tryLock() } catch {
                throw ErrorNumber(code: error.code)
            }
            let isOurs = words[Word.magic] == Self.magic
            let known = isOurs ? min(Int(clamping: words[Word.count]), allSlots.count) : 0
            let isNewBoot = words[Word.boot] != boot
            for slot in 0..<known where isNewBoot || isAlone && allSlots[slot] == Self.inFlight {
                // What was sent before the machine started, was sent before its clock began. If we are alone, nobody lives
                // who could give back what is in flight.
                allSlots[slot] = isNewBoot ? 1 : UInt64(max(1, clock()))
            }
            if !isOurs || isNewBoot {
                for place in 0..<4 { words[Word.wants + place] = 0 }
            }
            if known != limit || isNewBoot || isAlone { arrange(known) }
            words[Word.boot] = boot
            words[Word.magic] = Self.magic
            // So that the next start of the machine knows that there was another one.
            if !isOurs || isNewBoot { try mapping.synchronize() }
            do throws(FileDescriptor.Failure) { try users.shareLock() } catch { throw ErrorNumber(code: error.code) }
        }
    }

    // Oldest first, free ones before all; with a lower limit the newest stay.
    private func arrange(_ known: Int) {
        for slot in known..<max(known, limit) { allSlots[slot] = 0 }
        var used = UnsafeMutableBufferPointer(rebasing: allSlots[..<max(known, limit)])
        used.sort()
        let surplus = used.count - limit
        if surplus > 0 {
            for slot in 0..<limit { used[slot] = used[slot + surplus] }
        }
        words[Word.next] = 0
        words[Word.count] = UInt64(limit)
    }

    private var words: UnsafeMutableBufferPointer<UInt64> {
        UnsafeMutableBufferPointer(
            start: mapping.bytes.assumingMemoryBound(to: UInt64.self),
            count: mapping.length / MemoryLayout<UInt64>.size
        )
    }

    // Slots of the file, which may be more than the limit that holds now.
    private var allSlots: UnsafeMutableBufferPointer<UInt64> {
        UnsafeMutableBufferPointer(rebasing: words[Self.headerWords...])
    }

    private var slots: UnsafeMutableBufferPointer<UInt64> {
        UnsafeMutableBufferPointer(rebasing: words[Self.headerWords..<(Self.headerWords + limit)])
    }

    // As long as the longest limit so far: other processes may still use what is behind ours.
    private static func mapped(_ file: FileDescriptor, limit: Int) throws(ErrorNumber) -> MappedFile {
        let length = (headerWords + limit) * MemoryLayout<UInt64>.size
        try MappedFile.reserve(file, length: length)
        do throws(FileDescriptor.Failure) {
            let size = Int(try file.status().st_size)
            do throws(ErrorNumber) { return try MappedFile(file, length: size) } catch {
                throw FileDescriptor.Failure(code: error.code)
            }
        } catch {
            throw ErrorNumber(code: error.code)
        }
    }

    private static func locked<Result>(
        _ file: FileDescriptor,
        _ body: () throws(ErrorNumber) -> Result
    ) throws(ErrorNumber) -> Result {
        do throws(FileDescriptor.Failure) { try file.waitForLock() } catch { throw ErrorNumber(code: error.code) }
        defer { file.unlock() }
        return try body()
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
