#!/usr/bin/env python3
"""The 28 promises of <incident-banner>, each kept in a real Chromium against a real nginx with nchan.

usage: test_banner.py [--element FILE] [--workers N] [NAME...]      a NAME is part of a test's name
"""
import argparse
import json
import pathlib
import sys
import time

from harness import (Browser, FOCUSED, HOST, Site, banner, inside, parts, run, shows, stamp, state, steady, until)

TESTS = []


def test(name):
    def enter(function):
        TESTS.append((f"{len(TESTS) + 1:02} {name}", function))
        return function
    return enter


@test("strict CSP and trusted types, no console error")
def strict_policy(t):
    t.channel.put(banner(link_text="Details"), banner("INC-2", "Also this"))
    page = t.open()
    page.wait(shows("Payments are slow", "Also this"))
    page.wait(state("live"))
    page.click(inside("button"))
    page.wait(shows("Also this"))
    assert page.js("trustedTypes.defaultPolicy === null")
    assert not page.js("document.querySelector('[style]') || document.querySelector('style')")
    assert page.js("fetch('https://example.invalid/').then(() => false, () => true)"), "the policy is not in force"
    until(lambda: page.errors, what="the refusal in the console")
    assert all("example.invalid" in each for each in page.errors), page.errors
    page.errors.clear()


@test("colours, light and dark, with readable contrast")
def colours(t):
    t.channel.put(banner("c", "C", severity="critical"), banner("w", "W"), banner("i", "I", severity="info"))
    expected = {
        "light": [["198, 40, 40", "255, 235, 238", "198, 40, 40"], ["178, 60, 0", "255, 243, 224", "230, 81, 0"],
                  ["21, 101, 192", "227, 242, 253", "21, 101, 192"]],
        "dark": [["255, 138, 128", "45, 15, 15", "255, 138, 128"], ["255, 204, 128", "43, 26, 0", "255, 204, 128"],
                 ["144, 202, 249", "13, 33, 55", "144, 202, 249"]],
    }
    page = t.open(head="<meta name='color-scheme' content='light dark'>")
    page.wait(shows("C", "W", "I"))
    seen = (f"[...{HOST}.shadowRoot.querySelectorAll('[part~=banner]')].map(getComputedStyle)"
            ".map(s => [s.color, s.backgroundColor, s.borderInlineStartColor].map(c => c.slice(4, -1)))")
    for scheme, rows in expected.items():
        page.media(prefers_color_scheme=scheme)
        assert page.js(seen) == rows, (scheme, page.js(seen))
        for text, tint, _ in rows:
            assert contrast(text, tint) >= 4.5, (scheme, text, tint)
    page.js("document.adoptedStyleSheets = [Object.assign(new CSSStyleSheet())];"
            "document.adoptedStyleSheets[0].replaceSync(':root { --ib-info-tint: rgb(1, 2, 3) }"
            " incident-banner::part(message) { font-style: italic }')")
    assert page.js(seen)[2][1] == "1, 2, 3", "a theme's colour has no effect"
    assert page.js(f"getComputedStyle({inside('bdi')}).fontStyle") == "italic"


def contrast(one, other):
    """WCAG 2.2 contrast ratio of two 'r, g, b' texts."""
    def luminance(text):
        channels = [int(each) / 255 for each in text.split(",")]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@test("a push shows without a fetch")
def push_without_fetch(t):
    t.channel.put(spread_seconds=1)
    page = t.open_live()
    asked = fetches(page)
    started = time.monotonic()
    t.channel.push(banner())
    page.wait(shows("Payments are slow"))
    took = time.monotonic() - started
    assert took < 2, f"{took * 1000:.0f} ms"
    assert fetches(page) == asked
    t.channel.push(banner(message="Payments work again for most", revision=2))
    page.wait(shows("Payments work again for most"))
    assert fetches(page) == asked
    assert page.js("probe.events") == [["change", []], ["change", ["INC-1"]], ["change", ["INC-1"]]]


