#!/usr/bin/env python3
"""Takes one behaviour at a time out of the element and checks that the test of that behaviour fails.

usage: mutants.py [--sample N] [--list] [NUMBER...]    NUMBER of a test: only its mutants
       --sample N: every so many, so that N are tried; which ones changes from day to day
"""
import argparse
import os
import sys
import time

# Most mutants are found by waiting in vain.
os.environ.setdefault("BROWSER_PATIENCE", "5")

from harness import ELEMENT, Browser, Site, run
from test_banner import TESTS

# (number of the test that must fail, what is taken out, text in the element, what stands there instead)
MUTANTS = [
    (1, "styles without a style element", "root.adoptedStyleSheets = [sheet];",
     "root.append(make('style', '', {}, ':host { display: block }'));"),
    (1, "text nodes instead of markup", "element.append(...children);",
     "children.forEach(child => child.nodeType ? element.append(child) : element.innerHTML += child);"),
    (1, "credentials and addresses of the page's own site only", "fetch(address,",
     "fetch('https://elsewhere.invalid/').catch(() => 0), fetch(address,"),
    (2, "the readable orange", "#b23c00", "#e65100"),
    (2, "colours of a dark page", "light-dark(#ffebee, #2d0f0f)", "#ffebee"),
    (2, "a theme's colour", "var(--ib-info-tint, light-dark(#e3f2fd, #0d2137))", "light-dark(#e3f2fd, #0d2137)"),
    (2, "parts for a theme", "{ part }, properties", "{}, properties"),
    (3, "the document in the push", "if (found) accept(found);", "if (found) fetchIn(0.01);"),
    (3, "the stream at all", 'if (!host.getAttribute("stream")', 'if (host.getAttribute("stream")'),
    (3, "a fetch after each connection", "      live = Date.now();\n      fetchIn(Math.random() * spread());", "      live = Date.now();"),
    (3, "change events", 'tell("incident-change", visible);', ""),
    (4, "order by severity", "visible.sort(", "visible.filter("),
    (4, "critical stays", 'severity !== "critical" && entry.dismissible', "entry.dismissible"),
    (4, "what the feed says about dismissing", " && entry.dismissible !== false", ""),
    (4, "unknown severity is a warning", '? entry.severity : "warning"', '? entry.severity : "info"'),
    (4, "three at once", "SHOWN_AT_ONCE = 3", "SHOWN_AT_ONCE = 20"),
    (4, "the others on demand", "expanded = true;", ""),
    (4, "twenty at most", "slice(0, 20)", "slice(0, 99)"),
    (5, "once per session", 'if (list("sessionStorage").includes(key)) return;', ""),
    (5, "the session's memory", "if (added.length) save(store, NAME, memory[store]);", ""),
    (5, "alert for critical alone", '+(severity === "critical")', "0"),
    (5, "status for the rest", '+(severity === "critical")', "1"),
    (5, "empty regions afterwards", "setTimeout(() => text.remove(), 5000);", ""),
    (5, "a new revision is told", 'const key = id + "@" + revision;', 'const key = id + "@1";'),
    (6, "a name for the region", 'section.ariaLabel = label("region");', ""),
    (6, "a name for the button", 'ariaLabel: label("dismiss", message), ', ""),
    (6, "labels of the page", 'host.getAttribute("label-" + name) ?? ', ""),
    (6, "no landmark when empty", ", section:empty { display: none; }", " { display: none; }"),
    (6, "the severity as a word", 'make("strong", "severity", {}, label(severity)), " "', '" "'),
    (6, "one region for alerts", 'role: "alert"', 'role: "status"'),
    (7, "the focus outline", "outline: 3px solid;", "outline: none;"),
    (7, "the same control after a redraw", "(same ?? controls()[place]", "(controls()[place]"),
    (7, "a neighbour after a dismissal", "controls()[place] ?? ", ""),
    (7, "the last one when there is no next", " ?? controls().at(-1)", ""),
    (7, "no focus for what arrives", "if (activeElement) (same", "(same"),
    (7, "a real button", 'make("button", "dismiss"', 'make("span", "dismiss"'),
    (8, "the width", "min-width: 44px;", ""),
    (8, "the height", "min-height: 44px;", ""),
    (9, "dismissed is kept", 'list("localStorage", key);', ""),
    (9, "dismissed in storage", "if (added.length) save(store, NAME, memory[store]);", ""),
    (9, "other tabs hear of it", 'if (type === "storage") render();', 'if (type === "storage") return;'),
    (9, "fifty at most", ".slice(-50)", ""),
    (9, "dismiss events", 'tell("incident-dismiss", { id, revision });', ""),
    (10, "dismissed stays hidden", '!(dismissible && list("localStorage").includes(key))', "true"),
    (10, "revisions count", 'const key = id + "@" + revision;', 'const key = id + "@1";'),
    (10, "critical overrides", '!(dismissible && list("localStorage")', '!(list("localStorage")'),
    (11, "an empty feed empties the page", "feed.sequence) feed = found;", "feed.sequence) feed = found.banners[0] ? found : feed;"),
    (11, "an empty copy is kept too", "save(\"localStorage\", NAME + address,", "found.banners[0] && save(\"localStorage\", NAME + address,"),
    (12, "sequence", "found.feed !== feed?.feed || found.sequence >= feed.sequence", "true"),
    (12, "feeds have their own sequence", "found.feed !== feed?.feed || found.sequence >= feed.sequence", "!feed || found.sequence >= feed.sequence"),
    (13, "markup stays text", "element.append(...children);", "element.append(...children); if (name === 'bdi')"
     " element.innerHTML = trustedTypes.createPolicy(String(Math.random()), { createHTML: x => x }).createHTML(children[0]);"),
    (13, "http links alone", "if (/^https?:/.test(link))", "if (link)"),
    (13, "links relative to the feed", 'new URL(entry.link || "data:", address)', 'new URL(entry.link || "data:")'),
    (13, "the length of a message", "clean(messages[lang] ?? entry.message, 500)", "clean(messages[lang] ?? entry.message)"),
    (13, "whole characters", "[...value.trim()].slice(0, length).join(\"\")", "value.trim().slice(0, length)"),
    (13, "identifiers", "/^[\\w.:-]{1,80}@[1-9]\\d*$/.test(key) &&", ""),
    (13, "a message must be there", "      message &&\n", ""),
    (13, "bad entries alone are lost", "attempt(() => banner(entry, passed)) ?? []", "banner(entry, passed) ?? []"),
    (13, "no way back to the page", '"noopener noreferrer"', '""'),
    (14, "a fetch for what cannot be read", 'else if (data !== "{}") fetchIn(Math.random() * spread());', ""),
    (14, "keep-alives are not news", 'else if (data !== "{}") fetchIn', "else fetchIn"),
    (14, "envelopes", "[pub, push, data, message]", "[]"),
    (14, "envelopes in envelopes", "depth > 3", "depth > 1"),
    (14, "documents as text", "attempt(() => JSON.parse(value)) ?? value", "depth ? value : attempt(() => JSON.parse(value)) ?? value"),
    (14, "the schema", "value?.schema === SCHEMA && ", "value && "),
    (15, "the start", "passed(Date.parse(starts_at) || 0) &&", ""),
    (15, "the end", "!passed(Date.parse(expires_at)) &&", ""),
    (15, "at the minute", 'after("edge", Math.min(...edges) / 1000, render);', ""),
    (15, "odd dates", "Date.parse(starts_at) || 0", "Date.parse(starts_at)"),
    (16, "the exact language", "named(tag) ?? ", ""),
    (16, "the wider language", " ?? named(tag.split(\"-\")[0])", ""),
    (16, "upper and lower case", "name.toLowerCase() === tag", "name === tag"),
    (16, "the page's language", 'host.closest("[lang]")?.lang || navigator.language', "navigator.language"),
    (16, "the language of a text", '"message", lang && { lang },', '"message", {},'),
    (16, "the language of what is spoken", '"", lang && { lang },', '"", {},'),
    (16, "right to left", "border-inline-start: 6px solid", "border-left: 6px solid"),
    (16, "a message's own direction", 'make("bdi"', 'make("span"'),
    (17, "the banner stays", "failures = Math.max(failures, 0) + 1;", "failures = Math.max(failures, 0) + 1; feed = undefined;"),
    (17, "a new connection", "after(\"connect\", Math.max(0.5, Math", "0 && after(\"connect\", Math.max(0.5, Math"),
    (17, "not at once", "Math.max(0.5, Math.random() * Math.min(900, spread() * 2 ** Math.min(drops++, 6)))", "0.05"),
    (18, "an error is no document", "response.ok ? unwrap(await response.text()) : undefined", "unwrap(await response.text()) ?? feed ?? {}"),
    (18, "longer waits after failures", "2 ** Math.min(failures, 4)", "1"),
    (18, "asking again after a failure", "    fetchAtNextPoll();\n  };", "    failures || fetchAtNextPoll();\n  };"),
    (18, "patience of ten seconds", "AbortSignal.timeout(10000)", "AbortSignal.timeout(100000)"),
    (18, "the stream does not wait for the feed", "    attempt(connect);", "    setTimeout(() => attempt(connect), 7000);"),
    (19, "the note", 'stale && visible[0] ? label("stale"', 'false ? label("stale"'),
    (19, "only after a failure", "&& failures > 0;", ";"),
    (19, "only after a while", "passed(checked + seconds(\"stale\", 300) * 1000) && failures > 0", "failures > 0"),
    (19, "nothing after a day", "!discarded && feed", "feed"),
    (19, "the time of the copy", "let checked = copy?.checked ?? Date.now();", "let checked = Date.now();"),
    (19, "five minutes", 'seconds("stale", 300)', 'seconds("stale", 3600)'),
    (19, "a day", 'seconds("discard", 86400)', 'seconds("discard", 8640000)'),
    (19, "an end of all times", "Math.min(seconds, 86400) * 1000", "seconds * 1000"),
    (20, "the copy", 'let feed = unwrap(copy?.document);', "let feed;"),
    (20, "the copy is kept", 'save("localStorage", NAME + address, { document: feed, checked });', ""),
    (20, "drawn at once", "  render();\n  wake();", "  setTimeout(render, 80);\n  wake();"),
    (20, "no redraw without a change", "if (picture === drawn) return;", ""),
    (21, "storage may refuse", "const attempt = (action) => {\n  try {\n    return action();\n  } catch {}\n};",
     "const attempt = (action) => action();"),
    (21, "this page's own memory", "memory[store] ?? [], load", "[], load"),
    (22, "EventSource", "webSocket ? new WebSocket(url) : new EventSource(url)", "new WebSocket(url)"),
    (22, "WebSocket unless told otherwise", '!== "off"', '=== "on"'),
    (22, "our own retry", "opened.onclose = opened.onerror = ", "opened.onclose = "),
    (23, "polling", "    fetchAtNextPoll();\n  };\n\n  // Throws", "  };\n\n  // Throws"),
    (23, "the browser's own conditional request", 'cache: "no-cache"', 'cache: "no-store"'),
    (23, "no header of ours", 'credentials: "omit",', 'credentials: "omit", headers: { "X-Feed": "1" },'),
    (23, "no cookies", 'credentials: "omit"', 'credentials: "include"'),
    (23, "slower while live", "(live ? 5 : 1)", "1"),
    (23, "the interval", "(0.8 + Math.random() * 0.4)", "0.2"),
    (24, "long words break", "overflow-wrap: anywhere;", ""),
    (24, "the border in forced colours", "border-inline-start: 6px solid;", ""),
    (24, "no animation", ":focus-visible {", "div { transition: color 1s; }\n  :focus-visible {"),
    (25, "the connection ends", "    ended.abort();\n    disconnect();", "    ended.abort();"),
    (25, "the timers end", "Object.values(timers).forEach(clearTimeout);", ""),
    (25, "another stream", "attributeChangedCallback() {\n    this.#restart();", "attributeChangedCallback() {"),
    (25, "only what concerns the page", "!(wanted && components?.length && !wanted.some((name) => components.includes(name))) &&", ""),
    (25, "no components, all of them", "components?.length && ", ""),
    (26, "letting go on leaving", 'else if (type === "pagehide") disconnect();', 'else if (type === "pagehide") return;'),
    (26, "back again", '"pageshow", "visibilitychange"', '"load"'),
    (27, "no fetch while hidden", "document.hidden || fetchFeed()", "fetchFeed()"),
    (27, "letting go", 'after("idle", seconds("idle", 300), disconnect)', "0"),
    (27, "not at once", 'after("idle", seconds("idle", 300), disconnect)', "disconnect()"),
    (27, "the way back stops the clock", "clearTimeout(timers.idle);", ""),
    (27, "catching up at once", "if (Date.now() >= due) fetchFeed();", "if (!due) fetchFeed();"),
    (27, "silent behind another tab", "    if (document.hidden) return;\n    clear", "    clear"),
    (28, "an address that cannot be is no error", "    attempt(connect);", "    connect();"),
    (28, "the feed without the stream", "if (Date.now() >= due) fetchFeed();", "if (live) fetchFeed();"),
    (28, "another attempt after a refusal", "disconnect();\n      after(", "after("),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("numbers", nargs="*", type=int)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    source = ELEMENT.read_text(encoding="utf-8")
    tests = {number: entry for number, entry in enumerate(TESTS, 1)}
    chosen = [each for each in MUTANTS if not options.numbers or each[0] in options.numbers]
    for number, what, old, new in MUTANTS:
        assert old in source, f"{number} {what}: not in the element: {old}"
    uncovered = set(tests) - {number for number, *_ in MUTANTS}
    assert not uncovered, f"tests without a mutant: {sorted(uncovered)}"
    if options.sample:
        step = max(1, len(chosen) // options.sample)
        chosen = chosen[int(time.time() // 86400) % step::step][:options.sample]
    if options.list:
        print("\n".join(f"{number:02} {what}" for number, what, *_ in chosen))
        return
    survivors, started = [], time.monotonic()
    site = Site()
    try:
        with Browser() as browser:
            for number, what, old, new in chosen:
                site.install(source.replace(old, new))
                (error,) = run([tests[number]], site, browser, report=lambda _: None).values()
                print(f"{'killed  ' if error else 'SURVIVED'} {number:02} {what}: {(error or '')[:110]}", flush=True)
                if not error:
                    survivors.append(what)
    finally:
        site.close()
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} mutants found in {time.monotonic() - started:.0f} s")
    sys.exit(bool(survivors))


if __name__ == "__main__":
    main()
