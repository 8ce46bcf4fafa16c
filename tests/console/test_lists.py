"""Bringing in meetings from an address, a file, or the invented ones."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.accounts.people import make_member, sign_in
from tests.exchange.importing import row

from homegroup.accounts.models import User
from homegroup.audit.models import Entry
from homegroup.exchange.models import ImportRun, Source
from homegroup.meetings.models import Meeting

pytestmark = pytest.mark.django_db

EITHER = pytest.mark.parametrize("path", ["/console/meetings/", "/console/set-up/"])


@pytest.fixture
def user() -> User:
    return make_member(operator=True)


@pytest.fixture
def operator(client: Client, user: User) -> Client:
    """A client of an operator past the second step."""
    sign_in(client, user, strong=True)
    return client


@pytest.fixture
def feed(settings: Any) -> Iterator[str]:
    """The address of a list on this machine."""
    settings.IMPORT_FROM_LOOPBACK = True

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path == "/list.json?key=secret"
            self.send_response(200 if known else 404)
            self.end_headers()
            self.wfile.write(json.dumps([row("a"), row("b"), {"slug": "c"}]).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/list.json?key=secret"
        server.shutdown()


def a_file(content: Any = None, name: str = "our-list.json") -> SimpleUploadedFile:
    rows = content or [row("a"), row("b")]
    whole = content if isinstance(content, bytes) else json.dumps(rows).encode()
    return SimpleUploadedFile(name, whole)


def load(client: Client, path: str = "/console/meetings/", **fields: Any) -> Any:
    return client.post(path, {"once": str(uuid4()), **fields})


@EITHER
def test_a_file_is_loaded_and_told(operator: Client, user: User, path: str) -> None:
    answer = load(operator, path, file=a_file())
    assert answer["Location"] == "/console/meetings/"
    assert Meeting.objects.count() == 2
    assert Entry.objects.get(action="exchange.import_meetings").actor == user.pk
    page = operator.get("/console/meetings/").content.decode()
    assert "our-list" in page
    assert "2 new, 0 changed, 0 closed." in page


@EITHER
def test_an_address_is_loaded_kept_fresh_and_shown_without_its_key(
    operator: Client, feed: str, path: str
) -> None:
    answer = load(operator, path, address=f" {feed} ", keep_fresh="on")
    assert answer["Location"] == "/console/meetings/"
    assert Meeting.objects.count() == 2
    source = Source.objects.get()
    assert (source.every_hours, source.address) == (24, feed)
    page = operator.get("/console/meetings/").content.decode()
    assert "1 row could not be read." in page
    assert "secret" not in page


def test_a_look_again_and_taking_back(operator: Client, feed: str) -> None:
    load(operator, address=feed)
    name = Source.objects.get().name
    assert load(operator, "/console/meetings/refresh/", name=name).status_code == 302
    assert ImportRun.objects.count() == 2
    form = {"once": str(uuid4()), "name": name}
    answers = [operator.post("/console/meetings/refresh/", form) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {302}
    assert ImportRun.objects.count() == 3
    assert load(operator, "/console/meetings/take-back/", name=name).status_code == 302
    assert not Meeting.objects.listed().exists()
    again = load(operator, "/console/meetings/take-back/", name=name)
    assert again.status_code == 422
    assert "no import" in again.content.decode()


def test_a_file_cannot_be_looked_at_again(operator: Client) -> None:
    load(operator, file=a_file())
    assert "Look again now" not in operator.get("/console/meetings/").content.decode()
    answer = load(operator, "/console/meetings/refresh/", name="our-list")
    assert answer.status_code == 422
    assert "came from a file" in answer.content.decode()


@pytest.mark.parametrize("button", ["refresh", "take-back"])
@pytest.mark.parametrize("form", [{"name": "no such"}, {"name": "x", "once": "no key"}, {}])
def test_buttons_of_what_is_not_there(operator: Client, button: str, form: dict[str, str]) -> None:
    answer = load(operator, f"/console/meetings/{button}/", **form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


@EITHER
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Give an address, or choose a file."),
        ({"address": "example.org/list"}, "begins with https://"),
        ({"address": "ftp://example.org/list"}, "begins with https://"),
        ({"address": "https://no-such-host.invalid/list.json"}, "no-such-host.invalid"),
        ({"address": "http://127.0.0.1:1/list.json"}, "127.0.0.1"),
        ({"address": "https://user:secret@example.org/"}, "holds a name or password"),
        ({"address": "x" * 2_001}, "2000"),
        ({"file": a_file(b"")}, "not valid JSON"),
        ({"file": a_file(b"<html>")}, "web page"),
        ({"file": a_file(b"\xff\xfe")}, "UTF-8"),
        ({"file": a_file(b"[]")}, "The list is empty"),
        ({"file": a_file(), "address": "https://example.org/"}, "one of the two"),
        ({"file": a_file(), "time_zone": "Mars/Base"}, "time zone"),
        ({"file": a_file(), "fellowship": "no-such"}, "no-such"),
        ({"file": a_file(), "once": "no key"}, "send it once more"),
    ],
)
def test_what_cannot_be_loaded_is_told_and_kept(
    operator: Client, path: str, fields: dict[str, Any], said: str
) -> None:
    if "file" in fields:
        fields["file"].seek(0)
    answer = load(operator, path, **fields)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    if "address" in fields:
        assert f'value="{fields["address"]}"' in page
    assert not Meeting.objects.exists()
    assert not Source.objects.exists()


def test_a_load_that_failed_may_be_sent_again(operator: Client) -> None:
    key = str(uuid4())
    assert load(operator, once=key, file=a_file(b"<html>")).status_code == 422
    assert load(operator, once=key, file=a_file()).status_code == 302
    assert Meeting.objects.count() == 2


def test_the_same_file_three_times_is_one_run(operator: Client) -> None:
    key = str(uuid4())
    answers = [load(operator, once=key, file=a_file()) for _ in range(3)]
    assert {answer["Location"] for answer in answers} == {"/console/meetings/"}
    assert ImportRun.objects.count() == 1


def test_invented_meetings_are_loaded_once(operator: Client, user: User) -> None:
    for _ in range(2):
        assert load(operator, "/console/set-up/sample/").status_code == 302
    assert Meeting.objects.filter(source="demo").count() > 100
    assert not User.objects.exclude(pk=user.pk).exists()  # nobody with a published passphrase
    assert Entry.objects.filter(action="console.load_sample").count() == 2


def test_the_list_of_lists_takes_the_same_number_of_queries(operator: Client) -> None:
    def queries() -> int:
        operator.get("/console/meetings/")  # what is held in memory
        with CaptureQueriesContext(connection) as seen:
            operator.get("/console/meetings/")
        return len(seen)

    load(operator, file=a_file(name="one.json"))
    one = queries()
    for name in ("two", "three"):
        load(operator, file=a_file([row(name)], name=f"{name}.json"))
    assert Source.objects.count() == 3
    assert queries() == one