@test("most severe first, critical cannot be dismissed, three at once")
def order(t):
    t.channel.put(banner("i", "Info", severity="info"), banner("w", "Warning one", severity="unheard-of"),
                  banner("c", "Critical", severity="critical", dismissible=True), banner("w2", "Warning two"),
                  banner("n", "Fixed", severity="info", dismissible=False))
    page = t.open(before="<p>Before.</p>")
    page.wait(shows("Critical", "Warning one", "Warning two"))
    assert page.js(parts("severity")) == ["Critical", "Warning", "Warning"]
    buttons = f"[...{HOST}.shadowRoot.querySelectorAll('button')].map(each => each.ariaLabel ?? each.textContent)"
    assert page.js(buttons) == ["Dismiss: Warning one", "Dismiss: Warning two", "2 more"]
    page.click(inside("[part=more]"))
    page.wait(shows("Critical", "Warning one", "Warning two", "Info", "Fixed"))
    assert page.js(buttons) == ["Dismiss: Warning one", "Dismiss: Warning two", "Dismiss: Info"]
    # The feed's own limit is twenty.
    t.channel.push(*[banner(f"many-{n}", f"Number {n}") for n in range(25)])
    page.wait(f"{parts('message')}.length === 20")


@test("alert text once, not again after a reload")
def announced_once(t):
    t.channel.put(banner("c", "Login is down", severity="critical"), banner("w", "Mail is slow"))
    page = t.open()
    said = "probe.said.map(each => each.slice(0, 2).join(': ')).sort().join(' | ')"
    page.wait(f"{said} === 'alert: Critical: Login is down | status: Warning: Mail is slow'")
    t.channel.push(banner("c", "Login is down", severity="critical"), banner("w", "Mail is slow"),
                   banner("i", "Read only", severity="info"))
    page.wait(f"{said}.endsWith('| status: Notice: Read only | status: Warning: Mail is slow')")
    assert page.js("probe.said.length") == 3
    # Standing text would be read a second time by whoever browses the page.
    page.wait(f"[...{HOST}.shadowRoot.querySelectorAll('[role]')].every(each => !each.textContent)", timeout=7)
    page.reload()
    page.wait(f"{parts('message')}.length === 3")
    time.sleep(0.5)
    assert page.js("probe.said") == []
    t.channel.push(banner("c", "Login and API are down", severity="critical", revision=2))
    page.wait(f"{said} === 'alert: Critical: Login and API are down'")


@test("names and roles in the accessibility tree")
def accessibility_tree(t):
    t.channel.put(banner("w", "Mail is slow", link_text="Details"), banner("c", "Login is down", severity="critical"))
    page = t.open('label-region="Störungen" label-link="Zum Status" label-warning="Achtung"')
    page.wait(shows("Login is down", "Mail is slow"))
    tree = [(role, name) for role, name, _ in page.ax()]
    for entry in [("region", "Störungen"), ("link", "Details"), ("link", "Zum Status"),
                  ("button", "Dismiss: Mail is slow")]:
        assert entry in tree, (entry, tree)
    roles = [role for role, _ in tree]
    assert "banner" not in roles and "dialog" not in roles
    assert roles.count("alert") == 1 and roles.count("status") == 1, roles
    assert ("StaticText", "Achtung") in tree and ("StaticText", "Critical") in tree
    t.channel.push()
    page.wait(shows())
    tree = [(role, name) for role, name, _ in page.ax()]
    assert ("region", "Störungen") not in tree, "an empty landmark"


