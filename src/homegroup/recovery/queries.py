"""Reads over a member's open vault: pages by month, what was begun, people, check-ins.

Each list opens the sealed headers once; texts are opened only where they are shown or searched.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404

from homegroup.core import sealing
from homegroup.core.phones import dialled
from homegroup.core.sealing import Unreadable
from homegroup.core.text import first_line
from homegroup.recovery.choices import LONGEST_FIRST, Kind
from homegroup.recovery.searching import Finder, Piece, folded, words_in
from homegroup.vault.vaults import Opened, Vault

MOST_FOUND = 50


@dataclass(frozen=True)
class Page:
    """A page of the journal. `text` is empty in lists; `made` orders the pages of one day."""

    id: UUID
    on: date
    first: str
    tags: tuple[str, ...]
    revision: int
    made: str = ""
    text: str = ""
    slot: str = ""
    owner: UUID | None = None
    excerpt: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Draft:
    """What somebody began to write, as typed. `page` is the page it would change, if any."""

    id: UUID
    slot: UUID
    page: UUID | None
    first: str
    made: str
    typed: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Month:
    """A month of a list: its first day, and how many things it holds."""

    first: date
    count: int


@dataclass(frozen=True)
class Person:
    """Somebody whom the member chose to call; numbers as they were typed."""

    id: UUID
    name: str
    numbers: tuple[str, ...]
    when: str = ""

    @property
    def calls(self) -> list[tuple[str, str]]:
        """Each number as it is shown, and as a link that dials it."""
        return [(number, f"tel:{dialled(number)}") for number in self.numbers]


@dataclass(frozen=True)
class CheckIn:
    """What somebody noted on one day: a line in the morning, a note in the evening."""

    on: date
    morning: str = ""
    evening: str = ""
    id: UUID | None = None
    revision: int = 0


# -- the journal -------------------------------------------------------------------------------


def page_of(opened: Opened) -> Page:
    """Give an opened entry as a page."""
    header, text = opened.header, str(opened.body.get("text", ""))
    return Page(
        id=opened.id,
        on=_day(header.get("on")),
        first=str(header.get("first") or first_line(text, LONGEST_FIRST)),
        tags=tuple(header.get("tags", ())),
        revision=opened.revision,
        made=str(header.get("made", "")),
        text=text,
        slot=str(header.get("slot", "")),
        owner=opened.owner,
    )


def _day(told: object) -> date:
    """Give the day of a header; what another room sealed without one stands at the very end."""
    try:
        return date.fromisoformat(str(told))
    except ValueError:
        return date(1970, 1, 1)


def page(vault: Vault, page: UUID) -> Page:
    """Give one of the member's own pages. Raises Http404 and Unreadable."""
    return page_of(_own(vault, page, Kind.PAGE))


def _own(vault: Vault, entry: UUID, kind: Kind) -> Opened:
    opened = vault.open(entry)
    if opened.kind != kind:
        raise Http404
    return opened


def page_of_slot(vault: Vault, slot: UUID) -> UUID | None:
    """Give the page that was written on the form with this slot, if it is still there."""
    told = slot.hex
    return next(
        (each.id for each in vault.entries(Kind.PAGE) if each.header.get("slot") == told), None
    )


def newest_first(pages: Iterable[Page]) -> list[Page]:
    """Give pages by day, and by when they were written within a day."""
    return sorted(pages, key=lambda page: (page.on, page.made), reverse=True)


def overview(vault: Vault) -> tuple[list[Page], list[Draft]]:
    """Give all pages, newest first, and what was begun; neither with its text."""
    entries = vault.entries()
    pages = [
        # Other rooms seal pages, too, without a first line in the header: those few are opened.
        page_of(each if each.header.get("first") else vault.open(each.id))
        for each in entries
        if each.kind == Kind.PAGE
    ]
    drafts = [draft_of(each) for each in entries if each.kind == Kind.DRAFT]
    return newest_first(pages), sorted(drafts, key=lambda draft: draft.made, reverse=True)


def find(vault: Vault, query: str) -> tuple[list[Page], int]:
    """Give the newest pages that hold all words of the query, with marks, and how many do."""
    finder = Finder(words_in(query))
    if not finder.words:
        return [], 0
    found = [
        page
        for page in map(page_of, vault.entries(Kind.PAGE, bodies=True))
        if finder.finds(f"{page.text}\n{' '.join(page.tags)}")
    ]
    shown = newest_first(found)[:MOST_FOUND]
    return [_with_excerpt(page, finder) for page in shown], len(found)


def _with_excerpt(page: Page, finder: Finder) -> Page:
    excerpt = finder.excerpt(page.text)
    return Page(**{**page.__dict__, "text": "", "excerpt": excerpt})


