import Foundation
import JSON5
import StatusCommCommands
import StatusCommCore
import TestSupport
import Testing

private let examples = GeneratedFilesTests.root.appending(path: "Examples/report")
private let components = "[ { id: 'auth', name: 'User Authentication' }, { id: 'web', name: 'Dashboard' } ]"

private let report = """
    # Signing in was slow or failed

    - Date: 23 November 2026
    - Duration: 1 hour 20 minutes
    - Affected: User Authentication, Dashboard

    ## Summary

    For 1 hour 20 minutes, signing in was slow and often failed. Everything works again, and no data was lost.

    ## Timeline

    - 13:05 UTC: Signing in became slow, and some attempts failed.
    - 13:14 UTC: We told customers and began to look for the cause.
    - 13:52 UTC: We freed capacity that a background task held.
    - 14:02 UTC: Most attempts to sign in succeeded again.
    - 14:25 UTC: Every attempt to sign in succeeded again.

    ## What happened

    A nightly task that we moved to the day held many connections open. A temporary overload of our systems left no room for signing in.

    ## Impact

    - Customers affected: about 1,240
    - Requests that failed: 38 % of attempts to sign in
    - Time affected: 1 hour 20 minutes

    ## What we did

    We stopped the task and raised the limit on connections.

    ## What we do so that it does not come back

    - Background tasks get their own capacity, so that they cannot take it from people who sign in.
    - We are warned before capacity runs out, not after.

    ## Questions

    Please write to support@acme.example. The state of all services is at https://status.acme.example

    """