@test("keyboard: Tab, Enter, Space, and where the focus goes")
def keyboard(t):
    t.channel.put(banner("a", "One"), banner("b", "Two"), banner("c", "Three"))
    page = t.open(before="<a id='before' href='#'>Before</a>")
    page.wait(shows("One", "Two", "Three"))
    page.wait(state("live"))
    page.js("document.getElementById('before').focus()")
    # Nothing that arrives takes the focus.
    t.channel.push(banner("a", "One"), banner("b", "Two"), banner("c", "Three"), banner("d", "Four"))
    page.wait(f"{parts('more')}.length === 1")
    assert page.js(FOCUSED) == "before", page.js(FOCUSED)
    for expected in ["View status", "Dismiss: One"]:
        page.key("Tab")
        assert page.js(FOCUSED) == expected, page.js(FOCUSED)
    assert page.js(f"(s => s.outlineStyle + s.outlineWidth)(getComputedStyle({inside('#a')}))") == "solid3px"
    # A redraw gives the focus back to where it was.
    t.channel.push(banner("x", "New", severity="critical"), banner("a", "One"), banner("b", "Two"))
    page.wait(shows("New", "One", "Two"))
    assert page.js(FOCUSED) == "Dismiss: One", page.js(FOCUSED)
    t.channel.push(banner("a", "One"), banner("b", "Two"), banner("c", "Three"))
    page.wait(shows("One", "Two", "Three"))
    page.key("Enter")
    page.wait(shows("Two", "Three"))
    assert page.js(FOCUSED) == "Dismiss: Two", page.js(FOCUSED)
    page.key("Tab")
    page.key("Tab")
    page.key("Space")
    page.wait(shows("Two"))
    assert page.js(FOCUSED) == "Dismiss: Two", page.js(FOCUSED)
    page.key("Enter")
    page.wait(shows())
    page.key("Tab")
    assert page.js(FOCUSED) == "first", page.js(FOCUSED)


@test("targets of 44 by 44 pixels")
def target_size(t):
    t.channel.put(banner("a", "One"), banner("b", "Two"), banner("c", "Three"), banner("d", "Four"))
    page = t.open()
    page.wait(shows("One", "Two", "Three"))
    sizes = page.js(f"[...{HOST}.shadowRoot.querySelectorAll('button')].map(each => each.getBoundingClientRect())"
                    ".map(box => [box.width, box.height])")
    assert len(sizes) == 4 and all(width >= 44 and height >= 44 for width, height in sizes), sizes


@test("a dismissal holds over a reload, in a new tab and in an open one")
def dismissal(t):
    t.channel.put(banner("a", "One"), banner("b", "Two"))
    address = t.html()
    one, other = t.tab(), t.tab()
    for page in (one, other):
        page.goto(address)
        page.wait(shows("One", "Two"))
        # The fetch that follows a connection draws anew, too: it must be over before what is tested here.
        page.wait(state("live"))
        until(lambda: fetches(page) == 2, what="both fetches")
    time.sleep(0.2)
    one.click(inside("button"))
    one.wait(shows("Two"))
    other.wait(shows("Two"), timeout=1)
    assert one.js("probe.events.at(-1)") == ["dismiss", "a"]
    one.reload()
    one.wait(state("live"))
    assert one.js(shows("Two"))
    third = t.tab()
    third.goto(address)
    third.wait(shows("Two"))
    for n in range(60):
        one.js(f"localStorage['incident-banner'] = JSON.stringify([...JSON.parse(localStorage['incident-banner']), 'x@{n}'])")
    one.click(inside("button"))
    # The newest fifty are kept, so the first of all is forgotten.
    one.wait(shows("One"))
    kept = json.loads(one.js("localStorage['incident-banner']"))
    assert len(kept) == 50 and kept[-1] == "b@1", kept


@test("the same revision stays hidden, a new one returns, critical overrides")
def revisions(t):
    t.channel.put(banner("a", "One"))
    page = t.open()
    page.wait(shows("One"))
    page.wait(state("live"))
    page.click(inside("button"))
    page.wait(shows())
    t.channel.push(banner("a", "One, spelt well"), banner("mark", "Seen"))
    page.wait(shows("Seen"))
    t.channel.push(banner("a", "One, and more", revision=2))
    page.wait(shows("One, and more"))
    page.click(inside("button"))
    page.wait(shows())
    t.channel.push(banner("a", "One is worse", revision=2, severity="critical"))
    page.wait(shows("One is worse"))


@test("resolution removes the banner, nothing is left")
def resolution(t):
    t.channel.put(banner())
    page = t.open()
    page.wait(shows("Payments are slow"))
    page.wait(state("live"))
    assert page.js(f"{HOST}.getBoundingClientRect().height") > 40
    t.channel.publish()
    page.wait(shows())
    assert page.js(f"{HOST}.getBoundingClientRect().height") == 0
    page.reload()
    page.wait(state("live"))
    assert page.js(f"{HOST}.getBoundingClientRect().height") == 0
    assert page.js("probe.events.flatMap(each => each[1])") == [], "the old banner came back for a moment"


