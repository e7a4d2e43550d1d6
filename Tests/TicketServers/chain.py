#!/usr/bin/env python3
"""Takes an incident through Request Tracker with the built program: who is told, how often, and who is left alone.

    chain.py [TICKETS]          default 200 seeded tickets

What becomes of each ticket is read in RT's own database, and what customers got in the mail that RT sends. Exit 1 if anything is
not as it should be.
"""
import re
import sys
import tempfile

from rtstage import Check, Server, Stage, repeated

KEYWORDS = [word for keyword in ["payment", "declined", "timeout", "checkout"] for word in ("--keyword", keyword)]
OPENING = ["incident", "open", "-t", "Payments fail", "-s", "high", "-c", "payments", *KEYWORDS, "-m", "Some payments are declined."]


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with Server() as server, tempfile.TemporaryDirectory(prefix="statuscomm-tickets-") as folder:
        server.script("seed", size)
        truth = server.truth()
        matching = sorted(number for number, row in truth.items() if row["match"] == "1")
        check = Check("chain")
        readonly(check, server, f"{folder}/readonly", truth, matching)
        lifecycle(check, server, f"{folder}/agent", truth, matching)
        check.end(f"{len(matching)} of {size} tickets match, {len(server.mails())} mails")


def readonly(check, server, folder, truth, matching):
    """A token that may only read: RT answers 200 to much of what it refuses, and every refusal is told."""
    before = server.tickets(truth)
    stage = Stage(folder, server, ["payments", "search"], token="RT_READONLY_TOKEN")
    opened = stage.run(*OPENING)
    check.equal(opened.returncode, 1, f"status of an opening that is refused: {opened.stdout}{opened.stderr}")
    check.true("Permission Denied" in opened.stdout + opened.stderr, "the reason is told", opened.stderr)
    system = stage.document("ticket", "list")["result"]["targets"][0]
    check.equal(sorted(int(ticket["id"]) for ticket in system["tickets"] if ticket["state"] == "refused"), matching, "refused tickets")
    check.true(all("Permission Denied" in ticket["trouble"] for ticket in system["tickets"]), "each with its reason")
    standings = [delivery["status"] for delivery in stage.document("delivery", "list")["result"]]
    check.equal(standings, ["refused"], "standing")
    check.equal(server.tickets(truth), before, "nothing is changed")
    check.equal(server.mails(), [], "nobody is written to")


