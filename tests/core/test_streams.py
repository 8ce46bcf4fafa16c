"""Streams over a real uvicorn: order, replay, refusal, dropping, ending."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied
from django.db import connection, connections, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from tests.accounts.people import make_member, sign_in
from tests.core.streaming import Reader, hubs, open_streams, serving, wait_until

from homegroup.accounts import visits
from homegroup.accounts.access import member
from homegroup.core import streams, streams_hub
from homegroup.core.streams import BATCH, Event

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.core.test_streams"),
]
ROWS: list[Event] = []
Opens = Callable[..., Reader]


def news(request: HttpRequest) -> HttpResponse:
    return streams.opened(request, channels=["news"], keys=["membership:1"])


def log(request: HttpRequest) -> HttpResponse:
    marks = ["lead"] if request.GET.get("lead") else []
    after = streams.last_event_id(request)
    return streams.opened(request, log="test:1", after=after, marks=marks)


def refused(request: HttpRequest, status: int) -> HttpResponse:
    if status == 404:
        raise Http404
    if status == 403:
        raise PermissionDenied
    raise ValueError


@member
def mine(request: HttpRequest) -> HttpResponse:
    return streams.opened(request, channels=["news"])


urlpatterns = [
    path("news/", news),
    path("log/", log),
    path("mine/", mine),
    path("refused/<int:status>/", refused),
    path("", include("homegroup.config.urls")),
]
handler403 = "homegroup.core.errors.permission_denied"
handler404 = "homegroup.core.errors.page_not_found"
handler500 = "homegroup.core.errors.server_error"


def _read(name: str, after: int) -> Sequence[Event]:
    assert name == "test:1"
    return [row for row in list(ROWS) if (row.id or 0) > after][:BATCH]


@pytest.fixture(autouse=True)
def _empty_log(monkeypatch: pytest.MonkeyPatch) -> None:
    ROWS.clear()
    monkeypatch.setitem(streams._house.logs, "test", _read)


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    with serving() as answering:
        yield answering


@pytest.fixture
def opens(port: int) -> Iterator[Opens]:
    """Open a stream: `opens("/news/")`; all are closed afterwards."""
    made: list[Reader] = []

    def one(path: str, **headers: str) -> Reader:
        made.append(Reader(port, path, **headers))
        return made[-1]

    yield one
    for reader in made:
        reader.close()


def _add(*numbers: int, to: str = "") -> None:
    ROWS.extend(Event("line", {"n": number}, number, to) for number in numbers)
    streams.wake("test:1")


def _ready(count: int) -> None:
    """Wait until so many streams are open and the process hears the others."""
    wait_until(lambda: open_streams() == count)
    for hub in hubs():
        if hub._listener:
            assert hub._listener.is_listening.wait(10)


def test_what_is_published_comes_once_the_transaction_is_committed(opens: Opens) -> None:
    reader = opens("/news/")
    _ready(1)
    with transaction.atomic():
        streams.publish("news", "new", {"kind": "undone"})
        transaction.set_rollback(True)
    with transaction.atomic():
        streams.publish("news", "new", {"kind": "share"})
        streams.publish("other", "new", {"kind": "elsewhere"})
        streams.publish("news", "new", {"kind": "späte Antwort"})
    told = reader.read(2)
    assert told == [("new", {"kind": "share"}, ""), ("new", {"kind": "späte Antwort"}, "")]


def test_a_stream_carries_the_headers_of_a_page_and_no_cookie(opens: Opens) -> None:
    client = Client()
    sign_in(client, make_member())
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    reader = opens("/mine/", Cookie=cookies)
    headers = reader.answer.headers
    assert reader.answer.status == 200
    assert headers["content-type"] == "text/event-stream; charset=utf-8"
    assert "no-store" in headers["cache-control"]
    assert headers["x-accel-buffering"] == "no"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert not {"set-cookie", "content-encoding", "content-length"} & set(headers)


def test_fifty_read_the_same_in_the_same_order(opens: Opens) -> None:
    _add(*range(1, 6))
    readers = [opens("/log/") for _ in range(50)]
    _ready(50)
    writers = [threading.Thread(target=_write, args=(first,)) for first in (6, 106, 206)]
    for writer in writers:
        writer.start()
        writer.join()
    for reader in readers:
        assert [int(number) for _, _, number in reader.read(305)] == list(range(1, 306))
        reader.close()
    wait_until(lambda: open_streams() == 0)
    wait_until(lambda: not hubs()[0]._followers)


def _write(first: int) -> None:
    for number in range(first, first + 100):
        _add(number)
    connections.close_all()


def test_who_comes_again_gets_what_was_missed_and_nothing_twice(opens: Opens) -> None:
    here = opens("/log/")
    _add(*range(1, 251))
    assert len(here.read(250)) == 250
    again = opens("/log/", Last_Event_ID="240")
    other = opens("/log/?after=249")
    _ready(3)
    _add(251, 252)
    assert [data["n"] for _, data, _ in again.read(12)] == list(range(241, 253))
    assert [data["n"] for _, data, _ in other.read(3)] == [250, 251, 252]
    assert [data["n"] for _, data, _ in here.read(252)] == list(range(1, 253))


def test_some_lines_are_for_some(opens: Opens) -> None:
    all_of_it, less = opens("/log/?lead=1"), opens("/log/")
    _ready(2)
    _add(1)
    _add(2, to="lead")
    _add(3)
    assert [number for *_, number in all_of_it.read(3)] == ["1", "2", "3"]
    assert [number for *_, number in less.read(2)] == ["1", "3"]


def test_a_log_that_fails_is_read_again(opens: Opens, caplog: pytest.LogCaptureFixture) -> None:
    fails = [True]

    def broken(name: str, after: int) -> Sequence[Event]:
        if fails.pop() if fails else False:
            raise RuntimeError("the database is away")
        return _read(name, after)

    streams.register_log("test", broken)
    reader = opens("/log/")
    _ready(1)
    _add(1)
    assert reader.read(1) == [("line", {"n": 1}, "1")]
    assert "could not be read" in caplog.text


@pytest.mark.parametrize("status", [403, 404])
def test_a_refusal_is_the_page_that_a_browser_would_get(opens: Opens, status: int) -> None:
    reader = opens(f"/refused/{status}/")
    assert reader.answer.status == status
    assert reader.answer.headers["content-type"].startswith("text/html")
    assert open_streams() == 0


def test_a_visitor_is_sent_to_the_door(opens: Opens) -> None:
    reader = opens("/mine/")
    assert reader.answer.status == 302
    assert reader.answer.headers["location"].startswith("/sign-in/")


def test_a_stream_ends_with_its_visit(opens: Opens) -> None:
    client = Client()
    visit = sign_in(client, make_member())
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    reader = opens("/mine/", Cookie=cookies)
    _ready(1)
    visits.end(visit)
    assert reader.read_to_end()
    again = opens("/mine/", Cookie=cookies)
    assert again.answer.status == 302


def test_a_stream_ends_by_its_key_and_others_stay(opens: Opens) -> None:
    ended, stays = opens("/news/"), opens("/log/")
    _ready(2)
    streams.end("membership:1")
    assert ended.read_to_end()
    _add(1)
    assert len(stays.read(1)) == 1


def test_who_reads_too_slowly_is_dropped(opens: Opens) -> None:
    slow, quick = opens("/news/"), opens("/news/")
    _ready(2)
    told = 0
    while open_streams() == 2:
        assert told < 4_000, "The slow one was not dropped."
        for _ in range(4):
            streams.publish("news", "new", "x" * 8_000)
        told += 4
        assert len(quick.read(told)) == told  # the quick one misses nothing
    assert not slow.read_to_end()


def test_one_address_opens_so_many_and_no_more(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(django_settings, "STREAMS_AN_ADDRESS", 2)
    two = [opens("/news/") for _ in range(2)]
    third = opens("/news/")
    assert third.answer.status == 503
    assert third.answer.headers["retry-after"] == "60"
    two[0].close()
    wait_until(lambda: open_streams() == 1)
    fourth = opens("/news/")
    assert fourth.answer.status == 200


def test_a_stream_shows_life_and_ends_after_a_while(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams_hub, "BEAT", 1)
    monkeypatch.setattr(streams_hub, "LIFE", 3)
    reader = opens("/news/")
    assert reader.read_to_end()
    assert reader.answer.text.count(":\n\n") >= 1


def test_a_stopping_server_ends_its_streams_at_once() -> None:
    with serving() as port:
        readers = [Reader(port, "/news/") for _ in range(5)]
        wait_until(lambda: open_streams() == 5)
        began = time.monotonic()
    assert time.monotonic() - began < 3
    for reader in readers:
        assert reader.read_to_end()
        reader.close()


def test_a_plain_request_gets_what_it_missed_and_ends(client: Client) -> None:
    _add(1, 2)
    _add(3, to="lead")
    answer = client.get("/log/?after=1")
    assert answer.status_code == 200
    assert answer.content.decode() == 'retry:15000\n\nid:2\nevent:line\ndata:{"n":2}\n\n'
    assert client.get("/log/?after=1&lead=1").content.decode().endswith('data:{"n":3}\n\n')


@pytest.mark.parametrize("told", ["", "x", "-1", "²", "9" * 30])
def test_a_number_that_is_none_is_the_beginning(client: Client, told: str) -> None:
    request: Any = client.get("/log/", {"after": told}).wsgi_request
    assert streams.last_event_id(request) == 0


def test_long_notices_pass_between_processes(opens: Opens) -> None:
    reader = opens("/news/")
    _ready(1)
    streams.publish("news", "new", "é" * 20_000)
    assert reader.read(1) == [("new", "é" * 20_000, "")]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="processes meet on PostgreSQL")
def test_a_lost_database_is_found_again(opens: Opens, caplog: pytest.LogCaptureFixture) -> None:
    reader = opens("/log/")
    _ready(1)
    ROWS.append(Event("line", {"n": 1}, 1))  # nobody says so
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query LIKE 'LISTEN%%' AND pid <> pg_backend_pid()"
        )
    assert reader.read(1) == [("line", {"n": 1}, "1")]
    assert "lost the database" in caplog.text
