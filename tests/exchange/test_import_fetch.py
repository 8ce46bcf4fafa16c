"""Fetching from an address: limits of size, time, redirects and reach, against a real server."""

import gzip
import ipaddress
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpcore
import pytest
from django.core.management import call_command
from tests.exchange.importing import bring, row
from tests.factories import at

from homegroup.core import clock, upkeep
from homegroup.core.errors import HouseError
from homegroup.exchange.importing import actions, dialling, fetching, files, sources
from homegroup.exchange.models import ImportRun, Source
from homegroup.meetings.models import Meeting

LIST = json.dumps([row("a"), row("b")]).encode()


class Site:
    """A web server on this machine that answers as told and notes what it was asked."""

    def __init__(self):
        self.asked = []
        self.over = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                site.asked.append((self.path, dict(self.headers)))
                site.answer(self)

            def log_message(self, *_):
                """Say nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                """A reader that goes away is part of the test."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        self.gives(LIST)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server.server_port}/feed.json"

    def gives(self, body, status=200, **headers):
        """Answer every request so."""

        def answer(handler):
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)

        self.answer = answer

    def gives_slowly(self, head):
        """Send some bytes of an answer and then nothing until the test is over."""

        def answer(handler):
            handler.wfile.write(head)
            handler.wfile.flush()
            self.over.wait(60)
            handler.close_connection = True

        self.answer = answer

    def close(self):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def site(settings):
    settings.IMPORT_FROM_LOOPBACK = True
    made = Site()
    yield made
    made.close()


def refused(address, **limits):
    with pytest.raises(HouseError) as caught:
        fetching.fetch(address, **limits)
    reason = str(caught.value.message)
    assert "\n" not in reason
    return reason


def test_a_list_is_fetched_without_telling_who_asks(site):
    site.gives(LIST, ETag='"1"', Last_Modified="Wed, 04 Mar 2026 12:00:00 GMT", Set_Cookie="a=b")
    answer = fetching.fetch(site.address)
    assert (answer.content, answer.changed, answer.etag) == (LIST, True, '"1"')
    fetching.fetch(site.address)
    _, headers = site.asked[-1]
    assert headers["Host"] == f"127.0.0.1:{site.server.server_port}"
    assert "Cookie" not in headers
    assert "omegroup" not in headers["User-Agent"]
    assert "Referer" not in headers


