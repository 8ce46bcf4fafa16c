"""Situations: evenings, pay day, telling the family. They ship as packs; groups add their own.

A situation is told by its key: the id that it has in its pack, or the id of a group's own row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from homegroup.packs import shipped
from homegroup.packs.head import Head, Part, Slug, Told
from homegroup.packs.registry import PackKind, register
from homegroup.wisdom.choices import LONGEST_LABEL
from homegroup.wisdom.models import OwnSituation

KIND = "situations"
FOLDER = Path(__file__).parent / "packs" / "situations"


class Shipped(Part):
    """A situation of a pack: its label, and the question that people answer."""

    id: Slug
    label: Told[Annotated[str, Field(min_length=1, max_length=LONGEST_LABEL)]]
    question: Told[Annotated[str, Field(min_length=1, max_length=160)]]


class Situations(Head):
    """Situations that belong together. Ids are unique over all packs."""

    order: Annotated[int, Field(ge=0, le=999)] = 100
    situations: Annotated[list[Shipped], Field(min_length=1, max_length=60)]


@dataclass(frozen=True)
class Situation:
    """A situation in the reader's language; `part` is the heading under which it stands."""

    key: str
    label: str
    question: str
    part: str


def register_kind() -> None:
    """Let packs of situations be read."""
    kind = PackKind(KIND, model=Situations, folder=FOLDER, title=gettext_lazy("Situations"))
    register(kind)


def shipped_ones(language: str = "") -> dict[str, Situation]:
    """Give those of packs by key, in the reader's language or the one asked for."""
    packs = [shelf.best(language).content for shelf in shipped.packs(KIND).values()]
    known = [pack for pack in packs if isinstance(pack, Situations)]
    return {
        each.id: Situation(each.id, each.label, each.question, pack.title)
        for pack in sorted(known, key=lambda pack: (pack.order, pack.slug))
        for each in pack.situations
    }


def languages() -> list[str]:
    """Give the codes of the languages that have situations."""
    return sorted({code for shelf in shipped.packs(KIND).values() for code in shelf.packs})


def with_own(rows: Iterable[OwnSituation]) -> dict[str, Situation]:
    """Give those of packs, and after them these of groups, by key."""
    return shipped_ones() | {str(row.pk): of_row(row) for row in rows}


def of_row(row: OwnSituation) -> Situation:
    """Give a group's own situation as all others."""
    part = row.group.name if row.group else _("Also here")
    return Situation(str(row.pk), row.label, _("What helped you: %s?") % row.label, part)


def by_part(known: Iterable[Situation]) -> dict[str, list[Situation]]:
    """Give situations under their headings, in their order."""
    parts: dict[str, list[Situation]] = {}
    for each in known:
        parts.setdefault(each.part, []).append(each)
    return parts
