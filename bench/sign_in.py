"""200 people sign in at once: how long they wait, and how other pages fare meanwhile.

    .venv/bin/python bench/sign_in.py [--people 200] [--others 10]

Serves a home of its own on loopback (SQLite), makes the people, then lets all of them POST the
sign-in form at once while a few visitors go on reading pages. Prints p50, p95 and the most in
milliseconds for both, and how many were told to come again (503). The load comes from this
process on the same two processors.
"""

import argparse
import asyncio
import http.cookiejar
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

PASSPHRASE = "lantern pebble orchard quilt"
PAGES = ("/", "/meetings/", "/sign-in/", "/help-now/")
HOMEGROUP = Path(sys.executable).with_name("homegroup")


def told(label: str, times: list[float]) -> None:
    times.sort()
    middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"{label:<40} p50 {middle:7.0f}  p95 {late:7.0f}  most {times[-1]:7.0f}  n {len(times)}")


def make_people(home: Path, count: int) -> None:
    """Make the accounts, one stretch each."""
    code = f"""
import uuid, django; django.setup()
from homegroup.accounts import actions
for number in range({count}):
    actions.sign_up(name=f"bench-person-{{number}}", passphrase={PASSPHRASE!r}, key=uuid.uuid4())
"""
    environment = {**os.environ, "HOMEGROUP_HOME": str(home),
                   "DJANGO_SETTINGS_MODULE": "homegroup.config.settings"}  # fmt: skip
    subprocess.run([str(HOMEGROUP), "upkeep", "--home", str(home)], check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


async def sign_in(
    client: httpx.AsyncClient, number: int, times: list[float], busy: list[int]
) -> None:
    page = await client.get("/sign-in/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token
    # Secure cookies do not travel over plain HTTP in httpx; a browser sends them to localhost.
    form = page.headers["set-cookie"].partition(";")[0]
    data = {"csrfmiddlewaretoken": token[1], "name": f"bench-person-{number}",
            "passphrase": PASSPHRASE}  # fmt: skip
    started = time.perf_counter()
    answer = await client.post("/sign-in/", data=data, headers={"Cookie": form})
    times.append((time.perf_counter() - started) * 1000)
    if answer.status_code == 503:
        busy.append(number)
    else:
        assert answer.status_code == 302, (answer.status_code, answer.text[-600:])


async def read(client: httpx.AsyncClient, stop: asyncio.Event, times: list[float]) -> None:
    while not stop.is_set():
        for path in PAGES:
            started = time.perf_counter()
            answer = await client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            times.append((time.perf_counter() - started) * 1000)
            await asyncio.sleep(0.2)


def browsers(address: str) -> httpx.AsyncClient:
    """Give one client for many people: making one for each would load the generator itself."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    return httpx.AsyncClient(base_url=address, timeout=120, limits=limits, cookies=_NoCookies())


class _NoCookies(http.cookiejar.CookieJar):
    """Keeps nothing, so that each request is another person's."""

    def extract_cookies(self, response: object, request: object) -> None:
        pass


async def run(address: str, people: int, others: int) -> None:
    async with browsers(address) as crowd, browsers(address) as quiet:
        before: list[float] = []
        stop = asyncio.Event()
        readers = [asyncio.create_task(read(quiet, stop, before)) for _ in range(others)]
        await asyncio.sleep(5)
        stop.set()
        await asyncio.gather(*readers)
        told("pages, nobody signs in", before)
        stop, meanwhile = asyncio.Event(), []
        readers = [asyncio.create_task(read(quiet, stop, meanwhile)) for _ in range(others)]
        times: list[float] = []
        busy: list[int] = []
        started = time.perf_counter()
        await asyncio.gather(*(sign_in(crowd, number, times, busy) for number in range(people)))
        took = time.perf_counter() - started
        stop.set()
        await asyncio.gather(*readers)
    told("signing in", times)
    told("pages meanwhile", meanwhile)
    print(f"{people} people in {took:.1f} s; {len(busy)} were asked to come again (503)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--others", type=int, default=10)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="homegroup-bench-") as folder:
        home = Path(folder)
        make_people(home, chosen.people)
        command = [str(HOMEGROUP), "serve", "--port", "0", "--home", str(home)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            try:
                lines = iter(server.stdout.readline, "")
                address = next(line.split()[-1] for line in lines if " answers at " in line)
                asyncio.run(run(address.rstrip("/"), chosen.people, chosen.others))
            finally:
                server.terminate()


if __name__ == "__main__":
    main()
