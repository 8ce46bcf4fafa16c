"""The prompt of the day: one question for all, that day, in each language that has any.

The house's own ship as packs (`packs/prompts/`); a site adds its own, changes those or leaves some
out (`models.Prompt`). A round goes through all in an order of its own before one comes again.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from django.utils.translation import get_language, gettext_lazy
from pydantic import Field

from homegroup.packs import shipped
from homegroup.packs.head import Head, Part, Slug, Told
from homegroup.packs.registry import PackKind, register
from homegroup.stories.choices import LONGEST_PROMPT
from homegroup.stories.models import Prompt

KIND = "prompts"
FOLDER = Path(__file__).parent / "packs" / "prompts"
LANGUAGE = "en"  # where there is none in the reader's


class Question(Part):
    """One prompt of a pack."""

    id: Slug
    text: Told[Annotated[str, Field(min_length=1, max_length=LONGEST_PROMPT)]]


class Prompts(Head):
    """A pack of prompts. Each language has its own: they need not be translations."""

    prompts: Annotated[list[Question], Field(min_length=1, max_length=400)]


@dataclass(frozen=True)
class Offered:
    """A prompt as it counts: `origin` is the pack's and its own id, "" for one of the site.

    `is_changed` where the site has put other words in the place of the house's.
    """

    key: str
    origin: str
    text: str
    is_off: bool = False
    is_changed: bool = False


def register_kind() -> None:
    """Let packs of prompts be read."""
    register(PackKind(KIND, model=Prompts, folder=FOLDER, title=gettext_lazy("Prompts")))


def shipped_in(language: str) -> list[tuple[str, str]]:
    """Give (origin, text) of the packs' prompts in one language."""
    found = []
    for slug, shelf in sorted(shipped.packs(KIND).items()):
        pack = shelf.packs.get(language)
        if pack and isinstance(pack.content, Prompts):
            found += [(f"{slug}/{each.id}", each.text) for each in pack.content.prompts]
    return found


def languages() -> list[str]:
    """Give the languages that have prompts: those of packs, and those that the site added."""
    known = {code for shelf in shipped.packs(KIND).values() for code in shelf.packs}
    return sorted(known | set(Prompt.objects.values_list("language", flat=True)))


def all_in(language: str) -> list[Offered]:
    """Give all prompts in one language, those left out as well."""
    own = list(Prompt.objects.filter(language=language))
    changed = {row.origin: row for row in own if row.origin}
    found = [_offered(origin, text, changed.get(origin)) for origin, text in shipped_in(language)]
    return found + [Offered(str(row.pk), "", row.text, row.is_off) for row in own if not row.origin]


def _offered(origin: str, text: str, row: Prompt | None) -> Offered:
    if row is None:
        return Offered(origin, origin, text)
    return Offered(origin, origin, row.text or text, row.is_off, is_changed=bool(row.text))


def of_day(day: date, language: str = "") -> str:
    """Give the prompt of a day in the reader's language, else in English; "" if there is none."""
    asked = (language or get_language() or LANGUAGE).split("-")[0]
    for code in (asked, LANGUAGE):
        usable = [each for each in all_in(code) if not each.is_off]
        if usable:
            return _turn(usable, day).text
    return ""


def _turn(usable: Iterable[Offered], day: date) -> Offered:
    known = list(usable)
    lap, at = divmod(day.toordinal(), len(known))
    mixed = sorted(known, key=lambda each: hashlib.sha256(f"{lap}|{each.key}".encode()).digest())
    return mixed[at]
