import Foundation
import Synchronization
import TestSupport
import Testing

/// Opens, updates and resolves an incident and publishes its report with one call on a file or socket tampered with.
///
/// Then it goes on as an engineer would. Every call of the program is one point, from the reading of the configuration
/// on; short runs take some of each kind.
@Suite(.enabled(if: Strace.isWanted)) struct SystemCallSweepTests {
    static let errors = [TamperedCall.Tampering.inputOutputError, .noSpace, .noAccess]
    /// Parts that run side by side.
    static let parts = Array(0..<(Stage.isFull ? 8 : 2))

    /// The calls of an untroubled run; one list for all parts.
    private static let baselines = Mutex<[Scene: [TamperedCall]]>([:])

    private func points(_ scene: Scene) throws -> [TamperedCall] {
        try Self.baselines.withLock { baselines in
            if let known = baselines[scene] { return known }
            let double = try ProviderDouble.statuspage()
            let stage = try scene.set(double)
            let run = try Run(stage, scene.words)
            #expect(run.result.status == 0, "\(run.result)")
            #expect(run.undurable == [])
            #expect(try scene.faults(stage, double) == [])
            // Sorted by kind, so that a choice of them has some of each.
            let calls = run.log.calls.enumerated().sorted {
                ($0.element.call, $0.offset) < ($1.element.call, $1.offset)
            }
            baselines[scene] = calls.map(\.element)
            return calls.map(\.element)
        }
    }

    /// Calls on the wire: what fails there says nothing about what the other side has.
    private static let wire = ["sendto", "poll", "recvfrom"]

    /// The points of one part: all of them, or some of an opening's calls of every kind, all of its calls on the wire,
    /// and a few of the others'.
    private func choice(_ scene: Scene, part: Int) throws -> [(place: Int, point: TamperedCall)] {
        let points = try points(scene)
        let stride = Stage.isFull ? 1 : points.count / (scene == .open ? 24 : 12)
        return points.enumerated().filter { place, point in
            let isFirstOfKind = place == 0 || points[place - 1].call != point.call
            return place % stride == 0 || scene == .open && (isFirstOfKind || Self.wire.contains(point.call))
        }.enumerated().filter { $0.offset % Self.parts.count == part }.map { ($0.element.offset, $0.element.element) }
    }

    /// A run under the tamperer.
    private struct Run {
        let result: ChildProcess.Result
        let log: CallLog

        init(_ stage: Stage, _ words: [String], _ tampering: (TamperedCall, TamperedCall.Tampering)? = nil) throws {
            let path = stage.folder.file("calls")
            let processor = (tampering?.0.number ?? 0) % ProcessInfo.processInfo.activeProcessorCount
            result = try stage.run(
                Scene.words(words, on: stage),
                wrapper: TamperedCall.wrapper(
                    log: path,
                    folder: stage.folder.path,
                    tampering,
                    processor: processor
                )
            )
            log = try CallLog(path: path)
        }

        /// Names that a power cut would take although the run says that they are there.
        var undurable: [TamperedCall] {
            let isOnRecord = result.output.hasPrefix("INC-1 ")
            return Self.undurable(isOnRecord ? ["~/state"] + (result.status == 0 ? ["~/site"] : []) : [], log)
        }

        static func undurable(_ places: [String], _ log: CallLog) -> [TamperedCall] {
            // Nothing in these two has to outlive a power cut, nor has a folder under its first name.
            log.undurable(below: places, except: ["~/state/tmp", "~/state/lock"])
                .filter { !$0.subject.contains("/.statuscomm-") }
        }
    }

    /// What an engineer does after a failure: says it again if it is not on record, and has the rest delivered.
    private func finish(
        _ scene: Scene,
        _ stage: Stage,
        _ double: ProviderDouble,
        after first: Run,
        _ place: Comment
    ) throws {
        var log = first.log
        func run(_ words: [String]) throws -> ChildProcess.Result {
            let run = try Run(stage, words)
            log.append(run.log)
            return run.result
        }
        if try !scene.isRecorded(stage) {
            let again = try run(scene.words)
            #expect(again.status == 0, "\(place), again: \(again)")
        }
        // On a loaded machine a run may reach its deadline; what it leaves is queued, and the next one goes on.
        var retry = try run(["delivery", "retry"])
        for _ in 0..<4 where retry.status == 3 { retry = try run(["delivery", "retry"]) }
        #expect(retry.status == 0, "\(place), retry: \(retry)")
        #expect(try scene.faults(stage, double) == [], place)
        // Whatever the first run had made and not made durable, the next ones have; what was not delivered by them was
        // not audited by them either.
        let undurable = Run.undurable(["~/state", "~/site"], log)
        #expect(undurable.filter { !$0.subject.hasPrefix("~/state/entries/audit") } == [], place)
    }

    private func report(_ what: String, _ scene: Scene, _ outcomes: [String: Int], _ missed: [TamperedCall]) {
        let text = outcomes.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }.joined(separator: ", ")
        print("sweep: \(what) in \(scene.testDescription): \(text)")
        // How often they wait, and how often they look at a folder, depends on how fast the other side is.
        let waiting = ["poll", "epoll_wait", "epoll_ctl", "recvfrom"]
        let never = missed.filter { !waiting.contains($0.call) && $0.subject != "anon_inode" }
        #expect(never.filter { $0.number == 1 } == [], "\(what): never made")
        #expect(never.count * 20 <= outcomes.values.reduce(0, +), "\(what): often not made, such as \(never)")
    }

    @Test(arguments: [Scene.open, .update, .resolve, .report], parts)
    func `killed before any call, a retry leaves everything once everywhere`(scene: Scene, part: Int) throws {
        var outcomes: [String: Int] = [:]
        var missed: [TamperedCall] = []
        for (_, point) in try choice(scene, part: part) {
            let double = try ProviderDouble.statuspage()
            let stage = try scene.set(double)
            let run = try Run(stage, scene.words, (point, .kill))
            guard run.log.isHit else {
                missed.append(point)
                continue
            }
            outcomes["killed", default: 0] += 1
            #expect(run.result.status == 137, "\(point): \(run.result)")
            try finish(scene, stage, double, after: run, "killed before \(point)")
        }
        report("kill", scene, outcomes, missed)
    }

    @Test(arguments: [Scene.open, .update, .resolve, .report], parts)
    func `any call that fails once is reported or made good, and the next run works`(scene: Scene, part: Int) throws {
        var outcomes: [String: Int] = [:]
        var missed: [TamperedCall] = []
        for (place, point) in try choice(scene, part: part) {
            for error in Stage.isFull ? Self.errors : [Self.errors[place % 3]] {
                let double = try ProviderDouble.statuspage()
                let stage = try scene.set(double)
                let run = try Run(stage, scene.words, (point, error))
                guard run.log.isHit else {
                    missed.append(point)
                    continue
                }
                let comment: Comment = "\(error.rawValue) at \(point)"
                outcomes["exit status \(run.result.status)", default: 0] += 1
                #expect(run.undurable == [], comment)
                if run.result.status == 0 {
                    #expect(try scene.faults(stage, double) == [], "\(comment): \(run.result)")
                } else {
                    #expect([1, 3, 5, 7].contains(run.result.status), "\(comment): \(run.result)")
                    // A standard error that fails cannot say so.
                    if point.subject != "errors" {
                        #expect(run.result.errors.contains("statuscomm: error: "), "\(comment): \(run.result)")
                        #expect(run.result.errors.contains("statuscomm: hint: "), "\(comment): \(run.result)")
                    }
                }
                try finish(scene, stage, double, after: run, comment)
            }
        }
        report("failing calls", scene, outcomes, missed)
    }
}
