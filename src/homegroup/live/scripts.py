"""The chair's script on paper: the whole meeting to read from, in normal and in large print."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from homegroup.core.markdown import printed
from homegroup.core.typesetting import typeset
from homegroup.live import showing_formats
from homegroup.live.formats import Step, guidance_for, timeline
from homegroup.live.formats.schema import Format

SHEETS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Width and height of a sheet in mm."""


@dataclass(frozen=True)
class Paper:
    """How somebody wants the script: the sheet, and whether in large print."""

    sheet: str = "a4"
    is_large: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Read it from an address; what makes no sense is as if it were not there."""
        usual = "letter" if settings.DISTANCE_UNIT == "mi" else "a4"
        asked = query.get("paper", "")
        return cls(asked if asked in SHEETS else usual, query.get("size") == "large")


def script_of(agenda: Format, paper: Paper, *, group: str, at: datetime) -> bytes:
    """Give the script of a format as PDF, in the format's language. Raises NotPrinted."""
    with translation.override(agenda.language):
        data = script_data(agenda, paper, group=group)
        return typeset(Path(__file__).with_name("script.typ"), data, at=at)


def script_data(agenda: Format, paper: Paper, *, group: str) -> dict[str, Any]:
    """Give what `script.typ` reads: texts, blocks of words, sizes."""
    return {
        "page": SHEETS[paper.sheet],
        "size": 19 if paper.is_large else 12,
        "margin": 16 if paper.is_large else 20,
        "title": agenda.title,
        "group": group,
        "length": showing_formats.length_in_words(agenda),
        "about": showing_formats.about_in_words(agenda),
        "roles_heading": _("Who does what today"),
        "roles": [_role(agenda, number) for number in range(len(agenda.roles))],
        "parts": [_part(agenda, step, paper) for step in timeline(agenda)],
        "advice": printed(agenda.body),
        "advice_heading": _("Before you begin"),
        "difficult_heading": _("When it gets difficult"),
        "difficult": [
            {
                "title": each.title,
                "do": printed(each.do),
                "say": printed(each.say),
                "urgent": each.urgent,
            }
            for each in guidance_for(agenda)
        ],
        "page_of": _("%(page)s of %(last)s") % {"page": "{n}", "last": "{m}"},
    }


def _role(agenda: Format, number: int) -> dict[str, str]:
    role = agenda.roles[number]
    return {"name": str(role.id.label), "does": role.does}


def _part(agenda: Format, step: Step, paper: Paper) -> dict[str, Any]:
    item = step.item
    reading = item.reading
    letters = len(item.words) + len(item.note) + len(reading.text if reading else "")
    return {
        "is_long": letters > (500 if paper.is_large else 1_500),
        "minutes": f"{step.starts}–{step.ends}" if not agenda.days else _("Day %d") % item.day,
        "title": item.title,
        "who": str(item.who.label),
        "optional": _("may be left out") if item.optional else "",
        "words": printed(item.words),
        "note": printed(item.note),
        "rules": showing_formats.rules_in_words(agenda, item),
        "place": reading.what if reading else "",
        "reading": printed(reading.text) if reading else [],
        "source": reading.source if reading else "",
    }
