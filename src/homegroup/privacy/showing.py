"""What is held, in words for its owner: rows as lines, sealed pages opened."""

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
from homegroup.vault.models import Entry
from homegroup.vault.vaults import Opened, Vault

Lines = list[tuple[str, str]]
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
    """A page that its owner wrote, opened: heading, day ("" if none) and its parts."""

    title: str
    on: str
    parts: Lines


@dataclass(frozen=True)
class Pages:
    """All pages of a member, newest first. `unreadable` counts what does not open.

    `readable` is False where the sealed list itself was changed from outside: nothing opens then.
    """

    opened: list[Opened]
    unreadable: int = 0
    readable: bool = True


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
    """Give an opened page in words."""
    header = {name: value for name, value in entry.header.items() if name not in _HIDDEN}
    title = str(entry.header.get("title") or "") or _plain(entry.kind)
    on = words_of(str(entry.header.get("on") or ""))
    return Page(title, on, lines_of(header) + lines_of(entry.body))


def pages_of(vault: Vault, *, bodies: bool = False) -> Pages:
    """Open all pages of a member; a list without bodies is lighter."""
    try:
        return Pages(vault.entries(bodies=bodies), len(vault.damaged()))
    except Unreadable:
        count = Entry.objects.filter(owner=vault.owner).count()
        return Pages([], count, readable=False)


def shared_pages(vault: Vault) -> list[Page]:
    """Give what others opened to this member, without the bodies; nothing where keys fail."""
    try:
        return [page_of(each) for each in vault.shared_with_me()]
    except Unreadable:
        return []


def sealed_size(vault: Vault) -> int:
    """Give how many bytes all pages of a member are, sealed."""
    size = Entry.objects.filter(owner=vault.owner).aggregate(size=Sum(Length("body")))["size"]
    return size or 0


def waiting_forms(key: AccountKey) -> list[list[tuple[str, str]]]:
    """Give the fields of forms that were kept for a member while their pages were locked."""
    try:
        return [kept["fields"] for _row, kept in keeping.kept_forms(key)]
    except Unreadable:
        return []