def test_the_environment_names_no_proxy(site, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert fetching.fetch(site.address).content == LIST


def test_gzip_is_undone(site):
    site.gives(gzip.compress(LIST), Content_Encoding="gzip")
    assert fetching.fetch(site.address).content == LIST


def test_a_conditional_request(site):
    site.gives(b"", 304)
    answer = fetching.fetch(site.address, etag='"1"', last_modified="yesterday")
    assert (answer.changed, answer.content) == (False, b"")
    _, headers = site.asked[-1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', "yesterday")


def test_too_large_by_its_own_word(site):
    assert "larger than" in refused(site.address, most_bytes=len(LIST) - 1)


def test_too_large_without_a_word(site):
    def endless(handler):
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        try:
            while not site.over.is_set():
                handler.wfile.write(b"[" * 10_000)
        except OSError:
            pass

    site.answer = endless
    assert "larger than" in refused(site.address, most_bytes=1_000_000)


def test_a_small_answer_that_swells(site):
    site.gives(gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")
    assert "larger than" in refused(site.address, most_bytes=1_000_000)


@pytest.mark.parametrize("body", [b"no gzip at all", gzip.compress(LIST)[:-20]])
def test_damaged_gzip(site, body):
    site.gives(body, Content_Encoding="gzip")
    assert "damaged gzip" in refused(site.address)


def test_a_packing_that_was_not_asked_for(site):
    site.gives(b"x", Content_Encoding="br")
    assert "not asked for" in refused(site.address)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nX", b"HTTP/1.1 200 OK\r\n\r\n[1"])
def test_too_slow(site, head):
    site.gives_slowly(head)
    assert "took too long" in refused(site.address, seconds=0.3)


def test_an_answer_cut_short(site):
    def cut(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"[")
        handler.close_connection = True

    site.answer = cut
    assert "cannot be read" in refused(site.address)


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 500, 503])
def test_any_other_status_is_told(site, status):
    site.gives(LIST if status != 204 else b"", status)
    assert f"status {status}" in refused(site.address)


def test_redirects_are_followed_five_times(site):
    def onward(handler):
        number = int(handler.path.strip("/")) if handler.path[1:].isdigit() else 0
        if number < 5:
            handler.send_response(302)
            handler.send_header("Location", f"/{number + 1}")
            handler.send_header("Content-Length", "0")
            handler.end_headers()
        else:
            site.server_answer(handler)

    site.server_answer = site.answer
    site.answer = onward
    assert fetching.fetch(site.address).content == LIST
    assert [path for path, _ in site.asked] == ["/feed.json", "/1", "/2", "/3", "/4", "/5"]
    site.gives(b"", 301, Location=site.address)
    assert "too often" in refused(site.address)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://10.0.0.1/feed.json", "private network"),
        ("http://169.254.169.254/latest/", "private network"),
        ("http://[::ffff:10.0.0.1]/", "private network"),
        ("file:///etc/passwd", "no http"),
        ("ftp://example.org/x", "no http"),
        ("https://user:pass@example.org/", "name or password"),
        ("", "nowhere"),
    ],
)
def test_redirects_are_checked_again(site, location, reason):
    site.gives(b"", 302, Location=location)
    assert reason in refused(site.address)


def test_loopback_only_by_the_setting(site, settings):
    settings.IMPORT_FROM_LOOPBACK = False
    assert "private network" in refused(site.address)
    assert "private network" in refused(site.address.replace("127.0.0.1", "localhost"))
    assert not site.asked


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "127.0.0.1", "0.0.0.0",
        "169.254.169.254", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1",
        "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:192.168.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_are_never_asked(address):
    assert not dialling.may_be_asked(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_public_addresses_may_be_asked(address):
    assert dialling.may_be_asked(ipaddress.ip_address(address))


def answers(*addresses):
    """Give a name server that knows these addresses."""
    return lambda host, port, **_: [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses
    ]


def test_one_private_address_among_public_ones_is_enough(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", answers("93.184.216.34", "10.0.0.1"))
    assert "private network" in refused("http://feeds.example.org/")


def test_the_checked_address_is_dialled_and_the_name_is_kept(site, monkeypatch):
    """A name server that changes its mind gets no second question."""
    asked = []

    def fickle(host, port, **_):
        asked.append(host)
        found = "93.184.216.34" if len(asked) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, port))]

    dialled = []
    plain = httpcore.SyncBackend.connect_tcp
    port = site.server.server_port

    def dial(self, host, port_wanted, *arguments):
        dialled.append((host, port_wanted))
        with monkeypatch.context() as real:
            real.setattr(socket, "getaddrinfo", original)
            return plain(self, "127.0.0.1", port, *arguments)

    original = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", fickle)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", dial)
    assert fetching.fetch("http://feeds.example.org/feed.json").content == LIST
    assert asked == ["feeds.example.org"]
    assert dialled == [("93.184.216.34", 80)]
    assert site.asked[-1][1]["Host"] == "feeds.example.org"


