"""What somebody has begun to say and not shared: one sealed entry for each place where one writes.

A place is a group (a share) or a share (an answer), told as "new:<group's key>", "answer:<id>".
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.core.text import first_line
from homegroup.groups.models import Group
from homegroup.support.models import Share
from homegroup.vault import kinds
from homegroup.vault.kinds import Readable
from homegroup.vault.vaults import Opened, Vault

KIND = "words-begun"
MOST = 20
LONGEST_FIRST = 60  # letters of the beginning that lists show


@dataclass(frozen=True)
class Draft:
    """What was begun at a place; `typed` is what its form starts with, `form` its once-key."""

    id: UUID
    place: str
    first: str
    address: str
    form: str
    typed: dict[str, Any]


def place_of_new(group: Group) -> str:
    """Give the place of a group's next share."""
    return f"new:{group.key}"


def place_of_answer(share: Share) -> str:
    """Give the place of an answer to a share."""
    return f"answer:{share.pk}"


def all_of(vault: Vault, *, bodies: bool = False) -> list[Draft]:
    """Give all that a member has begun."""
    return [_draft(each) for each in vault.entries(KIND, bodies=bodies)]


def at_place(vault: Vault, place: str) -> Draft | None:
    """Give what was begun at a place."""
    return next((each for each in all_of(vault, bodies=True) if each.place == place), None)


def header_of(place: str, text: str, address: str, form: UUID) -> dict[str, str]:
    """Give the sealed header of a draft."""
    return {"place": place, "first": first_line(text, LONGEST_FIRST), "address": address,
            "form": str(form)}  # fmt: skip


def _draft(opened: Opened) -> Draft:
    told = opened.header
    return Draft(opened.id, str(told.get("place", "")), str(told.get("first", "")),
                 str(told.get("address", "")), str(told.get("form", "")),
                 opened.body)  # fmt: skip


def _readable(opened: Opened) -> Readable:
    paragraphs = str(opened.body.get("text", "")).split("\n\n")
    return Readable(_("You had begun"), None, paragraphs)


def register() -> None:
    """Let the export know what this room seals."""
    kinds.register(kinds.Kind(KIND, gettext_lazy("What you began to share"), _readable))
