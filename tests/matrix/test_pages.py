"""Every page, as the people of the matrix see it: it asks nobody else, and outs nobody."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve
from tests.chance import without_chance
from tests.matrix.world import address, make_world, patterns

from homegroup.accounts.access import decision_of
from homegroup.core.outing import outing_words_in

# What pages look like is the same on every database; one worker asks for them, once in a run.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite_is_enough,
    pytest.mark.xdist_group("pages"),
]
ROLES = ("visitor", "member", "secretary", "operator")
LOADED = re.compile(
    r"""<(?:script|img|iframe|audio|video|source|embed|object|link|form|input)\b[^>]*?"""
    r"""\b(?:src|href|data|action|formaction|poster)=["']([^"']+)""",
    re.IGNORECASE,
)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """What somebody was answered; `html` is empty for what is no page."""

    path: str
    html: str
    headers: dict[str, str]
    cookies: str

    @property
    def title(self) -> str:
        found = TITLE.search(self.html)
        return found[1].strip() if found else ""

    @property
    def is_for_members(self) -> bool:
        return decision_of(resolve(self.path).func) != "public"


Pages = Callable[..., list[Page]]
_seen: dict[tuple[str, bool], list[Page]] = {}


@pytest.fixture
def pages(db: None) -> Pages:
    """Give every page that a role can open, in discreet mode or not."""

    def pages_of(role: str, *, discreet: bool = False) -> list[Page]:
        if (role, discreet) not in _seen:
            _seen[role, discreet] = list(_asked(role, discreet))
        return _seen[role, discreet]

    return pages_of


def _asked(role: str, discreet: bool) -> Iterator[Page]:
    world = make_world()
    browser = world.browser(role)
    if discreet:
        _switch(browser)
    for pattern in patterns():
        path = address(pattern, world)
        with transaction.atomic():
            answer = browser.get(path)
            if answer.status_code == 200:
                is_html = answer.headers["Content-Type"].startswith("text/html")
                yield Page(
                    path,
                    answer.content.decode() if is_html else "",
                    dict(answer.headers),
                    " ".join(f"{name} {morsel.value}" for name, morsel in answer.cookies.items()),
                )
            transaction.set_rollback(True)


def _switch(browser: Client) -> None:
    answer = browser.post("/discreet/", {"on": "1"}, headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code in {302, 303}


@pytest.mark.parametrize("role", ROLES)
def test_no_page_asks_another_host_for_anything(pages: Pages, role: str) -> None:
    asked = [
        f"{page.path}: {told}"
        for page in pages(role)
        for told in LOADED.findall(page.html)
        if urlsplit(told).netloc not in {"", "testserver"} or told.startswith("//")
    ]
    assert asked == []


def test_what_asks_another_host_would_be_noticed() -> None:
    text = '<p><img alt="" src="https://example.org/x.png"><link rel=x href="//example.org/y.css">'
    assert LOADED.findall(text) == ["https://example.org/x.png", "//example.org/y.css"]


@pytest.mark.parametrize("role", ["member", "secretary", "operator"])
def test_no_page_for_members_outs_by_title_address_file_or_cookie(pages: Pages, role: str) -> None:
    members_pages = [page for page in pages(role) if page.is_for_members]
    for page in members_pages:
        shown = " ".join((
            page.title, without_chance(page.path).replace("-", " "),
            page.headers.get("Content-Disposition", ""), page.cookies,
        ))  # fmt: skip
        assert outing_words_in(without_chance(shown)) == [], page.path
    assert len(members_pages) > 20


@pytest.mark.parametrize("role", ["visitor", "member"])
def test_discreet_mode_hides_the_name_everywhere(pages: Pages, role: str) -> None:
    titled = [page for page in pages(role, discreet=True) if page.title]
    for page in titled:
        assert page.title == "Notes", page.path
        assert "Homegroup" not in page.html.split("</header>")[0], page.path
    assert len(titled) > 8


@pytest.mark.parametrize("role", ["member", "secretary", "operator"])
def test_pages_for_members_are_not_kept_by_browsers(pages: Pages, role: str) -> None:
    for page in pages(role):
        if page.is_for_members:
            assert "no-store" in page.headers["Cache-Control"], page.path


@pytest.mark.parametrize("role", ROLES)
def test_every_page_closes_what_it_does_not_need(pages: Pages, role: str) -> None:
    for page in pages(role):
        if page.html and not page.path.startswith("/api/"):
            policy = page.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy, page.path
            assert "unsafe" not in policy, page.path
            assert page.headers["Referrer-Policy"] == "same-origin"
            assert "<style" not in page.html, page.path
            assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", page.html), page.path
