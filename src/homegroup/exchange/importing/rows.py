"""A row: the values of one object of a feed by field name, and what is to be said of them."""

from functools import lru_cache
from typing import Any

from homegroup.exchange.importing import plain
from homegroup.exchange.importing.problems import (
    NOTE,
    WARNING,
    Problem,
    RowRejected,
    quoted,
)

MOST_TEXT = 8_000  # signs of notes
MOST_SLUG = 255
_ALIASES = {
    "zip": "postal_code", "zip_code": "postal_code", "postcode": "postal_code",
    "meeting": "name", "location_name": "location", "start_time": "time", "type": "types",
    "time_zone": "timezone", "full_address": "formatted_address", "lat": "latitude",
    "lng": "longitude", "lon": "longitude", "long": "longitude", "province": "state",
    "entity_website_url": "entity_url",
}  # fmt: skip
_BLANKS = str.maketrans(dict.fromkeys(" -/:;,.", "_"))


@lru_cache(maxsize=2_000)
def field_name(key: str) -> str:
    """Give the field that a key means, whatever its case, blanks and hyphens."""
    name = "_".join(part for part in key.strip().lower().translate(_BLANKS).split("_") if part)
    return _ALIASES.get(name, name)


class Row:
    """One row. Reading a field never raises; what is dropped or cut is noted in `problems`.

    Raises RowRejected when made from something that is no object, or that has no slug.
    """

    __slots__ = ("number", "problems", "slug", "values")

    def __init__(self, number: int, data: Any) -> None:
        self.number = number
        self.slug = ""
        self.problems: list[Problem] = []
        if not isinstance(data, dict):
            raise RowRejected("", "This row is not an object with fields.")
        self.values: dict[str, Any] = {}
        for key, value in data.items():
            if value is not None and value != "":
                self.values.setdefault(field_name(key), value)
        self.slug = self._slug()

    def _slug(self) -> str:
        value = self.values.get("slug")
        if not value or isinstance(value, bool) or not isinstance(value, (str, int, float)):
            raise RowRejected("slug", "This row has no slug, by which a meeting is known again.")
        slug = plain.line(_scalar(value))
        if not slug:
            raise RowRejected("slug", "This row has no slug, by which a meeting is known again.")
        if len(slug) > MOST_SLUG:
            raise RowRejected("slug", f"The slug is longer than {MOST_SLUG} signs.")
        return slug

    def warn(self, field: str, message: str) -> None:
        """Say that something was dropped or guessed."""
        self.problems.append(Problem(self.number, self.slug, field, message, WARNING))

    def note(self, field: str, message: str) -> None:
        """Say something for information."""
        self.problems.append(Problem(self.number, self.slug, field, message, NOTE))

    def raw(self, field: str) -> Any:
        """Give the value as it came; None if it is missing, null or empty."""
        return self.values.get(field)

    def line(self, field: str, most: int) -> str:
        """Give a text on one line of at most `most` signs."""
        if field not in self.values:
            return ""
        return self._within(field, plain.line(self._text(field)), most)

    def text(self, field: str, most: int = MOST_TEXT) -> str:
        """Give a text that may have several lines."""
        if field not in self.values:
            return ""
        return self._within(field, plain.lines(self._text(field)), most)

    def _text(self, field: str) -> str:
        value = self.values[field]
        if isinstance(value, str):
            return value if len(value) <= plain.MOST_READ else value[: plain.MOST_READ]
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return _scalar(value)
        self.warn(field, "This is not text and was left out.")
        return ""

    def _within(self, field: str, text: str, most: int) -> str:
        if len(text) <= most:
            return text
        self.warn(field, f"Cut to {most} signs: {quoted(text)}.")
        return text[:most].rstrip()


def _scalar(value: str | float) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
