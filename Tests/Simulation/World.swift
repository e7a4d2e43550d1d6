import JSON5
import StatusCommCore
import TestSupport

/// The month while it passes.
struct World {
    /// What happens at a time.
    private enum Event {
        case open(Int)
        /// A person looks after an incident; only the newest plan for it counts.
        case act(Int, plan: Int)
        case report(Int, plan: Int)
        case stepClock(Duration)
        case correctClock
        case endOutage
    }

    /// One incident and the people who work on it.
    private struct Matter {
        enum ReportHabit {
            case unasked
            case reminded
            case escalated
        }

        var id: IncidentID?
        var severity: Severity
        var updatesLeft: Int
        var said = 0
        var plan = 0
        var habit: ReportHabit
        var skips: Bool
        /// Number of entries when it was read, and the incident then.
        var known: (count: Int, incident: Incident)?
    }

    let month: Month
    let office: Office
    private(set) var result = Month.Result()
    private var random: SplitMix
    private var events: [(at: Duration, event: Event)] = []
    private var matters: [Matter] = []
    private var pauses: [Range<Duration>] = []
    private var isQueued = false
    private var heard = 0
    private var meetings = 0
    private var idleCallAt = Duration.zero
    /// When cron is going to call, nil once it has.
    private var callAt: Duration?

    private static let day = Duration.seconds(86_400)
    private static let length = day * 30
    /// Long enough for the last report to be escalated and written.
    private static let end = day * 37

    init(_ month: Month) {
        self.month = month
        office = Office(month)
        random = SplitMix(seed: month.seed)
    }

    // MARK: - Time

    mutating func run() async {
        plan()
        while true {
            let cron = await nextCall()
            let next = events.indices.min { events[$0].at < events[$1].at }
            let time = min(cron, next.map { events[$0].at } ?? Self.end)
            guard time < Self.end else { break }
            if time > elapsed { office.clock.manual.advance(by: time - elapsed) }
            if let next, events[next].at <= cron {
                await happen(events.remove(at: next).event)
            } else {
                await call()
            }
            hear()
        }
        await checkEnd()
    }

    private var elapsed: Duration { office.clock.manual.now.offset }

    private mutating func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func isDrawn(_ percent: Int) -> Bool { draw(0...99) < percent }

    private mutating func schedule(_ event: Event, in seconds: Int) {
        events.append((elapsed + .seconds(seconds), event))
    }

    private mutating func plan() {
        for number in 0..<month.incidents {
            matters.append(
                Matter(
                    severity: Severity.allCases[draw(0...3)],
                    updatesLeft: draw(0...6),
                    habit: [.unasked, .unasked, .reminded, .escalated][draw(0...3)],
                    skips: isDrawn(25)
                )
            )
            schedule(.open(number), in: draw(0...(29 * 86_400)))
        }
        for _ in 0..<month.trouble.clockSteps {
            let at = draw(0...(30 * 86_400))
            events.append((.seconds(at), .stepClock(.seconds(draw(-10_800...10_800)))))
            if isDrawn(70) { events.append((.seconds(at + draw(60...36_000)), .correctClock)) }
        }
        for _ in 0..<month.trouble.pauses {
            let start = draw(0...(30 * 86_400))
            pauses.append(.seconds(start)..<(.seconds(start + draw(300...36_000))))
        }
    }

    // MARK: - People

    private mutating func happen(_ event: Event) async {
        switch event {
        case .stepClock(let duration): office.clock.step(by: duration)
        case .correctClock: office.clock.correct()
        case .endOutage:
            office.page.isDown = false
            isQueued = true
        case .open(let number): await open(number)
        case .act(let number, let plan): if plan == matters[number].plan { await act(number) }
        case .report(let number, let plan): if plan == matters[number].plan { await report(number) }
        }
    }

    /// A process that may die.
    private mutating func process(interrupt: SimulatedProcess.Fate = .init()) -> SimulatedProcess {
        var fate = interrupt
        if isDrawn(month.trouble.deaths) {
            fate.deathAt = draw(1...60)
            fate.completesStep = isDrawn(50)
        }
        return SimulatedProcess(office.store, fate)
    }

    private mutating func open(_ number: Int) async {
        let process = process()
        let request = Incident.OpeningRequest(
            title: "Trouble \(number)",
            severity: matters[number].severity,
            components: [Office.component(number)],
            message: "news \(number).0",
            key: "alert-\(number)"
        )
        do {
            let opened = try await office.command(process) { try await $0.open(request) }
            matters[number].id = opened.incident.id
            isQueued = isQueued || !opened.isDelivered
            planNextAct(number, opened.incident)
        } catch {
            noteFailure(error, process, "opening \(number)")
            // The alert fires again, or somebody reads what the log says.
            schedule(.open(number), in: draw(30...180))
        }
    }

