"""One nginx + nchan, one headless Chromium, and for each test its own page, profile, feed and channel."""
import contextlib
import http.client
import itertools
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVER = ROOT / "Tests/Servers/nchan"
ELEMENT = ROOT / "Examples/banner/incident-banner.js"
sys.path.insert(0, str(SERVER))
from cdp import Browser  # noqa: E402

# What a careful application sends. Every page of these tests is served under it.
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' http://localhost:*; img-src data:; "
          "require-trusted-types-for 'script'")

# Runs before the page's own scripts: notes what a test cannot see afterwards.
PROBE = """
window.probe = { said: [], shift: 0, events: [], first: null };
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) probe.shift += entry.value;
}).observe({ type: 'layout-shift', buffered: true });
addEventListener('incident-change', event => {
  probe.first ??= performance.now();
  probe.events.push(['change', event.detail.map(each => each.id)]);
});
addEventListener('incident-dismiss', event => probe.events.push(['dismiss', event.detail.id]));
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) {
  const root = attach.call(this, options);
  new MutationObserver(list => {
    for (const change of list) {
      const role = change.target.role;
      for (const node of change.addedNodes) {
        if (role) probe.said.push([role, node.textContent, node.lang]);
      }
    }
  }).observe(root, { childList: true, subtree: true });
  return root;
};
"""


# Being told to end still stops the server.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

RUNS = itertools.count(1)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """A running server: static files in `static`, feeds under /feed/, streams under /events/."""

    def __init__(self, element=None, **environment):
        self.folder = tempfile.mkdtemp(prefix="banner-")
        self.static = os.path.join(self.folder, "static")
        os.mkdir(self.static)
        self.install(element if element is not None else ELEMENT.read_text(encoding="utf-8"))
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, "NCHAN_CSP": POLICY, **environment}
        self.start()

    def install(self, element):
        pathlib.Path(self.static, "incident-banner.js").write_text(element, encoding="utf-8")

    def _run(self, *words):
        subprocess.run(["sh", str(SERVER / "nchan.sh"), *words], check=True, env=self.environment)

    def start(self):
        self._run("start", str(self.port), os.path.join(self.folder, "state"), self.static)

    def stop(self):
        self._run("stop", os.path.join(self.folder, "state"))

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, {"Authorization": "Bearer test-token", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def log(self, path):
        """What readers asked of `path`, oldest first."""
        with open(os.path.join(self.folder, "state", "access.jsonl"), encoding="utf-8") as lines:
            entries = [json.loads(line) for line in lines]
        return [each for each in entries if each["u"].startswith(path) and each["m"] in ("GET", "OPTIONS", "HEAD")]


class Channel:
    """A feed file and the stream of the same name."""

    def __init__(self, site, name):
        self.site, self.name = site, name
        self.sequence = int(time.time() * 1000)
        self.puts = 0

    def document(self, *banners, **fields):
        self.sequence = self.sequence + 1
        # The server's ETag is made of second and length: a growing field keeps two versions apart.
        self.puts += 1
        return {"schema": "statuscomm-banners/1", "feed": self.name, "sequence": self.sequence,
                "published_at": stamp(0), "poll_seconds": 60, "spread_seconds": 1,
                "padding": "." * 97 * self.puts, "banners": list(banners), **fields}

    def put(self, *banners, **fields):
        return self.put_text(json.dumps(self.document(*banners, **fields)))

    def put_text(self, text):
        status, _ = self.site.request("PUT", f"/feed/{self.name}.json", text.encode())
        assert status in (201, 204), status

    def push(self, *banners, **fields):
        return self.push_text(json.dumps(self.document(*banners, **fields)))

    def push_text(self, text):
        status, _ = self.site.request("POST", f"/publish/{self.name}", text.encode())
        assert status in (201, 202), status

    def publish(self, *banners, **fields):
        text = json.dumps(self.document(*banners, **fields))
        self.put_text(text)
        self.push_text(text)

    def drop_subscribers(self):
        self.site.request("DELETE", f"/publish/{self.name}")

    def fetches(self):
        return self.site.log(f"/feed/{self.name}.json")

    def subscribers(self):
        status, body = self.site.request("GET", f"/publish/{self.name}", headers={"Accept": "text/json"})
        return json.loads(body)["subscribers"] if status == 200 else 0


def stamp(seconds):
    """RFC 3339, so many seconds from now."""
    now = time.time() + seconds
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now % 1 * 1000):03d}Z"


