"""The lane for stretching: which requests take it, and what a crowd is told."""

import asyncio
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import resolve
from tests.accounts.people import PASSPHRASE, make_member

from homegroup.accounts import lane, stretching
from homegroup.accounts.stretching import Busy, Cost, stretch
from homegroup.config.asgi import Lanes

SALT = b"0123456789abcdef"


def test_the_addresses_of_the_lane_are_pages() -> None:
    import homegroup.config.urls  # noqa: F401 - loads the views, which name the addresses

    assert {"/sign-in/", "/sign-up/", "/forgotten/", "/unlock/", "/me/passphrase/"} <= lane.paths()
    for path in lane.paths():
        assert resolve(path).func


class _Slow:
    """Stands in for the pages: counts who is within, and waits until it is told to go on."""

    def __init__(self) -> None:
        self.within, self.gate = 0, asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.within += 1
        await self.gate.wait()


def _scope(path: str, method: str = "POST") -> dict[str, Any]:
    return {"type": "http", "method": method, "path": path}


def test_a_crowd_waits_in_its_own_lane_and_pages_do_not() -> None:
    async def crowd() -> tuple[int, int, int]:
        lanes = Lanes()
        slow, crowded, pages = _Slow(), _Slow(), _Slow()
        lanes._slow, lanes._crowded, lanes._pages = slow, crowded, pages
        tasks = [asyncio.create_task(lanes(_scope("/sign-in/"), None, None)) for _ in range(200)]
        tasks += [asyncio.create_task(lanes(_scope(path, method), None, None))
                  for path, method in (("/sign-in/", "GET"), ("/meetings/", "GET"))]  # fmt: skip
        await asyncio.sleep(0)
        counted = slow.within, crowded.within, pages.within
        for each in (slow, crowded, pages):
            each.gate.set()
        await asyncio.gather(*tasks)
        assert lanes._within == 0
        return counted

    room = stretching.WORKERS + stretching.MOST_WAITING
    assert asyncio.run(crowd()) == (room, 200 - room, 2)


@pytest.mark.django_db
def test_beyond_the_queue_the_name_is_kept(client: Client) -> None:
    make_member()
    data = {"name": "quiet-river", "passphrase": PASSPHRASE}
    answer = client.post("/sign-in/", data, **{lane.CROWDED: True})  # type: ignore[arg-type]
    assert answer.status_code == 503
    assert 'value="quiet-river"' in answer.content.decode()
    assert client.get("/me/").status_code == 302


def test_too_many_at_once_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    monkeypatch.setattr(stretching, "_places", threading.BoundedSemaphore(1))
    assert stretching._places.acquire()
    with pytest.raises(Busy):
        stretch("a passphrase", SALT, Cost(1, 8, 1))


def test_the_real_cost_is_the_one_of_the_design() -> None:
    with override_settings(STRETCH=(3, 65_536, 1)):
        cost = Cost.now()
        first, again = (stretch("a passphrase", SALT, cost) for _ in range(2))
    assert first == again
    assert len({first.auth, first.kek}) == 2
    assert stretch("a passphrase", SALT[::-1], cost) != first
    from homegroup.config import settings

    assert settings.STRETCH == (3, 65_536, 1)


def test_the_pepper_counts() -> None:
    plain = stretch("a passphrase", SALT, Cost(1, 8, 1))
    with override_settings(PEPPER="another"):
        assert stretch("a passphrase", SALT, Cost(1, 8, 1)) != plain
