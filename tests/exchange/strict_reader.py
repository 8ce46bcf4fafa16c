"""A small model of how TSML UI reads a feed (interop.md 1.3, 1.4), written from that page alone.

`read` gives the meetings it keeps, by slug. It raises where the real one fails to load at all.
"""

import math
import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

ZONES = available_timezones()
HOSTS = [
    "bluejeans.com", "discord.gg", "freeconference.com", "freeconferencecall.com", "goto.com",
    "gotomeet.me", "gotomeeting.com", "horizon.meta.com", "maps.secondlife.com",
    "meet.google.com", "meet.jit.si", "meetings.dialpad.com", "signal.group", "skype.com",
    "slurl.com", "teams.live.com", "teams.microsoft.com", "vrchat.com", "webex.com", "zoho.com",
    "zoom.us",
]  # fmt: skip
TEXTS = ("city", "venmo", "conference_phone", "url", "conference_url", "name", "notes")


@dataclass
class Kept:
    online: bool
    in_person: bool
    types: list[str]
    day: int | None
    start: str
    updated: str

    @property
    def active(self) -> bool:
        return self.online or self.in_person


def read(feed: Any) -> dict[str, Kept]:
    if not isinstance(feed, list) or not feed:
        raise ValueError("loading error")
    kept: dict[str, Kept] = {}
    for row in feed:
        _explode(row)
        if not row.get("slug") or row["slug"] in kept or not _address(row):
            continue
        timed = "day" in row or "time" in row
        if timed and row.get("timezone") not in ZONES:
            continue
        kept[row["slug"]] = _kept(row)
    return kept


def _explode(row: dict[str, Any]) -> None:
    """What makes the entire list fail, or is silently wrong."""
    for name in TEXTS:
        if name in row and not isinstance(row[name], str):
            raise TypeError(f"{name} is not text")
    if any(value is None for value in row.values()):
        raise TypeError("null")
    if ("day" in row) != ("time" in row):
        raise ValueError("half a time")
    for name, readable in READABLE.items():
        if name in row and not readable(row[name]):
            raise TypeError(f"{name}: {row[name]!r}")


def _time(value: Any) -> bool:
    return re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value) is not None


def _link(value: Any) -> bool:
    return re.match(r"https?://[^/\s]+", value) is not None


def _number(value: Any) -> bool:
    return type(value) in {int, float} and not math.isnan(value)


def _codes(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(x, str) and x.strip() for x in value)


READABLE = {
    "day": lambda value: type(value) is int and 0 <= value <= 6,
    "time": _time,
    "end_time": _time,
    "conference_url": lambda value: value.count("/") >= 2,
    "types": _codes,
    "regions": _codes,
    "website": _link,
    "entity_url": _link,
    "latitude": _number,
    "longitude": _number,
}


def _address(row: dict[str, Any]) -> str:
    parts = [row.get("address"), row.get("city"), row.get("state"), row.get("country")]
    return row.get("formatted_address") or ", ".join(part for part in parts if part)


def _kept(row: dict[str, Any]) -> Kept:
    online = False
    if "conference_url" in row:
        online = any(row["conference_url"].split("/")[2].endswith(host) for host in HOSTS)
    if "conference_phone" in row:
        online = online or len(re.sub(r"[^\d,+#]", "", row["conference_phone"])) >= 10
    if "approximate" in row:
        approximate = str(row["approximate"]).lower() == "yes"
    else:
        approximate = len(_address(row).split(",")) < 4
    types = [code.strip() for code in row.get("types", [])]
    updated = row.get("updated", "")
    return Kept(
        online=online,
        in_person=not approximate and "TC" not in types,
        types=types,
        day=row.get("day"),
        start=row.get("time", ""),
        updated=updated if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", updated) else "",
    )
