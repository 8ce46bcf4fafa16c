"""The time zone of a meeting: what its row says, else the list's, its place's or the home's."""

import re
import zoneinfo
from functools import cache, lru_cache

import tzfpy

from homegroup.core.text import fold

_FAMILIES = (
    (re.compile(r"e[sd]?t|eastern( (standard|daylight|time).*)?"), "America/New_York"),
    (re.compile(r"c[sd]?t|central( (standard|daylight|time).*)?"), "America/Chicago"),
    (re.compile(r"m[sd]?t|mountain( (standard|daylight|time).*)?"), "America/Denver"),
    (re.compile(r"p[sd]?t|pacific( (standard|daylight|time).*)?"), "America/Los_Angeles"),
    (re.compile(r"ak[sd]?t|alaskan?( (standard|daylight|time).*)?"), "America/Anchorage"),
    (re.compile(r"hs?t|hawaii(an)?( (standard|time).*)?"), "Pacific/Honolulu"),
    (re.compile(r"utc|gmt|z|etc/(utc|gmt)"), "UTC"),
)
_AREAS = (
    "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/",
    "Indian/", "Pacific/",
)  # fmt: skip
_SHORTEST_PART = 4


@cache
def _zones() -> dict[str, str]:
    """All IANA names by their folded form."""
    return {_folded(name): name for name in zoneinfo.available_timezones() if name != "localtime"}


def _folded(text: str) -> str:
    return fold(text).replace(" ", "_")


@lru_cache(maxsize=2_000)
def zone_named(text: str) -> str | None:
    """Give the IANA name that a text means, or None.

    Takes IANA names in any case, the North American families (ET, Central Time...), and a part
    of a name that only one zone has ("New York").
    """
    folded = fold(text)
    for pattern, zone in _FAMILIES:
        if pattern.fullmatch(folded):
            return zone
    name = _folded(text)
    if name in _zones():
        return _zones()[name]
    if len(name) < _SHORTEST_PART:
        return None
    towns = {full for key, full in _zones().items() if key.rpartition("/")[2] == name}
    found = {zone for zone in towns if zone.startswith(_AREAS)} or {
        full for key, full in _zones().items() if name in key and full.startswith(_AREAS)
    }
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=20_000)
def zone_at(latitude: float, longitude: float) -> str | None:
    """Give the zone of a point on land, or None."""
    name = tzfpy.get_tz(longitude, latitude)
    if name.startswith("Etc/") and name != "Etc/UTC":
        return None
    return _zones().get(_folded(name)) if name else None
