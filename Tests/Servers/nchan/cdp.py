"""Drives a headless Chromium over a pipe with the Python standard library alone.

Chromium reads NUL-ended JSON commands (the DevTools protocol) from its fd 3 and
writes answers and events to its fd 4 when started with --remote-debugging-pipe:
no port, no WebSocket client, no driver program, nothing from PyPI or npm.

    with Browser() as browser:
        page = browser.page()
        page.goto("http://127.0.0.1:18931/")
        page.wait("document.querySelector('incident-banner') !== null")
        page.js("1 + 1")                      # -> 2, promises are awaited
        page.key("Tab"); page.click("button") # trusted input
        page.reload(); page.offline(True); page.shot("a.png")
        page.ax()                             # [(role, name, {property: value})]
        page.errors                           # console errors, exceptions, CSP

Browser(profile=DIR) keeps localStorage from one run to the next.
"""
import base64, json, os, queue, shutil, signal, subprocess, tempfile, threading, time


# Seconds that something may take which is expected to happen; a loaded machine is slow.
PATIENCE = float(os.environ.get("BROWSER_PATIENCE", 12))


class CDPError(Exception):
    pass


class Browser:
    def __init__(self, binary=None, profile=None, args=()):
        self.binary = binary or os.environ.get("CHROMIUM") or shutil.which("chromium") \
            or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if not self.binary:
            raise CDPError("no chromium; apt-get install -y --no-install-recommends chromium")
        self.own_profile = profile is None
        self.profile = profile or tempfile.mkdtemp(prefix="cdp-")
        argv = [self.binary, "--headless", "--remote-debugging-pipe", "--no-first-run",
                "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-extensions",
                "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
                "--password-store=basic", "--user-data-dir=" + self.profile, *args]
        if os.getuid() == 0:
            argv.insert(1, "--no-sandbox")
        # The shell makes stdin fd 3 and stdout fd 4, then becomes the browser.
        self.proc = subprocess.Popen(
            ["/bin/sh", "-c", 'exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1', *argv],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        self.next_id, self.answers, self.listeners = 0, {}, {}
        self.lock = threading.Lock()
        threading.Thread(target=self._read, daemon=True).start()
        self.version = self.send("Browser.getVersion")["product"]

    def _read(self):
        buf = b""
        while True:
            chunk = os.read(self.proc.stdout.fileno(), 1 << 16)
            if not chunk:
                break
            buf += chunk
            *whole, buf = buf.split(b"\0")
            for raw in whole:
                msg = json.loads(raw)
                if "id" in msg:
                    if msg["id"] in self.answers:        # else it came after its timeout
                        self.answers[msg["id"]].put(msg)
                else:
                    for fn in self.listeners.get(msg.get("sessionId"), ()):
                        fn(msg["method"], msg.get("params", {}))
        for box in list(self.answers.values()):
            box.put({"error": {"message": "the browser ended"}})

    def send(self, method, params=None, session=None, timeout=30):
        with self.lock:
            self.next_id += 1
            n = self.next_id
            box = self.answers[n] = queue.Queue()
            msg = {"id": n, "method": method, "params": params or {}}
            if session:
                msg["sessionId"] = session
            self.proc.stdin.write(json.dumps(msg).encode() + b"\0")
            self.proc.stdin.flush()
        try:
            answer = box.get(timeout=timeout)
        except queue.Empty:
            raise CDPError(f"{method}: no answer in {timeout} s") from None
        finally:
            self.answers.pop(n, None)
        if "error" in answer:
            raise CDPError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def context(self):
        """A fresh profile in memory: tabs opened in it share storage with each other and with nobody else."""
        return self.send("Target.createBrowserContext")["browserContextId"]

    def page(self, url="about:blank", context=None, window=True):
        """A tab in a window of its own, or in front of the context's other tabs, which are then hidden."""
        options = {"url": "about:blank", "newWindow": window, **({"browserContextId": context} if context else {})}
        target = self.send("Target.createTarget", options)["targetId"]
        session = self.send("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        page = Page(self, target, session)
        if url != "about:blank":
            page.goto(url)
        return page

    def close(self):
        try:
            self.send("Browser.close", timeout=5)
            self.proc.wait(5)
        except (CDPError, OSError, subprocess.TimeoutExpired):
            pass
        try:                         # its own process group, started above
            os.killpg(self.proc.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.proc.wait()
        if self.own_profile:
            shutil.rmtree(self.profile, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()


class Page:
    def __init__(self, browser, target, session):
        self.browser, self.target, self.session = browser, target, session
        self.errors, self.requests, self.loaded = [], [], threading.Event()
        browser.listeners[session] = [self._event]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(domain + ".enable")

    def _event(self, method, p):
        if method == "Page.loadEventFired":
            self.loaded.set()
        elif method == "Runtime.exceptionThrown":
            d = p["exceptionDetails"]
            self.errors.append(d.get("exception", {}).get("description") or d["text"])
        elif method == "Runtime.consoleAPICalled" and p["type"] in ("error", "assert"):
            self.errors.append(" ".join(str(a.get("value", a.get("description"))) for a in p["args"]))
        elif method == "Log.entryAdded" and p["entry"]["level"] == "error":
            self.errors.append(p["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            self.requests.append((p["request"]["method"], p["request"]["url"]))

    def send(self, method, params=None, timeout=30):
        return self.browser.send(method, params, self.session, timeout)

    def goto(self, url, timeout=15):
        self.loaded.clear()
        error = self.send("Page.navigate", {"url": url}, timeout).get("errorText")
        if error:
            raise CDPError(f"{url}: {error}")
        if not self.loaded.wait(timeout):
            raise CDPError(f"{url}: no load event in {timeout} s")

    def reload(self, timeout=15):
        self.loaded.clear()
        self.send("Page.reload")
        if not self.loaded.wait(timeout):
            raise CDPError("reload: no load event")

    def js(self, expression, timeout=15):
        r = self.send("Runtime.evaluate", {"expression": expression, "awaitPromise": True,
                                           "returnByValue": True}, timeout)
        if "exceptionDetails" in r:
            raise CDPError(r["exceptionDetails"].get("exception", {}).get("description", "exception"))
        return r["result"].get("value")

    def wait(self, expression, timeout=PATIENCE, every=0.02):
        """Waits for the expression to be truthy; returns (its value, seconds)."""
        start = time.monotonic()
        while True:
            value = self.js(expression)
            took = time.monotonic() - start
            if value not in (None, False, 0, ""):        # what JavaScript calls true
                return value, took
            if took > timeout:
                raise CDPError(f"not true within {timeout} s: {expression}")
            time.sleep(every)

    def before_load(self, script):
        """Runs script in each later document before the page's own scripts."""
        self.send("Page.addScriptToEvaluateOnNewDocument", {"source": script})

    def key(self, name):
        code = {"Tab": 9, "Enter": 13, "Escape": 27, "Space": 32}[name]
        text = {"Enter": "\r", "Space": " "}.get(name)
        down = {"type": "keyDown", "key": " " if name == "Space" else name, "code": name,
                "windowsVirtualKeyCode": code}
        if text:
            down["text"] = text
        self.send("Input.dispatchKeyEvent", down)
        self.send("Input.dispatchKeyEvent", {**down, "type": "keyUp"})

    def click(self, expression):
        """A trusted click in the middle of the element the expression gives."""
        x, y = self.js("(r => [r.x + r.width / 2, r.y + r.height / 2])"
                       f"(({expression}).getBoundingClientRect())")
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y,
                                                   "button": "left", "clickCount": 1})

    def front(self):
        """Shows this tab; the one that hid it is hidden in its turn."""
        self.send("Page.bringToFront")

    def offline(self, on, latency_ms=0):
        """Cuts fetch and new connections; open WebSockets stay (stop the server for those)."""
        self.send("Network.emulateNetworkConditions", {
            "offline": on, "latency": latency_ms, "downloadThroughput": -1, "uploadThroughput": -1})

    def media(self, **features):
        """media(prefers_reduced_motion='reduce', forced_colors='active')"""
        self.send("Emulation.setEmulatedMedia", {"features": [
            {"name": k.replace("_", "-"), "value": v} for k, v in features.items()]})

    def width(self, css_px, height=800):
        self.send("Emulation.setDeviceMetricsOverride", {
            "width": css_px, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def ax(self):
        """The accessibility tree, as a screen reader gets it."""
        self.send("Accessibility.enable")
        out = []
        for n in self.send("Accessibility.getFullAXTree")["nodes"]:
            if not n.get("ignored"):
                out.append((n.get("role", {}).get("value"), n.get("name", {}).get("value", ""),
                            {p["name"]: p["value"].get("value") for p in n.get("properties", ())}))
        return out

    def shot(self, path):
        data = self.send("Page.captureScreenshot", {"format": "png"})["data"]
        with open(path, "wb") as f:
            f.write(base64.b64decode(data))

    def close(self):
        self.browser.send("Target.closeTarget", {"targetId": self.target})