@Suite struct ReportCommandTests {
    @Test(arguments: ["postmortem.json5", "postmortem.md"])
    func `the example becomes a report that passes, and what left is beside it`(file: String) async throws {
        let desk = try ReportDesk(components: components)
        try await desk.playIncident()
        let path = examples.appending(path: file).path
        let output = desk.folder.file("report.md")
        let drafted = try await desk.run("15:00", "report", "draft", "INC-1", "--from", path, "-o", output)
        #expect(drafted.status == .done, "\(drafted)")
        #expect(try desk.read("report.md") == report)
        #expect(
            try desk.read("report.review.md") == """
                # What left the report on INC-1

                For reviewers: this file names what customers must not read. Keep it where the postmortem is.

                ## title

                - customer wording used: 'pgbouncer pool exhaustion took down auth' reads 'Signing in was slow or failed'

                ## summary

                - customer wording used: 'The database connection pool exhaustion on db-master-02 stopped auth-api. Everything works again since 14:25.' reads 'For 1 hour 20 minutes, signing in was slow and often failed. Everything works again, and no data was lost.'

                ## timeline

                - customer wording used: 'login p95 over 9 s, pool at 100/100' reads 'Signing in became slow, and some attempts failed.'
                - entry left out: 'PagerDuty pages Tom, he joins #inc-auth' (its type is 'internal')
                - entry left out: 'found 40 idle transactions of batch-worker-3 in pg_stat_activity' (its type is 'internal')
                - customer wording used: 'killed the idle sessions, max_connections 100 -> 300' reads 'We freed capacity that a background task held.'
                - customer wording used: 'error rate back to 0.01 %, backlog drained' reads 'Every attempt to sign in succeeded again.'

                ## what happened

                - replaced: 'database connection pool exhaustion' reads 'A temporary overload of our systems'
                - sentence left out: 'The task came with commit 3f2a9bc1d and was not covered by our load test.' (ticket-id: commit 3f2a9bc1d)

                ## resolution

                - sentence left out: 'See OPS-4711 for the commands.' (ticket-id: OPS-4711)

                ## prevention

                - customer wording used: 'separate pool for batch jobs in pgbouncer.ini' reads 'Background tasks get their own capacity, so that they cannot take it from people who sign in.'
                - customer wording used: 'alert on pool usage over 80 %' reads 'We are warned before capacity runs out, not after.'
                - entry left out: 'load test with the batch job running' (it is not for customers)
                - entry left out: 'write down who may move batch jobs' (its type is 'process')

                """
        )
        let again = try await desk.run("15:00", "report", "draft", "INC-1", "--from", path, "-o", output)
        #expect(again.status == .conflict)
        #expect(again.errors.contains("cannot write '\(output)': it is there already"))
        let checked = try await desk.run("15:05", "report", "check", output)
        #expect(checked.status == .done, "\(checked)")
        let digest = SHA256.hex(Array(report.utf8)).prefix(12)
        #expect(checked.output == "\(output): passed as the report on INC-1 (\(digest))\n")
        let log = try await desk.run("15:06", "incident", "log", "INC-1")
        #expect(log.output.contains("report drafted: \(digest) from postmortem "))
        #expect(log.output.contains("report checked: \(digest)\n"))
    }

    @Test func `notes and the end's words are enough for a draft`() async throws {
        let desk = try ReportDesk()
        for (clock, words) in [
            ("13:13", ["incident", "open", "-t", "Slow", "-s", "low", "-c", "auth", "-m", "We are looking into it."]),
            (
                "13:20",
                [
                    "incident", "note", "--type", "impact-started", "--at", "13:01", "-m",
                    "first timeouts on db-master-02",
                ]
            ),
            ("13:50", ["incident", "note", "-m", "Tom is on it"]),
            (
                "14:00",
                ["incident", "note", "--type", "full-recovery", "-m", "all green", "--customer-text", "All is well."]
            ),
            (
                "14:25",
                [
                    "incident", "resolve", "-m", "It is over.", "--root-cause", "A task ran at the wrong time.",
                    "--fix", "We stopped it.", "--prevention", "It runs at night again.",
                ]
            ),
        ] {
            let outcome = try await desk.run(clock, words)
            try #require(outcome.status == .done, "\(outcome)")
        }
        let drafted = try await desk.run("15:00", "report", "draft", "INC-1")
        #expect(drafted.status == .done, "\(drafted)")
        #expect(drafted.output.contains("- Duration: 59 minutes\n"))
        #expect(drafted.output.contains("## Timeline\n\n- 14:00 UTC: All is well.\n\n"))
        #expect(drafted.output.contains("## What happened\n\nA task ran at the wrong time.\n"))
        #expect(drafted.output.contains("## What we did\n\nWe stopped it.\n"))
        #expect(drafted.output.contains("- It runs at night again.\n"))
        #expect(drafted.output.contains("TODO: what customers noticed"))
        #expect(drafted.errors.contains("taken from the log: 2 notes of the incident"))
        #expect(drafted.errors.contains("sentence left out: 'first timeouts on db-master-02'"))
        #expect(drafted.errors.contains("3 places are to be written first"))
        try desk.write(drafted.output, "report.md")
        let checked = try await desk.run("15:00", "report", "check", desk.folder.file("report.md"))
        #expect(checked.status == .refusedByCheck)
        #expect(checked.output.contains(":9:1: error: leftover 'TODO' [placeholder]"), "\(checked.output)")
    }

    /// What a person may do to a report that passed, and what the check says.
    struct Edit: CustomTestStringConvertible, Sendable {
        var old: String
        var new: String
        /// The finding's line after the file's name.
        var finding: String
        var testDescription: String { finding }
    }

    @Test(arguments: [
        Edit(
            old: "We stopped the task",
            new: "We stopped the task on db-master-02",
            finding: ":31:24: error: internal name 'db-master-02' [internal-host]"
        ),
        Edit(
            old: "We stopped the task",
            new: "Cloudflare stopped the task",
            finding: ":31:1: error: name of a vendor 'Cloudflare' [report-vendor]"
        ),
        Edit(
            old:
                "## Impact\n\n- Customers affected: about 1,240\n- Requests that failed: 38 % of attempts to sign in\n- Time affected: 1 hour 20 minutes\n\n",
            new: "",
            finding: ": error: missing section 'Impact' [report-section]"
        ),
        Edit(
            old: "We stopped the task and raised the limit on connections.\n",
            new: "",
            finding: ":29:1: error: empty section 'What we did' [report-section]"
        ),
        Edit(
            old: "about 1,240",
            new: "",
            finding: ":25:3: error: missing value 'Customers affected:' [report-section]"
        ),
        Edit(
            old: "23 November",
            new: "24 November",
            finding: ":3:1: error: another date than the log, which has '23 November 2026' [report-times]"
        ),
        Edit(
            old: "1 hour 20 minutes",
            new: "20 minutes",
            finding: ":4:1: error: another duration than the log, which has '1 hour 20 minutes' [report-times]"
        ),
        Edit(
            old: "- 13:52 UTC",
            new: "- 12:52 UTC",
            finding:
                ":15:3: error: time outside the incident, which went from 13:05 UTC to 14:25 UTC '12:52' [report-times]"
        ),
        Edit(
            old: "- 14:25 UTC",
            new: "- **14:26 UTC**",
            finding:
                ":17:3: error: time outside the incident, which went from 13:05 UTC to 14:25 UTC '14:26' [report-times]"
        ),
        Edit(
            old: " The state of all services is at https://status.acme.example",
            new: "",
            finding: ": error: no link to the status page [page-link]"
        ),
        Edit(
            old: "no data was lost",
            new: "it will be fixed for good by Friday",
            finding: "[promise]"
        ),
    ])
    func `a report that says too much, too little or other times is refused with the place`(edit: Edit) async throws {
        let desk = try ReportDesk(components: components)
        try await desk.playIncident()
        let edited = report.replacing(edit.old, with: edit.new)
        try #require(edited != report)
        try desk.write(edited, "report.md")
        let path = desk.folder.file("report.md")
        let checked = try await desk.run("15:00", "report", "check", path)
        #expect(checked.status == .refusedByCheck)
        #expect(checked.output.contains(edit.finding), "\(checked.output)")
        let log = try await desk.run("15:00", "incident", "log", "INC-1")
        #expect(!log.output.contains("report checked"))
    }

    @Test func `a check needs one incident that owes a report, and says which rules passed`() async throws {
        let desk = try ReportDesk(components: components)
        try desk.write(report.replacing("We stopped", with: "Cloudflare stopped"), "report.md")
        let path = desk.folder.file("report.md")
        let none = try await desk.run("12:00", "report", "check", path)
        #expect(none.status == .usage)
        #expect(none.errors.contains("no incident owes a report"))
        try await desk.playIncident()
        let unknown = try await desk.run("15:00", "report", "check", path, "--allow", "vendors")
        #expect(unknown.status == .usage)
        #expect(unknown.errors.contains("report-vendor"))
        let passed = try await desk.run("15:00", "report", "check", path, "--allow", "report-vendor")
        #expect(passed.status == .done, "\(passed)")
        let log = try await desk.run("15:00", "incident", "log", "INC-1")
        #expect(log.output.contains(", letting pass report-vendor\n"))
        try await desk.playIncident(component: "Dashboard")
        let two = try await desk.run("15:00", "report", "check", path)
        #expect(two.status == .usage)
        #expect(
            two.errors.contains(
                "more than one incident owes a report: INC-1 'Signing in is slow', INC-2 'Signing in is slow'"
            )
        )
    }

    @Test func `phrases of the configuration are put in plain words`() async throws {
        let desk = try ReportDesk("reports: { phrases: { 'flux capacitor overload': 'a fault in our machines' } }")
        try await desk.playIncident()
        try desk.write("{ resolution: 'The flux capacitor overload is gone.' }", "p.json5")
        let drafted = try await desk.run("15:00", "report", "draft", "INC-1", "--from", desk.folder.file("p.json5"))
        #expect(drafted.output.contains("## What we did\n\nA fault in our machines is gone.\n"))
        #expect(drafted.errors.contains("- replaced: 'flux capacitor overload' reads 'A fault in our machines'"))
    }

    @Test func `no credential of a postmortem is shown to the reviewer`() async throws {
        let desk = try ReportDesk()
        try await desk.playIncident()
        try desk.write(
            "{ resolution: 'We replaced the key.', whatHappened: 'password=Tr0ub4dor3 was in the log.' }",
            "p.json5"
        )
        let drafted = try await desk.run("15:00", "report", "draft", "INC-1", "--from", desk.folder.file("p.json5"))
        #expect(!(drafted.output + drafted.errors).contains("Tr0ub4dor3"))
        #expect(drafted.errors.contains("sentence left out: '"))
    }
}
