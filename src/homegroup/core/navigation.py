"""The row of links in every page's header, filled by the rooms.

In a room's `apps.ready()`:

    navigation.register(
        Entry(
            "/notices/", _("Notices"), "mail", order=40,
            shown=navigation.to_members,
            count=lambda request: queries.unread(request.user.pk),
        )
    )

An entry whose address nobody answers is left out. Registering an address again replaces the
entry that stood there. Words are neutral: they stand on a shared screen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import Resolver404, get_urlconf, resolve

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Condition = Callable[[HttpRequest], bool]


def to_members(request: HttpRequest) -> bool:
    """For people who are signed in."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def to_visitors(request: HttpRequest) -> bool:
    """For people who are not signed in."""
    return not to_members(request)


def to_all(request: HttpRequest) -> bool:
    """For everybody."""
    return True


@dataclass(frozen=True)
class Entry:
    """A link of the header. `icon` is a name of core/icons, `count` gives a small number or 0."""

    path: str
    words: "str | StrPromise"
    icon: str
    order: int
    shown: Condition = to_all
    count: Callable[[HttpRequest], int] | None = None


@dataclass(frozen=True)
class Shown:
    """An entry as one page shows it. `here` is what ARIA calls the place where one is.

    "page" on its own page, "true" on a page below it, else "".
    """

    path: str
    words: str
    icon: str
    count: int
    here: str


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Put an entry into the header of every page, or replace the one of the same address."""
    _entries[entry.path] = entry


def entries_for(request: HttpRequest) -> list[Shown]:
    """Give what the header shows for this request, in its order."""
    chosen = sorted(_entries.values(), key=lambda entry: entry.order)
    return [
        Shown(
            path=entry.path,
            words=str(entry.words),
            icon=entry.icon,
            count=entry.count(request) if entry.count else 0,
            here=_here(entry.path, request.path),
        )
        for entry in chosen
        if answers(entry.path) and entry.shown(request)
    ]


def _here(path: str, asked: str) -> str:
    if asked == path:
        return "page"
    return "true" if asked.startswith(path) else ""


def answers(path: str) -> bool:
    """Tell whether an address of this site has a page."""
    return _answers(path, get_urlconf())


@cache
def _answers(path: str, table: str | None) -> bool:
    try:
        resolve(path, table)
    except Resolver404:
        return False
    return True
