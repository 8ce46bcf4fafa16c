"""The phone list of a group on paper; on each page stands who printed it, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.core import clock
from homegroup.core.typesetting import typeset
from homegroup.groups.models import Membership
from homegroup.messages.choices import LIST_DAYS
from homegroup.messages.queries.lists import Line


class Paper(TextChoices):
    """The sheet."""

    A4 = "a4", gettext_lazy("A4")
    LETTER = "us-letter", gettext_lazy("US Letter")


class Size(TextChoices):
    """The size of the letters."""

    NORMAL = "normal", gettext_lazy("Normal")
    LARGE = "large", gettext_lazy("Large print")


@dataclass(frozen=True)
class Options:
    """Paper and size of a print."""

    paper: Paper = Paper.A4
    size: Size = Size.NORMAL

    @classmethod
    def read(cls, query: QueryDict) -> "Options":
        """Give what an address says; what it does not say as usual."""
        paper, size = query.get("paper", ""), query.get("size", "")
        return cls(
            Paper(paper) if paper in Paper.values else Paper.A4,
            Size(size) if size in Size.values else Size.NORMAL,
        )


def pdf_of(lines: Sequence[Line], me: Membership, options: Options, *, zone: ZoneInfo) -> bytes:
    """Give the list as PDF, marked for its reader. Raises NotPrinted."""
    now = clock.now()
    day = date_format(clock.today(zone), "j F Y")
    data = {
        "paper": options.paper.value,
        "size": 18 if options.size == Size.LARGE else 12,
        "title": _("People to call"),
        "mark": _("Printed by %(name)s, %(day)s. Do not copy.") % {"name": me.name, "day": day},
        "about": _(
            "Ask first: “Is this a good time?” Keep this sheet to yourself, and do not copy or "
            "photograph it. Destroy it when there is a new one, after %d days at the latest."
        ) % LIST_DAYS.days,
        "rows": [
            {"name": line.member.name, "number": line.number, "hours": line.hours}
            for line in lines
        ],
        "empty": _("Nobody stands on the list."),
        "page_of": _("Page {n} of {m}"),
    }  # fmt: skip
    return typeset(Path(__file__).with_name("phone_list.typ"), data, at=now)
