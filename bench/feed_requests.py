"""The feeds: time and memory to build them, and time of a 304, in process and over loopback.

    python bench/feed_requests.py [--rows 30000] [--postgresql URI]

Imports a made-up list into a home of its own in a temporary folder, then asks for each feed
through the whole WSGI application and through a real `homegroup serve`. Prints wall times.
"""

import argparse
import http.client
import io
import json
import multiprocessing
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from feed_data import feed

HOMEGROUP = Path(sys.executable).parent / "homegroup"
FEEDS = ("/feeds/meeting-guide.json", "/feeds/meetings.ics", "/feeds/meetings.csv")
ASKS = 400


def environ(path: str, tag: str = "") -> dict[str, Any]:
    made = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "HTTP_HOST": "localhost", "HTTP_ACCEPT_ENCODING": "gzip, br",
        "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http",
    }  # fmt: skip
    return made | ({"HTTP_IF_NONE_MATCH": tag} if tag else {})


def in_process(path: str) -> dict[str, Any]:
    """Build one feed and ask for it again and again, in a process of its own."""
    from homegroup.config.wsgi import application

    told: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        told.update(status=status, **{name.lower(): value for name, value in headers})

    def ask(tag: str = "") -> int:
        answer = application(environ(path, tag), start)
        size = sum(len(part) for part in answer)
        answer.close()
        return size

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begin, worked = time.perf_counter(), time.process_time()
    size = ask()
    built, worked = time.perf_counter() - begin, time.process_time() - worked
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert told["status"].startswith("200"), told
    whole = timed(ask, 20)
    tag = told["etag"]
    unchanged = timed(lambda: ask(tag), ASKS)
    assert told["status"].startswith("304"), told
    return {"size": size, "built": built, "worked": worked, "before": before, "after": after,
            "whole": whole, "unchanged": unchanged}  # fmt: skip


def timed(ask: Callable[[], object], times: int) -> list[float]:
    """Give the milliseconds of each call, sorted; the first few warm up and do not count."""
    for _ in range(5):
        ask()
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        ask()
        found.append((time.perf_counter() - begin) * 1000)
    return sorted(found)


def said(times: list[float]) -> str:
    p95 = times[int(len(times) * 0.95)]
    return f"p50 {statistics.median(times):.2f} ms, p95 {p95:.2f} ms"


@contextmanager
def served() -> Any:
    """Run `homegroup serve` on a free loopback port; gives a connection to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [str(HOMEGROUP), "serve", "--port", str(port)], stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield http.client.HTTPConnection("127.0.0.1", port)
    finally:
        server.terminate()
        server.wait(20)


def over_loopback(path: str, connection: http.client.HTTPConnection) -> list[float]:
    """Give the milliseconds of 304 answers over one kept connection."""

    def ask(tag: str = "") -> http.client.HTTPResponse:
        headers = {"Accept-Encoding": "gzip, br"} | ({"If-None-Match": tag} if tag else {})
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        return response

    tag = ask().headers["ETag"]
    assert ask(tag).status == 304
    return timed(lambda: ask(tag), ASKS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=30_000)
    parser.add_argument("--postgresql", default="", metavar="URI")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HOMEGROUP_HOME": folder, "HOMEGROUP_DATABASE": options.postgresql}
        os.environ["DJANGO_SETTINGS_MODULE"] = "homegroup.config.settings"
        subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], check=True)
        source = Path(folder, "feed.json")
        source.write_text(json.dumps(list(feed(options.rows))))
        importing = [str(HOMEGROUP), "import-meetings", str(source), "--name", "bench"]
        subprocess.run(importing, check=True, stdout=subprocess.DEVNULL)
        print(f"{options.rows} rows imported")
        for path in FEEDS:
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                found = pool.apply(in_process, (path,))
            print(
                f"{path}: built in {found['built']:.1f} s ({found['worked']:.1f} s of CPU), "
                f"memory {found['before']:.0f} -> {found['after']:.0f} MB, "
                f"{found['size'] / 1e6:.2f} MB on the wire\n"
                f"  in process: 200 {said(found['whole'])}; 304 {said(found['unchanged'])}"
            )
        with served() as connection:
            for path in FEEDS:
                print(f"{path} over loopback: 304 {said(over_loopback(path, connection))}")


if __name__ == "__main__":
    main()