    private mutating func act(_ number: Int) async {
        guard let id = matters[number].id, let incident = await read(number), incident.isOpen else { return }
        let text = "news \(number).\(matters[number].said + 1)"
        if incident.updates.contains(where: { $0.publication.message == text }) {
            // The process died with the change on record.
            matters[number].said += 1
            return planNextAct(number, incident)
        }
        let isOver = matters[number].updatesLeft == 0
        if isOver, !office.page.isDown, isDrawn(month.trouble.outages) {
            office.page.isDown = true
            // So long that some reports are written, or left out for a reason, before it ends.
            schedule(.endOutage, in: draw(600...100_000))
        }
        let process = process()
        let phase = IncidentPhase.open[draw(0...2)]
        do {
            let changed = try await office.command(process) { lifecycle in
                isOver
                    ? try await lifecycle.resolve(id, .init(message: text))
                    : try await lifecycle.update(id, .init(phase: phase, message: text))
            }
            matters[number].said += 1
            isQueued = isQueued || !changed.isDelivered
            if !isOver { matters[number].updatesLeft -= 1 }
            planNextAct(number, changed.incident)
        } catch {
            noteFailure(error, process, "changing \(number)")
            schedule(.act(number, plan: matters[number].plan), in: draw(30...240))
        }
    }

    private mutating func report(_ number: Int) async {
        guard let id = matters[number].id, let incident = await read(number), incident.owesReport else { return }
        let process = process()
        let skips = matters[number].skips
        let publication = Publication(message: "report \(number)", targets: ["page"])
        do {
            let reported = try await office.command(process) { lifecycle in
                skips
                    ? try await lifecycle.skipReport(id, reason: "nobody noticed")
                    : try await lifecycle.publishReport(id, .init(digest: "d", publication: publication))
            }
            isQueued = isQueued || !reported.isDelivered
        } catch {
            noteFailure(error, process, "reporting \(number)")
            schedule(.report(number, plan: matters[number].plan), in: draw(60...3_600))
        }
    }

    private mutating func noteFailure(_ error: any Error, _ process: SimulatedProcess, _ what: String) {
        guard process.isDead else { return violate("\(what) failed: \(error)") }
        result.deaths += 1
        isQueued = true
    }

    /// When somebody next looks after an incident: in time, late, or not before being asked.
    private mutating func planNextAct(_ number: Int, _ incident: Incident) {
        matters[number].plan += 1
        let plan = matters[number].plan
        guard incident.isOpen else {
            if matters[number].habit == .unasked { schedule(.report(number, plan: plan), in: draw(600...72_000)) }
            return
        }
        let length = Int((incident.nextUpdateAt ?? incident.openedAt).duration(since: incident.latestUpdate.at).seconds)
        let percent = isDrawn(55) ? draw(20...90) : isDrawn(75) ? draw(100...400) : 4_000
        schedule(.act(number, plan: plan), in: length * percent / 100)
    }

    /// What the owners do about new mail.
    private mutating func hear() {
        let messages = office.owners.messages
        for message in messages[heard...] {
            guard let reminder = message.reminder,
                let number = matters.firstIndex(where: { $0.id == message.key.incident })
            else { continue }
            let plan = matters[number].plan
            switch reminder.occasion {
            case .updateSoon: if isDrawn(50) { schedule(.act(number, plan: plan), in: draw(20...240)) }
            case .updateLate: if isDrawn(80) { schedule(.act(number, plan: plan), in: draw(60...1_200)) }
            case .reportDue:
                if matters[number].habit != .escalated {
                    schedule(.report(number, plan: plan), in: draw(3_600...72_000))
                }
            case .reportLate: schedule(.report(number, plan: plan), in: draw(3_600...43_200))
            }
        }
        heard = messages.count
    }

    // MARK: - Cron

