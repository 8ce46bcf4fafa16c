"""Reads over what is open to whom: the readers of a page, and what others opened to me."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.http import Http404

from homegroup.moderation.access import blocked_by
from homegroup.recovery import queries
from homegroup.recovery.choices import Kind
from homegroup.recovery.companions import Companion
from homegroup.recovery.queries import Page
from homegroup.vault.vaults import Opened, Vault


@dataclass(frozen=True)
class Reader:
    """Somebody who can read a page: their id and name in the common group."""

    id: UUID
    name: str
    group: str


@dataclass(frozen=True)
class FromOther:
    """A page that somebody opened to the member, and their name in the common group."""

    page: Page
    name: str
    group: str


def readers_of(vault: Vault, page: UUID, companions: list[Companion]) -> list[Reader]:
    """Give who can read a page now; names as they stand, else as they were when it was opened."""
    open_to = {account.hex for account in vault.readers(page)}
    names = {each.id.hex: each.name for each in companions}
    return [
        Reader(UUID(body["to"]), names.get(body["to"]) or str(body["to_name"]), body["group"])
        for body in (note.body for note in vault.entries(Kind.SHOWN, bodies=True))
        if body["page"] == page.hex and body["account"] in open_to
    ]


def from_others(vault: Vault, companions: list[Companion]) -> list[FromOther]:
    """Give the pages that others opened to the member, newest first, without their texts."""
    unwanted = blocked_by(vault.owner)
    shared = [each for each in vault.shared_with_me(bodies=True) if each.owner not in unwanted]
    notes = [each for each in shared if each.kind == Kind.SHOWN]
    pages = [replace(queries.page_of(each), text="") for each in shared if each.kind == Kind.PAGE]
    return [_named(page, notes, companions) for page in queries.newest_first(pages)]


def from_other(vault: Vault, page: UUID, companions: list[Companion]) -> FromOther:
    """Give one such page with its text. Raises Http404 and Unreadable."""
    opened = vault.open_shared(page)
    if opened.kind != Kind.PAGE or opened.owner in blocked_by(vault.owner):
        raise Http404
    notes = vault.shared_with_me(Kind.SHOWN, bodies=True)
    return _named(queries.page_of(opened), notes, companions)


def _named(page: Page, notes: list[Opened], companions: list[Companion]) -> FromOther:
    """Give the page with the name of who wrote it; only their own note can tell it."""
    for note in notes:
        body = note.body
        if note.owner == page.owner and body["page"] == page.id.hex:
            names = {each.id.hex: each.name for each in companions}
            return FromOther(page, names.get(body["from"]) or str(body["from_name"]), body["group"])
    return FromOther(page, "", "")
