"""Every page, as the people of the matrix see it: it asks nobody else, and outs nobody."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import resolve
from tests.matrix.world import World, address, make_world, patterns

from homegroup.accounts.access import decision_of
from homegroup.core.outing import outing_words_in

pytestmark = pytest.mark.django_db
LOADED = re.compile(
    r"""<(?:script|img|iframe|audio|video|source|embed|object|link|form|input)\b[^>]*?"""
    r"""\b(?:src|href|data|action|formaction|poster)=["']([^"']+)""",
    re.IGNORECASE,
)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@pytest.fixture
def world() -> World:
    return make_world()


def pages(world: World, role: str) -> Iterator[tuple[str, HttpResponse]]:
    """Give every page that this role can open, with its address."""
    browser = world.browser(role)
    for pattern in patterns():
        path = address(pattern, world)
        with transaction.atomic():
            answer = browser.get(path)
            if answer.status_code == 200:
                assert isinstance(answer, HttpResponse) or answer.streaming
                yield path, answer  # type: ignore[misc]
            transaction.set_rollback(True)


def _html(answer: HttpResponse) -> str:
    is_html = answer.headers["Content-Type"].startswith("text/html")
    return answer.content.decode() if is_html else ""


@pytest.mark.parametrize("role", ["visitor", "member", "secretary", "operator"])
def test_no_page_asks_another_host_for_anything(world: World, role: str) -> None:
    asked = [
        f"{path}: {told}"
        for path, answer in pages(world, role)
        for told in LOADED.findall(_html(answer))
        if urlsplit(told).netloc not in {"", "testserver"} or told.startswith("//")
    ]
    assert asked == []


def test_what_asks_another_host_would_be_noticed() -> None:
    text = '<p><img alt="" src="https://example.org/x.png"><link rel=x href="//example.org/y.css">'
    assert LOADED.findall(text) == ["https://example.org/x.png", "//example.org/y.css"]


def _is_for_members(path: str) -> bool:
    return decision_of(resolve(path).func) != "public"


@pytest.mark.parametrize("role", ["member", "secretary", "operator"])
def test_no_page_for_members_outs_by_title_address_file_or_cookie(world: World, role: str) -> None:
    seen = 0
    for path, answer in pages(world, role):
        if not _is_for_members(path):
            continue
        seen += 1
        title = TITLE.search(_html(answer))
        shown = " ".join((
            title[1] if title else "", path.replace("-", " "),
            answer.headers.get("Content-Disposition", ""),
            *(f"{name} {morsel.value}" for name, morsel in answer.cookies.items()),
        ))  # fmt: skip
        assert outing_words_in(shown) == [], path
    assert seen > 20


@pytest.mark.parametrize("role", ["visitor", "member"])
def test_discreet_mode_hides_the_name_everywhere(world: World, role: str) -> None:
    switched = world.browser(role)
    answer = switched.post("/discreet/", {"on": "1"}, headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code in {302, 303}
    for name, morsel in answer.cookies.items():
        world.cookies[role][name] = morsel.value
    for path, page in pages(world, role):
        html = _html(page)
        title = TITLE.search(html)
        if title:
            assert title[1].strip() == "Notes", path
            assert "Homegroup" not in html.split("</header>")[0], path


@pytest.mark.parametrize("role", ["member", "secretary"])
def test_pages_for_members_are_not_kept_by_browsers(world: World, role: str) -> None:
    for path, answer in pages(world, role):
        if _is_for_members(path):
            assert "no-store" in answer.headers["Cache-Control"], path


@pytest.mark.parametrize("role", ["visitor", "member"])
def test_every_page_closes_what_it_does_not_need(world: World, role: str) -> None:
    for path, answer in pages(world, role):
        if _html(answer) and not path.startswith("/api/"):
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy, path
            assert "unsafe" not in policy, path
            assert answer.headers["Referrer-Policy"] == "same-origin"
            assert "<style" not in _html(answer), path
            assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", _html(answer)), path
