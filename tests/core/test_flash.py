"""One sentence after a redirect, shown once."""

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from homegroup.core import flash

pytestmark = pytest.mark.django_db
TEXT = "It is <done>."


@pytest.fixture(autouse=True)
def _text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(flash._texts, "tests.done", TEXT)


def told(client: Client) -> None:
    answer = HttpResponse()
    flash.say(answer, "tests.done")
    client.cookies[flash.COOKIE] = answer.cookies[flash.COOKIE].value


def page(client: Client, path: str = "/help-now/") -> str:
    return client.get(path).content.decode()


def test_it_is_shown_once(client: Client) -> None:
    told(client)
    assert '<p class="note said" role="status">It is &lt;done&gt;.</p>' in page(client)
    assert "It is" not in page(client)


def test_a_page_without_a_frame_leaves_it_for_the_next(client: Client) -> None:
    told(client)
    client.get("/manifest.webmanifest")
    assert "It is" in page(client)


def test_a_page_that_devices_keep_does_not_show_it(client: Client) -> None:
    told(client)
    assert "It is" not in page(client, "/help-now/kept/")
    assert "It is" in page(client)


def test_after_two_minutes_it_is_old(client: Client) -> None:
    with time_machine.travel("2026-03-04T12:00+00:00", tick=False):
        told(client)
    with time_machine.travel("2026-03-04T12:02:01+00:00", tick=False):
        assert "It is" not in page(client)


@pytest.mark.parametrize("cookie", ["tests.done", "tests.done:abc:def", "", "You won a prize"])
def test_nobody_else_puts_words_into_our_mouth(client: Client, cookie: str) -> None:
    client.cookies[flash.COOKIE] = cookie
    answer = client.get("/help-now/").content.decode()
    assert 'role="status"' not in answer
    assert "prize" not in answer


def test_the_cookie_is_closed_and_holds_no_text() -> None:
    answer = HttpResponse()
    flash.say(answer, "tests.done")
    cookie = answer.cookies["__Host-said"]
    assert TEXT not in cookie.value
    assert "tests" not in cookie.value
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert cookie["max-age"] == 120


def test_a_key_that_nobody_registered_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        flash.say(HttpResponse(), "tests.other")
