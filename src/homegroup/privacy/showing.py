"""What is held, in words for its owner: rows as lines, sealed pages opened."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Length
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from homegroup.accounts import keeping
from homegroup.accounts.keys import AccountKey
from homegroup.core.sealing import Unreadable
from homegroup.privacy.queries import Held
from homegroup.vault import kinds
from homegroup.vault.models import Entry, Message
from homegroup.vault.vaults import Opened, Vault

Lines = list[tuple[str, str]]
_log = logging.getLogger(__name__)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_HIDDEN = {"on", "title"}  # of a header: they stand in the heading


@dataclass(frozen=True)
class Told:
    """One kind of what is held: what it is, its name for machines, and its rows as lines."""

    tells: str
    kind: str
    rows: list[Lines]


@dataclass(frozen=True)
class Page:
    """A page that its owner wrote, opened: heading, day ("" if none), and (label, text) parts.

    A part without a label is a paragraph.
    """

    title: str
    on: str
    parts: Lines


@dataclass(frozen=True)
class Chapter:
    """The pages of one kind, and what its room calls them."""

    words: str
    pages: list[Page]


@dataclass(frozen=True)
class Pages:
    """All pages of a member, newest first, then what they wrote in private conversations.

    `unreadable` counts what does not open: all pages where their sealed list itself was changed
    from outside.
    """

    opened: list[Opened]
    unreadable: int


def told(held: Held) -> Told:
    """Give what is held of one kind in words."""
    labels = held.holding.labels
    rows = [lines_of(row, labels) for row in held.rows]
    return Told(str(held.holding.tells), held.holding.kind, rows)


def lines_of(row: Mapping[str, Any], labels: Mapping[str, Any] | None = None) -> Lines:
    """Give a row as (label, value) in words; what is empty is left out."""
    named = labels or {}
    return [
        (str(named.get(name) or _plain(name)), words_of(value))
        for name, value in row.items()
        if value is not None and value != "" and value != []
    ]


def words_of(value: Any) -> str:
    """Give a JSON value in words: days and moments as people write them."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(words_of(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{label}: {words}" for label, words in lines_of(value))
    return _as_date(value) if isinstance(value, str) else str(value)


def _as_date(text: str) -> str:
    try:
        if _DAY.fullmatch(text):
            return date_format(date.fromisoformat(text), "j F Y")
        if _MOMENT.fullmatch(text):
            return date_format(datetime.fromisoformat(text), "j F Y, H:i")
    except ValueError:
        pass  # looks like a day and is none: a text of its owner
    return text


def _plain(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").strip().capitalize()


def page_of(entry: Opened) -> Page:
    """Give an opened page in words: those of its room, else field by field."""
    kind = kinds.find(entry.kind)
    if kind is not None:
        try:
            said = kind.readable(entry)
        except Exception as problem:  # noqa: BLE001 - an odd page must not keep the others away
            # The text of the problem may hold what was written.
            _log.error("A page of the kind %s has no words: %s", kind.name, type(problem).__name__)
        else:
            on = date_format(said.on, "j F Y") if said.on else ""
            return _titled(said.title, on, [("", text) for text in said.paragraphs if text], entry)
    return _field_by_field(entry)


def _field_by_field(entry: Opened) -> Page:
    header = {name: value for name, value in entry.header.items() if name not in _HIDDEN}
    on = words_of(str(entry.header.get("on") or ""))
    parts = lines_of(header) + lines_of(entry.body)
    return _titled(str(entry.header.get("title") or ""), on, parts, entry)


def _titled(title: str, on: str, parts: Lines, entry: Opened) -> Page:
    """Give a page that has a heading in any case: its title, else its day, else its kind."""
    return Page(title, on, parts) if title else Page(on or _plain(entry.kind), "", parts)


def chapters_of(entries: list[Opened]) -> list[Chapter]:
    """Give opened pages by kind, in the order in which rooms have named their kinds."""
    order = {kind.name: str(kind.words) for kind in kinds.known()}
    for entry in entries:
        order.setdefault(entry.kind, _plain(entry.kind))
    chapters = (
        Chapter(words, [page_of(entry) for entry in entries if entry.kind == name])
        for name, words in order.items()
    )
    return [chapter for chapter in chapters if chapter.pages]


def pages_of(vault: Vault) -> Pages:
    """Open all pages of a member."""
    messages, unreadable = vault.messages()
    try:
        return Pages(vault.entries(bodies=True) + messages, len(vault.damaged()) + unreadable)
    except Unreadable:
        lost = Entry.objects.filter(owner=vault.owner).count()
        return Pages(messages, lost + unreadable)


def shared_pages(vault: Vault) -> list[Page]:
    """Give what others opened to this member; nothing where the own keys were altered."""
    try:
        pages = [page_of(each) for each in vault.shared_with_me(bodies=True)]
    except Unreadable:
        return []
    # What only says who opened which page to whom is none itself.
    return [page for page in pages if page.parts]


def sealed_size(vault: Vault) -> int:
    """Give how many bytes all pages of a member are, sealed."""
    pages = Entry.objects.filter(owner=vault.owner).aggregate(size=Sum(Length("body")))
    messages = Message.objects.filter(author=vault.owner).aggregate(size=Sum(Length("sealed")))
    return (pages["size"] or 0) + (messages["size"] or 0)


def waiting_forms(key: AccountKey) -> list[list[tuple[str, str]]]:
    """Give the fields of forms that were kept for a member while their pages were locked."""
    try:
        return [kept["fields"] for _row, kept in keeping.kept_forms(key)]
    except Unreadable:
        return []