@test("a lower sequence is dropped, from the stream and from the feed")
def lower_sequence(t):
    t.channel.put(banner(message="Current"))
    page = t.open('poll="0.4"')
    page.wait(shows("Current"))
    page.wait(state("live"))
    t.channel.push(banner(message="Older"), sequence=5)
    t.channel.put_text(json.dumps(t.channel.document(banner(message="Older"), sequence=6)))
    fetched = len(t.channel.fetches())
    until(lambda: len(t.channel.fetches()) > fetched, what="a poll")
    steady(page, shows("Current"), 0.3)
    page.reload()
    steady(page, shows("Current"), 0.3)
    # The memory belongs to one feed: another name starts anew.
    t.channel.publish(banner(message="Other feed"), sequence=7, feed="other")
    page.wait(shows("Other feed"))


@test("markup is text, links are http, bad entries are skipped, long text is cut")
def hostile_feed(t):
    markup = "<img src=x onerror=alert(1)><b>bold</b> &amp; {{x}}"
    t.channel.put(
        banner("a", markup, link="javascript:alert(1)"), banner("b", "😀" * 600, link="data:text/html,x"),
        banner("c", "Relative", link="../status", link_text="<i>Status</i>"),
        None, 5, "text", {}, [], banner("bad id", "No"), banner("", "No"), banner("x" * 81, "No"), banner("d", ""),
        banner("e", 5), banner("f", "No", revision=0), banner("g", "No", revision="x"), banner("h", None),
        banner("i", "   "), {"id": "j", "revision": 1}, banner("k", "Not a list", messages=3, link=7, link_text=None))
    page = t.open()
    page.wait(f"{parts('message')}.length > 0")
    page.wait(state("live"))
    if page.js(f"!!{inside('[part=more]')}"):
        page.click(inside("[part=more]"))
    messages = page.js(parts("message"))
    assert messages[:3] == [markup, "😀" * 500, "Relative"], messages
    assert "No" not in messages and len(messages) <= 4, messages
    assert not page.js(inside("img") + " || " + inside("b") + " || " + inside("i"))
    links = page.js(f"[...{HOST}.shadowRoot.querySelectorAll('a')].map(each => [each.href, each.rel, each.textContent])")
    assert links[0] == [f"{t.site.base}/status", "noopener noreferrer", "<i>Status</i>"], links
    assert not any(href.startswith(("javascript", "data")) for href, _, _ in links)


@test("unreadable events lead to a fetch within the spread, envelopes are opened")
def envelopes(t):
    t.channel.put(banner(message="First"), spread_seconds=1)
    page = t.open_live()
    asked = fetches(page)
    t.channel.push_text("{}")
    steady(page, shows("First"), 1.3)
    assert fetches(page) == asked, "a keep-alive is not news"
    t.channel.put(banner(message="Second"))
    t.channel.push_text("changed!")
    page.wait(shows("Second"), timeout=2)
    t.channel.put(banner(message="Not for us"), schema="statuscomm-banners/2")
    for deep, message in [({"pub": {"data": None}}, "Third"), ({"push": {"pub": {"data": None}}}, "Fourth"),
                          ({"message": None}, "Fifth"), ({"data": None}, "Sixth")]:
        document = t.channel.document(banner(message=message))
        t.channel.push_text(json.dumps(fill(deep, json.dumps(document) if message == "Fifth" else document)))
        page.wait(shows(message), timeout=2)
    t.channel.push(banner(message="Not for us"), schema="statuscomm-banners/2")
    steady(page, shows("Sixth"), 0.3)


def fetches(page):
    """How often this page has asked for a feed."""
    return len([url for _, url in page.requests if "/feed/" in url])


def fill(envelope, document):
    return {key: document if value is None else fill(value, document) for key, value in envelope.items()}


@test("start and expiry by the clock")
def clock(t):
    t.channel.put(banner("now", "Now", expires_at=stamp(10)), banner("later", "Later", starts_at=stamp(6)),
                  banner("over", "Over", expires_at=stamp(-1)), banner("far", "Far", starts_at=stamp(3e6)),
                  banner("odd", "Odd", starts_at="soon", expires_at="someday"))
    page = t.open()
    page.wait(shows("Now", "Odd"))
    page.wait(shows("Now", "Later", "Odd"))
    page.wait(shows("Later", "Odd"))
    assert len(t.channel.fetches()) <= 2


