"""What is wrong with a pack: every problem with its file, line and column, in a plain sentence."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homegroup.core.errors import HouseError


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands in a file; lines and columns count from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. `path` are the names and numbers that lead to it in the head."""

    message: str
    place: Place = Place()
    path: tuple[str | int, ...] = ()
    file: str = ""

    @property
    def line(self) -> int:
        """The line in the file, from 1."""
        return self.place.line

    @property
    def column(self) -> int:
        """The column in that line, from 1."""
        return self.place.column

    def __str__(self) -> str:
        where = _("Line %(line)d, column %(column)d") % {"line": self.line, "column": self.column}
        return f"{f'{self.file}: ' if self.file else ''}{where}: {self.message}"

    def told(self) -> dict[str, str | int]:
        """Give it as JSON-ready values."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "message": self.message,
        }


class PackError(HouseError):
    """A pack that cannot be used. `problems` are all that were found, in the order of lines."""

    status = 422

    def __init__(self, problems: Iterable[Problem], *, field: str = "text") -> None:
        self.problems = tuple(sorted(problems, key=lambda each: (each.file, each.place)))
        first, more = self.problems[0], len(self.problems) - 1
        others = ngettext("%d more line needs a look.", "%d more lines need a look.", more) % more
        super().__init__(f"{first} {others}" if more else str(first), field=field)