def banner(id="INC-1", message="Payments are slow", revision=1, severity="warning", **fields):
    return {"id": id, "revision": revision, "severity": severity, "message": message,
            "link": "https://status.example/1", "expires_at": stamp(86400), **fields}


class Case:
    """What one test works with. `expected` lists parts of console errors that the test provokes on purpose."""

    def __init__(self, site, browser, name):
        self.site, self.browser, self.name = site, browser, name
        self.channel = Channel(site, name)
        self.context = browser.context()
        self.pages, self.expected = [], []

    def html(self, attributes="", stream=True, before="", after="", head="", lang="en"):
        """Writes the test's page and returns its address."""
        stream = f'stream="/events/{self.name}"' if stream else ""
        source = "" if " src=" in " " + attributes else f'src="/feed/{self.name}.json"'
        text = f"""<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{self.name}</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<script type="module" blocking="render" src="/incident-banner.js"></script>{head}
<body>{before}<incident-banner {source} {stream} {attributes}></incident-banner>
<a id="first" href="#here">First link</a><p id="content">The product itself.</p>{after}</body></html>"""
        name = f"{self.name}-{len(os.listdir(self.site.static))}.html"
        pathlib.Path(self.site.static, name).write_text(text, encoding="utf-8")
        return f"{self.site.base}/{name}"

    def open_live(self, attributes="", **options):
        """A page on its second load, connected and done with the fetch that follows the connection."""
        page = self.open(attributes, **options)
        page.wait(state("live"))
        page.requests.clear()
        page.reload()
        page.wait(state("live"))
        until(lambda: len([each for each in page.requests if "/feed/" in each[1]]) == 2, what="the fetch after connecting")
        time.sleep(0.1)
        return page

    def tab(self, window=True):
        page = self.browser.page(context=self.context, window=window)
        page.before_load(PROBE)
        self.pages.append(page)
        return page

    def open(self, attributes="", **options):
        page = self.tab()
        page.goto(self.html(attributes, **options))
        return page

    def finish(self):
        for page in self.pages:
            for error in page.errors:
                assert any(part in error for part in self.expected), f"console: {error}"

    def close(self):
        with contextlib.suppress(Exception):
            self.browser.send("Target.disposeBrowserContext", {"browserContextId": self.context})


HOST = "document.querySelector('incident-banner')"


def parts(name):
    """Expression: the texts of the shadow tree's elements with this part."""
    return f"[...{HOST}.shadowRoot.querySelectorAll('[part~={name}]')].map(each => each.textContent)"


def shows(*messages):
    """Expression: exactly these messages, in this order."""
    return f"JSON.stringify({parts('message')}) === {json.dumps(json.dumps(list(messages), ensure_ascii=False, separators=(',', ':')))}"


def state(name):
    return f"{HOST}.getAttribute('state') === '{name}'"


def inside(selector):
    return f"{HOST}.shadowRoot.querySelector({json.dumps(selector)})"


FOCUSED = f"{HOST}.shadowRoot.activeElement?.ariaLabel ?? {HOST}.shadowRoot.activeElement?.textContent ?? document.activeElement?.id"


def steady(page, expression, seconds):
    """Holds all the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert page.js(expression), f"no longer true: {expression}"
        time.sleep(0.05)


def until(condition, timeout=12, what="condition"):
    end = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < end, f"not within {timeout} s: {what}"
        time.sleep(0.02)


def run(tests, site, browser, workers=1, report=print):
    """Runs (name, function) pairs, several at a time; returns {name: error text or None}."""
    results, queue, lock = {}, list(tests), threading.Lock()

    def work():
        while True:
            with lock:
                if not queue:
                    return
                name, function = queue.pop(0)
            started, error = time.monotonic(), None
            # A channel keeps its last event, so no two runs share one.
            case = Case(site, browser, f"{function.__name__.replace('_', '-')}-{next(RUNS)}")
            try:
                function(case)
                case.finish()
            except Exception as problem:  # every failure of a test is a result
                error = f"{type(problem).__name__}: {problem}"
            finally:
                case.close()
            with lock:
                results[name] = error
                report(f"{'ok  ' if error is None else 'FAIL'} {name} ({time.monotonic() - started:.1f} s)"
                       + (f"\n     {error}" if error else ""))

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