@test("the reader's language")
def languages(t):
    words = {"de": "Langsam", "de-AT": "Gmiatlich", "pt-BR": "Lento", "ar": "الدفع بطيء"}
    t.channel.put(banner("a", "Slow", messages=words))
    for lang, message, tag in [("de-CH", "Langsam", "de"), ("de-at", "Gmiatlich", "de-AT"), ("pt-br", "Lento", "pt-BR"),
                               ("fr", "Slow", ""), ("ar", "الدفع بطيء", "ar")]:
        page = t.open(lang=lang)
        page.wait(shows(message))
        assert page.js(inside("bdi") + ".lang") == tag
        page.close()
        t.pages.remove(page)
    page = t.open(head="<link rel='stylesheet' href='/none.css'>", lang="ar")
    t.expected += ["404"]
    page.js("document.documentElement.dir = 'rtl'")
    page.wait(shows("الدفع بطيء"))
    page.wait("probe.said[0]?.[2] === 'ar'")
    left, right, border = page.js(
        f"[{inside('bdi')}.getBoundingClientRect().left, {inside('button')}.getBoundingClientRect().left,"
        f" getComputedStyle({inside('[part~=banner]')}).borderRightWidth]")
    assert right < left and border == "6px", "not mirrored"
    # An Arabic message in an English page keeps its own order of words.
    t.channel.put(banner("a", "Slow", messages={"en": "شغال (API) الآن"}))
    page = t.open()
    page.wait(shows("شغال (API) الآن"))
    assert page.js(f"getComputedStyle({inside('bdi')}).direction") == "rtl"