def months_of(days: Iterable[date]) -> list[Month]:
    """Give the months that hold these days, newest first."""
    counted: dict[date, int] = {}
    for day in days:
        counted[day.replace(day=1)] = counted.get(day.replace(day=1), 0) + 1
    return [Month(first, count) for first, count in sorted(counted.items(), reverse=True)]


def tag_key(owner: UUID, tag: str) -> str:
    """Give what stands for a tag in an address: twelve letters that tell nothing about it."""
    key = sealing.home_key("tags")
    return hmac.digest(key, owner.bytes + folded(tag).encode(), "sha256").hex()[:12]


def tags_of(pages: Iterable[Page], owner: UUID) -> dict[str, str]:
    """Give {key: tag} of all tags, in the order of the alphabet; the newest writing counts."""
    known: dict[str, str] = {}
    for each in pages:
        for tag in each.tags:
            known.setdefault(tag_key(owner, tag), tag)
    return dict(sorted(known.items(), key=lambda pair: folded(pair[1])))


def seal_query(owner: UUID, query: str) -> str:
    """Give what somebody looks for as a sealed text for the address of the results.

    What is in an address stays in the history of the device.
    """
    sealed = sealing.seal(sealing.home_key("looked-for"), query.encode(), context=owner.hex)
    return sealing.text(sealed)


def open_query(owner: UUID, told: str) -> str:
    """Give back what `seal_query` sealed; "" for what is nothing of this member's."""
    try:
        sealed = sealing.from_text(told)
        plain = sealing.unseal(sealing.home_key("looked-for"), sealed, context=owner.hex)
    except Unreadable:
        return ""
    return plain.decode()


# -- what was begun ----------------------------------------------------------------------------


def draft_of(opened: Opened) -> Draft:
    """Give an opened entry as a draft."""
    header = opened.header
    told = header.get("page")
    return Draft(
        id=opened.id,
        slot=UUID(header["slot"]),
        page=UUID(told) if told else None,
        first=str(header.get("first", "")),
        made=str(header.get("made", "")),
        typed=opened.body,
    )


def drafts(vault: Vault) -> list[Draft]:
    """Give what was begun and not kept, newest first, without the texts."""
    found = [draft_of(each) for each in vault.entries(Kind.DRAFT)]
    return sorted(found, key=lambda draft: draft.made, reverse=True)


def draft(vault: Vault, draft: UUID) -> Draft:
    """Give one thing that was begun, as typed. Raises Http404."""
    return draft_of(_own(vault, draft, Kind.DRAFT))


# -- people to call ----------------------------------------------------------------------------


def people_entry(vault: Vault) -> Opened | None:
    """Give the one entry that holds the people, opened; None before the first was chosen."""
    return next(iter(vault.entries(Kind.PEOPLE, bodies=True)), None)


def people_in(told: Iterable[dict[str, Any]]) -> list[Person]:
    """Give the people of a sealed list, in the member's own order."""
    return [
        Person(UUID(row["id"]), row["name"], tuple(row["numbers"]), row.get("when", ""))
        for row in told
    ]


def people(vault: Vault) -> list[Person]:
    """Give the people whom the member chose to call, in the member's own order."""
    entry = people_entry(vault)
    return people_in(entry.body["people"]) if entry else []


# -- check-in ----------------------------------------------------------------------------------


def check_in_of(opened: Opened) -> CheckIn:
    """Give an opened entry as a check-in."""
    body = opened.body
    return CheckIn(
        on=date.fromisoformat(opened.header["on"]),
        morning=str(body.get("morning", "")),
        evening=str(body.get("evening", "")),
        id=opened.id,
        revision=opened.revision,
    )


def check_in(vault: Vault, entry: UUID) -> CheckIn:
    """Give one of the member's own check-ins. Raises Http404."""
    return check_in_of(_own(vault, entry, Kind.CHECK_IN))


def check_in_on(vault: Vault, day: date, among: Iterable[Opened] | None = None) -> CheckIn:
    """Give what was noted on a day, empty where nothing was.

    `among` are entries of the vault that were listed already.
    """
    listed = vault.entries(Kind.CHECK_IN) if among is None else among
    told = day.isoformat()
    for each in listed:
        if each.kind == Kind.CHECK_IN and each.header.get("on") == told:
            return check_in(vault, each.id)
    return CheckIn(on=day)


def check_ins(vault: Vault) -> list[CheckIn]:
    """Give all check-ins with their words, newest first."""
    return [check_in_of(each) for each in vault.entries(Kind.CHECK_IN, bodies=True)]
