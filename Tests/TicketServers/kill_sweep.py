#!/usr/bin/env python3
"""Kills the program at its calls, goes on as cron would, and looks in Request Tracker whether anything was said twice or not at all.

    kill_sweep.py [POINTS [SHARE]]      default 12 points, spread over the run; 0 takes every point of it
                                        share 2/3: the second third of them, for runs side by side

A point is one call on the network or on a file of the state directory. Each attempt has an incident and four tickets of its own: two
of one customer, one of another and one that does not match. 'incident open' is killed at the point, repeated with its key and
continued by 'tick' and 'delivery retry'; 'incident resolve' likewise. Then each customer has the two mails, each ticket its notes, the
right tickets are closed, and the fourth one is byte for byte as before. Needs CallTamperer, which Linux has. Exit 1 if not.
"""
import pathlib
import sys
import tempfile

from rtstage import REPOSITORY, Check, Server, Stage, repeated

CALLS = {"connect", "sendto", "recvfrom", "linkat", "fsync", "flock"}
TAMPERER = REPOSITORY / ".build/debug/CallTamperer"
OPENED, RESOLVED = "Some payments are declined.", "All payments work again."


class Attempt:
    """One incident on a set of tickets."""

    def __init__(self, folder, server, set_of_tickets):
        self.server = server
        self.service, *numbers = set_of_tickets
        self.first, self.second, self.third, self.other = (int(number) for number in numbers)
        query = f"Queue = 'Support' AND id >= {self.first} AND id <= {self.other}"
        self.stage = Stage(folder, server, [self.service], query=query)
        self.before = server.ticket(self.other)

    def opening(self):
        words = ["-t", "Payments fail", "-s", "high", "-c", self.service, "--keyword", "declined", "-m", OPENED]
        return ["incident", "open", "--key", "k", *words]

    def tampered(self, words, what, point):
        """Runs with one call tampered with; the points of the run."""
        log = self.stage.folder / "calls"
        call, label, number = point
        wrapper = ["taskset", "-c", "0", TAMPERER, log, self.stage.folder, what, call, label, str(number)]
        self.stage.run(*words, wrapper=wrapper)
        lines = log.read_text().splitlines()
        return [tuple(line.split(" ")) for line in lines if len(line.split(" ")) == 3], "HIT" in lines

    def points(self, words):
        points, _ = self.tampered(words, "none", ("none", "none", 0))
        return [point for point in points if point[0] in CALLS and (point[0] != "fsync" or "/d/" in point[1])]

    def settle(self, *words):
        """Goes on until nothing is left; the last run."""
        last = self.stage.run(*words) if words else None
        for verb in [["tick"], ["delivery", "retry"], ["delivery", "retry"]]:
            listed = self.stage.document("delivery", "list")["result"]
            if words and not listed and last.returncode in (0, 6):
                break
            last = self.stage.run(*verb)
        return last, self.stage.document("delivery", "list")["result"]

    def inspect(self, check, point):
        """Whether everything was said once."""
        server, where = self.server, " ".join(map(str, point))
        addresses = [f"ann-{self.service}@customers.example", f"bob-{self.service}@customers.example"]
        for words in [OPENED, RESOLVED]:
            mails = server.settled_mails(0, words)
            check.equal(sorted(a for a, _ in mails if self.service in a.split("@")[0].split("-")), addresses, f"'{words}' after {where}")
        comments = [server.count(number, "Comment") for number in (self.first, self.second, self.third)]
        check.equal(comments, [1, 2, 1], f"notes after {where}")
        replies = [server.count(number, "Correspond") for number in (self.first, self.second, self.third)]
        check.equal(replies, [2, 0, 2], f"replies after {where}")
        links = [server.count(number, "AddLink") for number in (self.first, self.second, self.third)]
        check.equal(links, [1, 1, 1], f"links after {where}")
        statuses = [server.status(number) for number in (self.first, self.second, self.third)]
        check.equal(statuses, ["resolved"] * 3, f"statuses after {where}")
        check.equal(server.ticket(self.other), self.before, f"the other ticket after {where}")
        check.equal(self.stage.run("audit").returncode, 0, f"the audit after {where}")


def chosen(points, number):
    """So many points, evenly spread."""
    if number == 0 or number >= len(points):
        return points
    return [points[(place * 2 + 1) * len(points) // (2 * number)] for place in range(number)]


def main():
    words = sys.argv[1:] + ["12", "1/1"][len(sys.argv) - 1:]
    number, (share, shares) = int(words[0]), (int(word) for word in words[1].split("/"))
    if not TAMPERER.exists():
        raise SystemExit(f"no {TAMPERER.name}: run swift build")
    check = Check("kill sweep")
    resolving = ["incident", "resolve", "-m", RESOLVED]
    with Server() as server, tempfile.TemporaryDirectory(prefix="statuscomm-kills-") as folder:
        def sets(count, done=[0]):
            done[0] += 1
            return [line.split("\t") for line in server.script("sets", count).splitlines()]

        whole = Attempt(f"{folder}/whole", server, sets(1)[0])
        opening_points = whole.points(whole.opening())
        resolving_points = whole.points(resolving)
        whole.inspect(check, ("nothing",))
        plan = [("open", point) for point in chosen(opening_points, (number * 2 + 2) // 3)]
        plan += [("resolve", point) for point in chosen(resolving_points, number - (number * 2 + 2) // 3 if number else 0)]
        plan = plan[share - 1::shares]
        hits = 0
        for place, (verb, point) in enumerate(plan):
            attempt = Attempt(f"{folder}/{place}", server, sets(1)[0])
            if verb == "open":
                hits += attempt.tampered(attempt.opening(), "kill", point)[1]
            last, left = attempt.settle(*attempt.opening())
            check.equal((last.returncode, left), (0, []), f"opening after {verb} {point}: {last.stdout}{last.stderr}")
            if verb == "resolve":
                hits += attempt.tampered(resolving, "kill", point)[1]
            last, left = attempt.settle(*resolving)
            check.equal((last.returncode in (0, 6), left), (True, []), f"resolution after {verb} {point}: {last.stdout}{last.stderr}")
            attempt.inspect(check, (verb, *point))
            if place % 20 == 19:
                print(f"kill sweep: {place + 1} of {len(plan)} points", file=sys.stderr, flush=True)
        check.equal(repeated(server.mails()), [], "mails that came twice")
        # The order of calls differs a little from run to run, so that a point may not be met.
        check.true(hits * 4 >= len(plan) * 3, "points that were met", f"{hits} of {len(plan)}")
        check.end(f"{hits} kills at {len(plan)} of {len(opening_points) + len(resolving_points)} points, {len(server.mails())} mails")


main()