def lifecycle(check, server, folder, truth, matching):
    before = server.tickets(truth)
    stage = Stage(folder, server, ["payments", "search"])
    customers = {number: truth[number]["requestor"] for number in matching}

    rehearsed = stage.run(*OPENING, "--dry-run")
    check.equal(rehearsed.returncode, 0, f"rehearsal: {rehearsed.stderr}")
    named = {int(number) for number in re.findall(r"^ticket (\d+): score", rehearsed.stdout, re.M)}
    check.equal(sorted(named), matching, "tickets of the rehearsal")
    calls = re.findall(r"^  (?:link|note|reply): (?:PUT|GET|POST) ", rehearsed.stdout, re.M)
    check.true(len(calls) >= 3 * len(matching) - (len(matching) - len(set(customers.values()))), "each call is shown", len(calls))
    others = re.findall(r"^\s*0\.\d{3} \d+: below the threshold", rehearsed.stdout, re.M)
    check.true(len(others) > 0, "the others are shown with their scores")
    check.equal(server.tickets(truth), before, "the rehearsal changes nothing")

    opened = stage.run(*OPENING)
    check.equal(opened.returncode, 0, f"opening: {opened.stdout}{opened.stderr}")
    for number in matching:
        check.equal(server.count(number, "AddLink"), 1, f"links of {number}")
        check.equal(server.count(number, "Comment"), 1, f"notes of {number}")
    told(check, server, "Some payments are declined.", set(customers.values()))

    # Meanwhile: an agent unlinks one and solves another, a customer answers, one writes late; one is linked by hand, by us
    # and by an agent who puts the mark on it.
    unlinked, solved, answered = (pick(matching, customers, place) for place in range(3))
    link = server.rows("select Target from Links where LocalBase = ? and Type = 'RefersTo'", unlinked)[0][0]
    server.call("PUT", f"/ticket/{unlinked}", {"DeleteRefersTo": link})
    server.call("PUT", f"/ticket/{solved}", {"Status": "resolved"})
    server.answer(answered, customers[answered], "It is still declined.")
    sets = [[int(word) for word in line.split("\t")[1:]] for line in server.script("sets", 2).splitlines()]
    (late, _, other, by_hand), (_, _, marked, _) = sets
    server.call("PUT", f"/ticket/{late}", {"CustomFields": {"Affected Service": "payments"}})
    late_text = server.rows("select Subject from Tickets where id = ?", late)[0][0]
    check.true("declined" in late_text, "the late ticket", late_text)
    server.call("PUT", f"/ticket/{marked}", {"AddRefersTo": link})
    frozen = server.tickets([unlinked, solved, other])
    linked = stage.run("ticket", "link", "INC-1", str(by_hand))
    check.equal(linked.returncode, 0, f"link by hand: {linked.stderr}")
    check.equal(server.count(by_hand, "AddLink"), 1, "the mark of the one that is linked by hand")
    left_out = pick(matching, customers, 3)
    for repetition in range(2):
        out = stage.run("ticket", "unlink", "INC-1", str(left_out))
        check.equal((out.returncode, "already" in out.stdout), (0, repetition == 1), f"unlink by hand: {out.stdout}{out.stderr}")
    frozen |= server.tickets([left_out])

    updated = stage.run("incident", "update", "--status", "identified", "-m", "A bank does not answer.")
    check.equal(updated.returncode, 0, f"update: {updated.stdout}{updated.stderr}")
    gone = {unlinked, solved, left_out}
    rest = {number: address for number, address in customers.items() if number not in gone}
    rest |= {number: requester(server, number) for number in (late, by_hand, marked)}
    told(check, server, "A bank does not answer.", set(rest.values()))

    resolved = stage.run("incident", "resolve", "-m", "All payments work again.")
    check.equal(resolved.returncode, 0, f"resolution: {resolved.stdout}{resolved.stderr}")
    told(check, server, "All payments work again.", set(rest.values()))
    closed = [number for number in rest if server.status(number) == "resolved"]
    check.equal(sorted(closed), sorted(set(rest) - {answered}), "closed tickets")
    check.equal(server.status(answered), "open", "who has answered stays open")

    check.equal(server.tickets(frozen), frozen, "what agents and people left out is left alone")
    untouched = [number for number in truth if number not in customers]
    check.equal(server.tickets(untouched), {number: before[number] for number in untouched}, "every other ticket, byte for byte")
    check.equal(repeated(server.mails()), [], "mails that came twice")
    # No note for agents is among them.
    check.equal(len(server.mails()), len(set(customers.values())) + 2 * len(set(rest.values())), "mails in all")
    check.equal(stage.run("audit").returncode, 0, "the audit")
    for verb in ["update", "resolve"]:
        again = stage.run("incident", verb, "-m", "Once more.", *(["--status", "identified"] if verb == "update" else []))
        check.equal(again.returncode, 6, f"{verb} after the end")
    check.equal(stage.run("tick").returncode in (0, 3), True, "tick")
    check.equal(repeated(server.mails()), [], "mails that came twice after a tick")
    listed = stage.document("ticket", "list", "INC-1")["result"]["targets"][0]
    check.equal(listed["counts"]["closed"], len(rest) - 1, "closed tickets by our own list")


def pick(matching, customers, place):
    """A matching ticket whose customer has no other one."""
    return [number for number in matching if list(customers.values()).count(customers[number]) == 1][place]


def requester(server, number):
    """The address of a ticket's requester."""
    query = (
        "select u.EmailAddress from Users u join GroupMembers m on m.MemberId = u.id join Groups g on g.id = m.GroupId "
        "where g.Domain = 'RT::Ticket-Role' and g.Instance = ? and g.Name = 'Requestor'"
    )
    return server.rows(query, number)[0][0]


def told(check, server, words, addresses):
    """Each of the addresses got the words once, and nobody else got them."""
    mails = server.settled_mails(len(addresses), words)
    check.equal(sorted(address for address, _ in mails), sorted(addresses), f"who got '{words}'")


main()
