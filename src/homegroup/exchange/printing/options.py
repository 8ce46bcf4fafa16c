"""How somebody wants a list on paper, read from an address."""

from dataclasses import dataclass
from typing import Self, TypeVar

from django.conf import settings
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

Choice = TypeVar("Choice", bound=TextChoices)
OWN = ("by", "size", "fold", "paper", "strips", "after")
"""The parameters that are about paper (or a page of results), not about the search."""


class By(TextChoices):
    """What a list is sorted by."""

    DAY = "day", _("By day")
    PLACE = "place", _("By place")


class Size(TextChoices):
    """How large it is printed."""

    NORMAL = "normal", _("Normal")
    LARGE = "large", _("Large print")


class Paper(TextChoices):
    """The sheet in the printer."""

    A4 = "a4", _("A4")
    LETTER = "letter", _("Letter (US)")


@dataclass(frozen=True)
class Options:
    """How a list or a poster is printed. `fold`: as a booklet; `strips`: to tear off."""

    by: By = By.DAY
    size: Size = Size.NORMAL
    paper: Paper = Paper.A4
    fold: bool = False
    strips: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Read them from an address; what makes no sense is as if it were not there."""
        usual = Paper.LETTER if settings.DISTANCE_UNIT == "mi" else Paper.A4
        return cls(
            by=_chosen(By, query.get("by"), By.DAY),
            size=_chosen(Size, query.get("size"), Size.NORMAL),
            paper=_chosen(Paper, query.get("paper"), usual),
            fold=query.get("fold") == "1",
            strips=query.get("strips") == "1",
        )


def _chosen(choices: type[Choice], value: str | None, usual: Choice) -> Choice:
    return choices(value) if value in choices.values else usual


def search_query(query: QueryDict) -> QueryDict:
    """Give the search in an address without what is about paper."""
    search = query.copy()
    for name in OWN:
        search.pop(name, None)
    return search
