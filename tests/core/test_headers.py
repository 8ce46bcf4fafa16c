"""What every answer carries, whoever asks."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from tests.accounts.people import make_member, sign_in

from homegroup.core.headers import SecurityHeaders, open_to_other_sites

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/no-such-page/"])
def test_every_page_is_closed(client: Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    for name in ("Opener-Policy", "Resource-Policy"):
        assert headers[f"Cross-Origin-{name}"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert "Access-Control-Allow-Origin" not in headers
    assert "private" in headers["Cache-Control"] or "no-store" in headers["Cache-Control"]


def test_workers_come_from_here_and_passkeys_are_open(client: Client) -> None:
    headers = client.get("/").headers
    assert "worker-src 'self'" in headers["Content-Security-Policy"]
    for what in ("create", "get"):
        assert f"publickey-credentials-{what}=(self)" in headers["Permissions-Policy"]


def test_no_device_keeps_a_page_of_a_member(client: Client) -> None:
    assert client.get("/help-now/").headers["Cache-Control"] == "private, no-cache"
    sign_in(client, make_member())
    for path in ("/help-now/", "/", "/no-such-page/"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/help-now/", "/exit/about/", "/meetings/"])
def test_a_visitor_gets_no_cookie_from_reading(client: Client, path: str) -> None:
    assert dict(client.get(path).cookies) == {}


def test_a_guest_gets_no_session(client: Client) -> None:
    assert "__Host-visit" not in client.get("/").cookies


def test_a_view_keeps_the_headers_it_set() -> None:
    middleware = SecurityHeaders(
        lambda _: open_to_other_sites(HttpResponse(headers={"Cache-Control": "public"}))
    )
    headers = middleware(RequestFactory().get("/feeds/")).headers
    assert headers["Cache-Control"] == "public"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_an_unknown_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400
