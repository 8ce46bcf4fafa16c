"""What being signed in costs a page: session, vault and headers, in milliseconds.

    .venv/bin/python bench/page_overhead.py

In process, without a network, on SQLite in a home of its own: the same small page (/exit/about/)
through all middleware as a visitor and as a member with open private pages; then with the vault
opened as a private page does.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from uuid import uuid4

_folder = tempfile.TemporaryDirectory(prefix="homegroup-bench-")
os.environ["HOMEGROUP_HOME"] = _folder.name
os.environ["DJANGO_SETTINGS_MODULE"] = "homegroup.config.settings"

import django

django.setup()
# ruff: noqa: E402

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import RequestFactory

from homegroup.accounts import actions, visits
from homegroup.core import schema
from homegroup.vault.vaults import Vault

PAGE = "/exit/about/"
ROUNDS = 200


def told(label: str, work: Callable[[], object]) -> float:
    """Print p50 and p95 of a thing; give p50."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    middle = statistics.median(times)
    print(f"{label:<58} p50 {middle:6.2f}  p95 {times[int(ROUNDS * 0.95)]:6.2f}")
    return middle


def main() -> None:
    schema.bring_up_to_date()
    made = actions.sign_up(
        name="bench-person", passphrase="lantern pebble orchard quilt", key=uuid4()
    )
    assert made
    visit = visits.begin(made.user, made.key, is_shared=False, waiting=False)
    answer = HttpResponse()
    visits.remember(answer, visit)
    factory, whole = RequestFactory(HTTP_HOST="localhost"), WSGIHandler()

    def ask(*, member: bool) -> None:
        if member:
            for name, morsel in answer.cookies.items():
                factory.cookies[name] = morsel.value
        else:
            factory.cookies.clear()
        request = factory.get(PAGE)
        status: list[str] = []
        environ = request.environ
        body = whole(environ, lambda code, headers: status.append(code))
        b"".join(body)
        assert status[0].startswith("200"), status

    visitor = told("page as a visitor", lambda: ask(member=False))
    member = told("page as a member (more links in its header)", lambda: ask(member=True))

    def read() -> None:
        request = factory.get(PAGE)
        found = visits._read(request)
        assert found
        assert found.account_key()

    factory.cookies.clear()
    for name, morsel in answer.cookies.items():
        factory.cookies[name] = morsel.value
    session = told("reading the visit and the account key", read)
    vault = told("an empty vault listed", lambda: Vault(made.key).entries("journal"))
    print(f"member - visitor {member - visitor:.2f} ms; session and vault {session + vault:.2f} ms")


if __name__ == "__main__":
    main()
