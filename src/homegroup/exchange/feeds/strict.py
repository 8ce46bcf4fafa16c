"""The last look at a Meeting Guide row: one bad row can blank a reader's whole page.

The rules are those of the strictest readers known (interop.md 1.2 to 1.4).
"""

import re
from collections.abc import Callable
from typing import Any

from homegroup.core.zones import zone_names
from homegroup.exchange.feeds.joining import dialled, provider_of, web_address

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_UPDATED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _address(value: object) -> bool:
    return isinstance(value, str) and web_address(value) == value


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(_text(each) for each in value)


def _between(low: float, high: float) -> Callable[[object], bool]:
    return lambda value: type(value) in {int, float} and low <= value <= high  # type: ignore[operator]


def _like(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "slug": _like(_SLUG),
    "day": lambda value: type(value) is int and 0 <= value <= 6,
    "time": _like(_TIME),
    "end_time": _like(_TIME),
    "timezone": lambda value: value in zone_names(),
    "approximate": lambda value: value in {"yes", "no"},
    "latitude": _between(-90, 90),
    "longitude": _between(-180, 180),
    "types": _texts,
    "regions": _texts,
    "conference_url": lambda value: _address(value) and bool(provider_of(value)),
    "conference_phone": lambda value: isinstance(value, str) and dialled(value) == value,
    "website": _address,
    "entity_url": _address,
    "url": _address,
    "feedback_url": _address,
    "updated": _like(_UPDATED),
    "venmo": _like(re.compile(r"@[\w-]+")),
    "square": _like(re.compile(r"\$[\w-]+")),
    "paypal": _like(re.compile(r"[A-Za-z0-9]{1,20}")),
    "homegroup_online": _like(re.compile(r"[A-Za-z0-9_-]+")),
}
OPTIONAL = frozenset({"venmo", "square", "paypal", "homegroup_online", "website", "entity_url"})
REQUIRED = ("slug", "name", "timezone", "formatted_address", "approximate")


def problem_of(row: dict[str, Any]) -> str:
    """Give what is wrong with a row, "" when a strict reader keeps it.

    Details that readers can do without are taken out of the row instead.
    """
    for name in OPTIONAL & row.keys():
        if not _CHECKS[name](row[name]):
            del row[name]
    missing = [name for name in REQUIRED if name not in row]
    if missing:
        return f"{missing[0]}: missing"
    if ("day" in row) != ("time" in row):
        return "day: without a time, or the other way round"
    bad = [name for name, value in row.items() if not _CHECKS.get(name, _text)(value)]
    return f"{bad[0]}: not readable" if bad else ""