    /// When cron calls next: the first minute at which there can be something to do, and now and then another one.
    private mutating func nextCall() async -> Duration {
        if idleCallAt <= elapsed { idleCallAt = elapsed + .seconds(draw(60...21_600)) }
        // While the page is down, calls that find nothing but that are as rare as idle ones.
        let isAtOnce = isQueued && !office.page.isDown
        var next = isAtOnce ? min(idleCallAt, elapsed + .seconds(1)) : idleCallAt
        for number in matters.indices {
            guard let incident = await read(number) else { continue }
            for time in Expectation(incident, month.rules).times {
                let wait = office.clock.wait(until: time)
                if wait > .zero { next = min(next, elapsed + wait) }
            }
        }
        next = .seconds((next.seconds / 60 + 1) * 60)
        for pause in pauses.sorted(by: { $0.lowerBound < $1.lowerBound }) where pause.contains(next) {
            next = pause.upperBound
        }
        // Its time stands, although what it is for has begun in the meantime.
        next = min(next, callAt ?? next)
        callAt = next
        return next
    }

    private mutating func call() async {
        callAt = nil
        result.calls += 1
        var fate = SimulatedProcess.Fate()
        if isDrawn(month.trouble.doubles) {
            fate.interruptAt = draw(1...60)
            fate.interrupt = { [office] in _ = try await office.tick(SimulatedProcess(office.store)) }
        } else if isDrawn(month.trouble.meetings), let meeting = await meeting() {
            fate.interruptAt = draw(1...60)
            fate.interrupt = meeting
        }
        let process = process(interrupt: fate)
        let now = office.clock.now
        do {
            let outcome = try await office.tick(process)
            guard !process.isDead else { throw SimulatedProcess.Death() }
            for problem in outcome.problems { violate("tick: \(problem.message)") }
            isQueued = outcome.deliveries.contains { !$0.isFinal }
            for number in matters.indices {
                guard let incident = await read(number) else { continue }
                for mistake in Expectation(incident, month.rules).mistakes(afterCallAt: now) { violate(mistake) }
                // Where all goes well, nothing is left to the next call.
                guard !month.trouble.faults, !office.page.isDown, fate.interruptAt == nil else { continue }
                let isDelivered = try await office.repository().isDelivered(incident)
                if !isDelivered { violate("\(incident.id): not everything is delivered by the call") }
            }
        } catch {
            noteFailure(error, process, "tick")
        }
        // Whoever came in between may have left something.
        if fate.interruptAt != nil { isQueued = true }
    }

    /// A person who writes just then.
    private mutating func meeting() async -> (@Sendable () async throws -> Void)? {
        for number in matters.indices {
            guard let incident = await read(number), incident.isOpen else { continue }
            meetings += 1
            let text = "met \(meetings)"
            return { [office] in
                let process = SimulatedProcess(office.store)
                _ = try await office.command(process) { try await $0.update(incident.id, .init(message: text)) }
            }
        }
        return nil
    }

    // MARK: - Looking

    /// The incident as it is, unless its matter is closed.
    private mutating func read(_ number: Int) async -> Incident? {
        let matter = matters[number]
        guard let id = matter.id else { return nil }
        do {
            let count = try await office.store.list(try StoreKey("inc/\(id.keyPart)/e")).count
            if let known = matter.known, known.count == count { return known.incident }
            let incident = try await office.repository().incident(id)
            matters[number].known = incident.map { (count, $0) }
            return incident
        } catch {
            violate("\(id) cannot be read: \(error)")
            return nil
        }
    }

    private mutating func violate(_ what: String) {
        result.violations.append("\(office.clock.now): \(what)")
    }

    private mutating func checkEnd() async {
        do {
            let repository = office.repository()
            let incidents = try await repository.all()
            if incidents.count != month.incidents { violate("\(incidents.count) incidents") }
            for incident in incidents {
                for mistake in incident.mistakesAtEnd(month.rules) { violate(mistake) }
                let isDelivered = try await repository.isDelivered(incident)
                if !isDelivered { violate("\(incident.id): not everything is delivered") }
                result.add(incident)
            }
            for incident in try await repository.active() { violate("\(incident.id) is not settled") }
            let agenda = try await repository.agenda(by: month.rules)
            if !agenda.isEmpty { violate("something is left to do: \(agenda)") }
        } catch {
            violate("the store cannot be read: \(error)")
        }
        for target in [office.page, office.owners] {
            let keys = target.messages.map(\.key)
            for key in Set(keys) where keys.count(where: { $0 == key }) > 1 { violate("\(key) arrived twice") }
        }
        if month.trouble.pauses == 0, month.trouble.deaths == 0, month.trouble.clockSteps == 0, result.missed > 0 {
            violate("\(result.missed) promises were broken without a warning")
        }
    }
}

extension Duration {
    /// Whole seconds.
    fileprivate var seconds: Int { Int(components.seconds) }
}
