#!/usr/bin/env python3
"""Examples/banner works as it is: nginx.conf serves and takes a feed, the page shows the sample feed."""
import functools
import http.server
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

from harness import ROOT, Browser, Site, free_port, parts, shows, until

EXAMPLE = ROOT / "Examples/banner"
SECRET = "Bearer of-the-example"


def configuration():
    """nginx.conf with this test's port and folders; takes a PUT and a POST with the token, and nobody else's."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="banner-"))
    (folder / "token").write_text(f'"{SECRET}" 1;\n')
    text = (EXAMPLE / "nginx.conf").read_text()
    module = subprocess.run(["sh", str(ROOT / "Tests/Servers/nchan/nchan.sh"), "module"],
                            check=True, capture_output=True, text=True).stdout.strip()
    port = free_port()
    for old, new in [("listen 8080;", f"listen 127.0.0.1:{port};"), ("/srv/banner", str(folder)),
                     ("/etc/nginx/banner-token", str(folder / "token")), ("modules/ngx_nchan_module.so", module),
                     ("http {", f"http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/p;"
                      f" fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;")]:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "nginx.conf").write_text(f"daemon off; user root; pid {folder}/pid; error_log {folder}/error.log;\n{text}")
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    server = subprocess.Popen([nginx, "-q", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e",
                               str(folder / "error.log")])
    try:
        until((folder / "pid").exists, what="the server")
        site = Site.__new__(Site)
        site.port = port
        document = (EXAMPLE / "banners.json").read_bytes()
        for headers, statuses in [({"Authorization": "Bearer wrong"}, (401, 401)), ({"Authorization": SECRET}, (201, 202))]:
            found = (site.request("PUT", "/feed/banners.json", document, headers)[0],
                     site.request("POST", "/publish/banners", document, headers)[0])
            assert found == statuses, found
        assert site.request("GET", "/feed/banners.json", headers={"Authorization": ""}) == (200, document)
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def page(browser):
    """index.html with banners.json beside it."""
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(EXAMPLE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        tab = browser.page(f"http://127.0.0.1:{server.server_port}/")
        feed = json.loads((EXAMPLE / "banners.json").read_text())
        tab.wait(shows(*[each["message"] for each in feed["banners"][:3]]))
        assert tab.js(parts("more")) == ["1 more"]
        assert not tab.errors, tab.errors
    finally:
        server.shutdown()


def readme():
    """Every attribute, label and custom property of the element is in its README."""
    element = (EXAMPLE / "incident-banner.js").read_text()
    text = (EXAMPLE / "README.md").read_text()
    names = set(re.findall(r'(?:getAttribute|hasAttribute|seconds)\("([a-z]+)"', element))
    names |= {"label-" + name for name in re.findall(r"^  (\w+): \"", element, re.MULTILINE)}
    names |= set(re.findall(r"--ib-[a-z-]+", element))
    missing = sorted(name for name in names if f"`{name}`" not in text)
    assert not missing and len(names) > 20, missing


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit(__doc__)
    configuration()
    readme()
    with Browser() as chromium:
        page(chromium)
    print("Examples/banner: 3 passed, 0 failed")