@test("a stopped server: the banner stays, then the connection returns")
def server_stopped(t):
    site = Site((pathlib.Path(t.site.static) / "incident-banner.js").read_text(encoding="utf-8"))
    try:
        t.site = t.channel.site = site
        t.expected += ["ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "WebSocket connection", "ERR_EMPTY_RESPONSE"]
        t.channel.put(banner())
        page = t.open('poll="0.5"')
        page.wait(state("live"))
        page.js("window.opened = 0; window.times = []; const Real = WebSocket;"
                "WebSocket = class extends Real { constructor(u) { super(u); opened++; times.push(performance.now()); } }")
        site.stop()
        page.wait(state("offline"))
        page.wait("opened >= 3", timeout=9)
        gaps = page.js("times.map((time, n) => time - (times[n - 1] ?? 0)).slice(1)")
        assert all(450 <= gap <= 4500 for gap in gaps), gaps
        assert page.js(shows("Payments are slow"))
        site.start()
        t.channel.put(banner(message="Back"))
        page.wait(state("live"), timeout=15)
        page.wait(shows("Back"), timeout=3)
    finally:
        site.close()


@test("a feed that is missing, broken or hanging")
def broken_feed(t):
    t.expected += ["404", "503"]
    t.channel.put(banner())
    for source in ["/feed/missing.json", "/broken/feed.json"]:
        page = t.open(f'src="{source}" poll="0.2"', stream=False)
        page.wait(state("offline"))
        assert page.js(shows())
        time.sleep(1.6)
        # Each failure doubles the wait: about 0.2, 0.4, 0.8 s; never five in this time.
        asked = len(page.requests) - 3
        assert 2 <= asked <= 5, page.requests
        page.close()
        t.pages.remove(page)
    # What works is not held up by what does not.
    page = t.open('src="/hang/feed.json"')
    t.channel.push(banner(message="By stream"))
    page.wait(shows("By stream"))
    page.close()
    t.pages.remove(page)
    hanging = t.open('src="/hang/feed.json"', stream=False)
    page = t.open('poll="0.3"', stream=False)
    page.wait(state("polling"))
    t.channel.put_text('{"schema": "statuscomm-banners/1", "sequence"')
    page.wait(state("offline"))
    assert page.js(shows("Payments are slow"))
    t.channel.put(banner(message="Mended"))
    page.wait(shows("Mended"))
    page.wait(state("polling"))
    assert hanging.js(state("loading"))
    hanging.wait(state("offline"), timeout=12)


@test("a note after five minutes, nothing after a day")
def staleness(t):
    t.expected += ["404"]
    t.channel.put(banner(), spread_seconds=30)
    page = t.open('poll="0.3" stale="1" discard="4"', stream=False)
    page.wait(shows("Payments are slow"))
    calm = t.open('stale="1"', stream=False)
    calm.wait(shows("Payments are slow"))
    steady(page, f"{parts('note')}.length === 0", 1.5)
    # Time alone is no reason for doubt while every answer so far was good.
    calm.js("dispatchEvent(new Event('storage'))")
    assert calm.js(state("polling") + f" && {parts('note')}.length === 0"), "a note without a failure"
    t.site.request("DELETE", f"/feed/{t.name}.json")
    page.wait(state("stale"))
    assert page.js(f"/^May be out of date, last checked \\d\\d:\\d\\d$/.test({parts('note')}[0])"), page.js(parts("note"))
    page.wait(shows(), timeout=12)
    assert page.js(parts("note")) == []
    # With nothing left to wait for, nothing runs in circles.
    page.js("window.timers = 0; window.realTimeout = setTimeout;"
            "window.setTimeout = (...words) => (timers++, realTimeout(...words))")
    time.sleep(0.5)
    assert page.js("timers") < 20, page.js("timers")
    # By default: five minutes, a day.
    for age, note, shown in [(4 * 60, 0, 1), (6 * 60, 1, 1), (23 * 3600, 1, 1), (25 * 3600, 0, 0)]:
        page = t.tab()
        address = t.html(stream=False)
        copy = json.dumps({"document": t.channel.document(banner()), "checked": int((time.time() - age) * 1000)})
        page.before_load(f"localStorage['incident-banner{t.site.base}/feed/{t.name}.json'] = {json.dumps(copy)}")
        page.goto(address)
        page.wait(f"{state('offline')} || {state('stale')}")
        assert page.js(f"[{parts('note')}.length, {parts('message')}.length]") == [note, shown], age


@test("no layout shift from a warm copy, drawn before the network answers")
def layout_shift(t):
    t.channel.put(banner(), banner("b", "Second"))
    page = t.open()
    page.wait(state("live"))
    page.wait(shows("Payments are slow", "Second"))
    page.offline(False, latency_ms=150)
    page.reload()
    page.wait(shows("Payments are slow", "Second"))
    page.wait(state("live"))
    time.sleep(0.3)
    first, answered = page.js(
        "[probe.first, performance.getEntriesByType('resource').find(each => each.name.includes('/feed/')).responseEnd]")
    assert first < answered, (first, answered)
    assert page.js("probe.shift") == 0, page.js("probe.shift")
    assert page.js("probe.events.length") == 1, "drawn again without a change"


@test("storage refused")
def storage_refused(t):
    t.channel.put(banner("a", "One"), banner("b", "Two"))
    for refusal in ["for (const name of ['localStorage', 'sessionStorage'])"
                    " Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError') } })",
                    "localStorage.x = 'x'.repeat(5242000)"]:
        page = t.tab()
        page.before_load(refusal)
        page.goto(t.html('poll="0.3"'))
        page.wait(shows("One", "Two"))
        page.wait("probe.said.length === 2")
        page.click(inside("button"))
        page.wait(shows("Two"))
        t.channel.publish(banner("a", "One"), banner("b", "Two"), banner("c", "Three"))
        page.wait(shows("Two", "Three"))
        page.wait("probe.said.length === 3")
        t.channel.publish(banner("a", "One"), banner("b", "Two"))
        page.wait(shows("Two"))
        assert page.js("probe.said.length") == 3


@test("EventSource, and a WebSocket otherwise")
def event_source(t):
    t.channel.put(banner(message="First"))
    page = t.open('websocket="off"')
    page.wait(state("live"))
    t.channel.push(banner(message="Pushed"))
    page.wait(shows("Pushed"))
    other = t.open()
    other.wait(state("live"))
    until(lambda: t.channel.subscribers() == 2, what="two subscribers")
    t.channel.drop_subscribers()
    t.expected += ["410", "WebSocket", "ERR_INCOMPLETE", "ERR_HTTP"]
    page.wait(state("polling"))
    page.wait(state("live"))
    ended = [each["up"] for each in t.site.log(f"/events/{t.name}")]
    assert sorted(set(ended)) == ["", "websocket"], ended
    t.channel.push(banner(message="Again"))
    page.wait(shows("Again"))


@test("polling: around the interval, unchanged feeds cost a 304, no preflight")
def polling(t):
    t.channel.put(banner())
    page = t.open('poll="0.5"', stream=False)
    page.wait(state("polling"))
    time.sleep(2.6)
    log = t.channel.fetches()
    assert 4 <= len(log) <= 7, log
    assert log[0]["s"] == 200 and all(each["s"] == 304 and each["inm"] for each in log[1:]), log
    assert {each["m"] for each in log} == {"GET"}
    assert page.js("document.cookie = 'secret=1; path=/', 1")
    t.channel.put(banner(message="News"))
    page.wait(shows("News"), timeout=1.5)
    # From another origin too: no header of ours asks for a preflight, no cookie travels.
    other = t.open(f'src="http://localhost:{t.site.port}/feed/{t.name}.json"', stream=False)
    other.wait(state("polling"))
    other.wait(shows("News"))
    assert all(each["m"] != "OPTIONS" for each in t.channel.fetches())
    headers = []
    t.browser.listeners[page.session].append(
        lambda method, p: headers.append(p["headers"]) if method == "Network.requestWillBeSentExtraInfo" else None)
    until(lambda: headers, what="a poll's headers")
    assert not any("cookie" in (name.lower() for name in each) for each in headers), headers
    # Live, the feed is asked five times less often.
    live = t.open('poll="0.5"')
    live.wait(state("live"))
    page.close()
    t.pages.remove(page)
    until(lambda: len([each for each in live.requests if "/feed/" in each[1]]) == 2, what="the fetch after connecting")
    asked = len(live.requests)
    time.sleep(1.4)
    assert len(live.requests) == asked, live.requests


@test("320 pixels without a sideways scroll, forced colours, no animation")
def narrow(t):
    t.channel.put(banner(message="W" * 300, link_text="L" * 80))
    page = t.open()
    page.width(320)
    page.wait(f"{parts('message')}.length === 1 && innerWidth === 320")
    assert page.js("document.documentElement.scrollWidth") <= 320
    page.media(forced_colors="active")
    assert page.js("matchMedia('(forced-colors: active)').matches")
    assert page.js(f"(s => [s.borderInlineStartWidth, s.borderInlineStartStyle])"
                   f"(getComputedStyle({inside('[part~=banner]')}))") == ["6px", "solid"]
    assert page.js("document.getAnimations().length") == 0
    assert page.js(f"[...{HOST}.shadowRoot.querySelectorAll('*')].map(getComputedStyle)"
                   ".every(s => s.animationName === 'none' && parseFloat(s.transitionDuration) === 0)")
    right = page.js(f"{inside('button')}.getBoundingClientRect().right")
    assert right <= 320, right


@test("taking the element out ends its connection and its timers")
def removal(t):
    t.channel.put(banner())
    page = t.open('poll="0.3"')
    page.wait(state("live"))
    until(lambda: t.channel.subscribers() == 1, what="one subscriber")
    page.js(f"window.gone = {HOST}; gone.remove()")
    until(lambda: t.channel.subscribers() == 0, what="no subscriber")
    asked = len(t.channel.fetches())
    time.sleep(2)
    assert len(t.channel.fetches()) == asked
    page.js("document.body.prepend(gone)")
    page.wait(state("live"))
    # Also while it waits for its next attempt.
    t.expected += ["410", "WebSocket"]
    t.channel.drop_subscribers()
    page.wait(state("polling"))
    page.js("gone.remove()")
    time.sleep(1.3)
    assert t.channel.subscribers() == 0, "a connection after the end"
    page.js("document.body.prepend(gone)")
    page.wait(state("live"))
    until(lambda: t.channel.subscribers() == 1, what="one subscriber again")
    # Another channel, while it runs: one connection, to the new one.
    page.js("gone.setAttribute('stream', '/events/elsewhere')")
    until(lambda: t.channel.subscribers() == 0, what="the old stream closed")
    page.wait(state("live"))
    page.js("gone.setAttribute('components', 'api')")
    t.channel.put(banner(message="For the API", components=["api", "web"]), banner("b", "For mail", components=["mail"]),
                  banner("c", "For all", components=[]))
    page.wait(shows("For the API", "For all"), timeout=4)
    page.js("gone.setAttribute('components', 'mail, web')")
    page.wait(shows("For the API", "For mail", "For all"))
    page.js("gone.removeAttribute('src')")
    page.wait("gone.shadowRoot !== null")


@test("back/forward cache")
def back_forward_cache(t):
    t.channel.put(banner())
    page = t.open()
    page.wait(state("live"))
    page.js("addEventListener('pageshow', event => { window.kept = event.persisted })")
    page.js("window.mark = 1")
    page.goto(t.html(stream=False).replace(t.site.base, t.site.base))
    t.channel.put(banner(message="Meanwhile"))
    page.loaded.clear()
    page.js("history.back()")
    page.wait("window.mark === 1 && window.kept === true")
    page.wait(state("live"))
    page.wait(shows("Meanwhile"))
    t.channel.push(banner(message="Live again"))
    page.wait(shows("Live again"))


@test("a hidden tab lets go and catches up")
def hidden_tab(t):
    t.channel.put(banner(message="First"))
    page = t.open('poll="0.4" idle="2"')
    page.wait(state("live"))
    until(lambda: t.channel.subscribers() == 1, what="one subscriber")
    cover = t.browser.page(context=t.context, window=False)
    page.wait("document.hidden")
    time.sleep(0.2)
    asked = len(t.channel.fetches())
    assert t.channel.subscribers() == 1, "gone at once"
    until(lambda: t.channel.subscribers() == 0, what="the connection closed")
    t.channel.put(banner(message="Second"))
    time.sleep(2.5)
    assert len(t.channel.fetches()) == asked, "a hidden tab asked"
    page.front()
    page.wait(shows("Second"), timeout=0.8)
    page.wait(state("live"))
    # Not hidden for long: nothing happens to the connection.
    cover.front()
    page.wait("document.hidden")
    page.front()
    time.sleep(2.4)
    assert t.channel.subscribers() == 1 and page.js(state("live"))
    # Opened behind another tab: silent until it is looked at.
    address = t.html()
    behind = t.tab(window=False)
    cover2 = t.browser.page(context=t.context, window=False)
    behind.wait("document.hidden")
    behind.goto(address)
    asked = len([each for each in behind.requests if "/feed/" in each[1]])
    assert asked == 0, behind.requests
    cover2.close()
    behind.front()
    behind.wait(state("live"))


@test("a refused stream leaves polling")
def refused_stream(t):
    t.expected += ["503", "WebSocket connection", "404"]
    t.channel.put(banner(message="First"))
    for attributes in ['stream="mailto:x"', f'stream="/broken/{t.name}/2"',
                       f'stream="/broken/{t.name}/3" websocket="off"', 'stream="/events/none/at/all"']:
        page = t.open(attributes + ' poll="0.3"', stream=False)
        page.wait(shows("First"))
        page.wait(state("polling"))
        t.channel.put(banner(message="Second"))
        page.wait(shows("Second"), timeout=2)
        assert not page.js(state("live"))
        if "broken" in attributes:
            address = f"/broken/{t.name}/{len(t.pages)}"
            until(lambda: len(t.site.log(address)) >= 2, what="another attempt")
        t.channel.put(banner(message="First"))
        page.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--element")
    parser.add_argument("--workers", type=int, default=4)
    options = parser.parse_args()
    chosen = [each for each in TESTS if not options.names or any(name in each[0] for name in options.names)]
    element = pathlib.Path(options.element).read_text(encoding="utf-8") if options.element else None
    site, started = Site(element), time.monotonic()
    try:
        with Browser() as browser:
            results = run(chosen, site, browser, options.workers)
    finally:
        site.close()
    failed = [name for name, error in results.items() if error]
    print(f"{len(results) - len(failed)} passed, {len(failed)} failed in {time.monotonic() - started:.0f} s")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