def test_a_name_that_nobody_knows(monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(-2, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "cannot be found" in refused("http://nowhere.example.org/")


def test_nobody_listens(settings):
    settings.IMPORT_FROM_LOOPBACK = True
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert "cannot be read" in refused(f"http://127.0.0.1:{taken.getsockname()[1]}/")


@pytest.mark.parametrize(
    "address", ["http://", "http:///x", "http://[::1", "http://a b/", "http://x:0/", "http://x:y/"]
)
def test_addresses_that_are_none(address):
    refused(address)


# -- sources that are kept fresh --------------------------------------------------------------


@pytest.fixture
def fresh(site):
    """Keep the site's list fresh, every six hours."""
    site.gives(LIST, ETag='"1"')
    with at("2026-03-04T12:00"):
        call_command("import_meetings", site.address, "--keep-fresh", "6", "--name", "county")
    return site


@pytest.mark.django_db
def test_a_source_is_registered(fresh):
    source = Source.objects.get()
    assert (source.name, source.address, source.every_hours, source.etag) == (
        "county", fresh.address, 6, '"1"',
    )  # fmt: skip
    assert Meeting.objects.count() == 2


@pytest.mark.django_db
def test_a_look_at_what_has_not_changed(fresh):
    fresh.gives(b"", 304)
    (looked,) = sources.refresh_all()
    assert (looked.outcome, looked.failure) == (None, "")
    assert fresh.asked[-1][1]["If-None-Match"] == '"1"'
    fresh.gives(LIST)
    (looked,) = sources.refresh_all()
    assert looked.outcome is None
    assert ImportRun.objects.count() == 1


@pytest.mark.django_db
def test_a_newer_list_is_imported(fresh):
    fresh.gives(json.dumps([row("a")]).encode(), ETag='"2"')
    (looked,) = sources.refresh_all()
    assert looked.outcome is not None
    assert looked.outcome.tally.removed == 1
    assert Source.objects.get().etag == '"2"'


@pytest.mark.django_db
@pytest.mark.parametrize("body", [b"[]", b"<html>", b"not json"])
def test_a_failure_is_noted_and_changes_nothing(fresh, body):
    fresh.gives(body, ETag='"2"')
    (looked,) = sources.refresh_all()
    source = Source.objects.get()
    assert looked.failure
    assert source.failure == looked.failure
    assert source.etag == '"1"'
    assert Meeting.objects.listed().count() == 2
    fresh.gives(LIST, ETag='"1"')
    sources.refresh_all()
    assert Source.objects.get().failure == ""


@pytest.mark.django_db
def test_what_was_taken_back_does_not_return_by_itself(fresh):
    actions.undo_import(name="county", by=None)
    sources.refresh_all()
    assert not Meeting.objects.exists()
    call_command("import_meetings", fresh.address, "--name", "county")
    assert Meeting.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("moment", "looks"), [("16:00", 0), ("17:45", 1), ("23:00", 1)])
def test_sources_are_looked_at_when_their_time_has_come(fresh, moment, looks):
    before = len(fresh.asked)
    with at(f"2026-03-04T{moment}"):
        sources.refresh_due()
        sources.refresh_due()
    assert len(fresh.asked) - before == looks


@pytest.mark.django_db
def test_the_upkeep_does_so(fresh):
    chore = next(each for each in upkeep.chores() if each.name == "refresh-sources")
    before = len(fresh.asked)
    with at("2026-03-05T12:00"):
        chore.work()
        assert Source.objects.get().checked_at == clock.now()
    assert len(fresh.asked) == before + 1


@pytest.mark.django_db
def test_a_list_that_was_imported_once_is_not_looked_at(site):
    bring(row("a"))
    assert sources.refresh_all() == []


@pytest.mark.django_db
def test_the_command_tells(fresh, capsys):
    fresh.gives(json.dumps([row("a")]).encode())
    call_command("refresh_sources", "--json")
    told = json.loads(capsys.readouterr().out.splitlines()[-1])["sources"][0]
    assert (told["source"], told["changed"], told["removed"]) == ("county", True, 1)
    fresh.gives(b"", 500)
    call_command("refresh_sources")
    assert "status 500" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_dry_run_of_an_address_registers_nothing(site):
    call_command("import_meetings", site.address, "--dry-run", "--keep-fresh", "6")
    assert not Source.objects.exists()


def test_limits_of_the_house():
    assert files.MOST_BYTES == 100_000_000
    assert fetching.MOST_REDIRECTS == 5
