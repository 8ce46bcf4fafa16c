"""Addresses as strict readers want them (interop.md 1.2, 1.3).

A precise place has at least four comma-separated parts: with fewer, readers that do not look at
`approximate` take it for an area and hide the meeting. What is missing is added from the venue's
own parts, its region and the country; nothing is made up. An area is town, state and country.
"""

from functools import cache
from importlib import resources

from homegroup.core.text import fold
from homegroup.meetings.choices import Attendance
from homegroup.meetings.models import Meeting
from homegroup.places.models import Venue

PRECISE_PARTS = 4
_ONLINE = "Online"
# What the field writes, where that differs from the tables of the time zone database.
_COUNTRY_NAMES = {"US": "USA", "GB": "United Kingdom", "TR": "Türkiye", "KR": "South Korea"}
_SAME = {"us": "usa", "united states": "usa", "united states of america": "usa",
         "uk": "united kingdom", "england": "united kingdom", "scotland": "united kingdom",
         "wales": "united kingdom", "northern ireland": "united kingdom"}  # fmt: skip


def is_approximate(meeting: Meeting) -> bool:
    """Whether the address of a meeting only tells an area."""
    venue = meeting.venue
    if meeting.attendance == Attendance.ONLINE or venue is None:
        return True
    return venue.approximate or not (venue.formatted_address or venue.address)


def formatted_address(meeting: Meeting, regions: tuple[str, ...]) -> str:
    """Give the address to tell, never empty; an area when `is_approximate`."""
    parts: list[str]
    if meeting.venue and not is_approximate(meeting):
        parts = _precise(meeting.venue, regions, meeting.time_zone)
    else:
        parts = _area(meeting, regions)
    return ", ".join(parts)


def _precise(venue: Venue, regions: tuple[str, ...], zone_name: str) -> list[str]:
    parts = _split(venue.formatted_address) or _split(venue.address)
    state = " ".join(part for part in (venue.state, venue.postal_code) if part)
    if not venue.formatted_address:
        parts += [part for part in (venue.city, state) if part and not _has(parts, part)]
    if len(parts) >= PRECISE_PARTS:
        return parts
    country = venue.country or country_of_zone(zone_name)
    if country and not _has(parts, country):
        parts.append(country)
    for extra in (venue.city, state, *reversed(regions)):
        if len(parts) < PRECISE_PARTS and extra and not _has(parts, extra):
            parts.insert(-1 if len(parts) > 1 else len(parts), extra)
    if len(parts) < PRECISE_PARTS and venue.name and not _has(parts, venue.name):
        parts.insert(0, venue.name.replace(",", " "))
    return parts


def _area(meeting: Meeting, regions: tuple[str, ...]) -> list[str]:
    venue = meeting.venue
    if venue:
        known = [part for part in (venue.city, venue.state, venue.country) if part]
        if venue.city:
            return known
        parts = _split(venue.formatted_address)
        if parts:
            return parts if len(parts) < PRECISE_PARTS else parts[1:]
        if known:
            return known
    if regions:
        return list(reversed(regions))
    zone, country = meeting.time_zone, country_of_zone(meeting.time_zone)
    return [zone.rsplit("/", 1)[-1].replace("_", " "), country] if country else [_ONLINE]


def _split(address: str) -> list[str]:
    return [part.strip() for part in address.split(",") if part.strip()]


def _has(parts: list[str], wanted: str) -> bool:
    """Whether an address tells this already, alone or beside a postal code."""
    key = _same(wanted)
    return any(key == _same(part) or f" {key} " in f" {_same(part)} " for part in parts)


def _same(text: str) -> str:
    folded = fold(text).replace(".", "")
    return _SAME.get(folded, folded)


@cache
def _countries_by_zone() -> dict[str, str]:
    """The country of each zone of the time zone database's zone.tab, in English."""
    folder = resources.files("tzdata") / "zoneinfo"
    names = dict(_rows((folder / "iso3166.tab").read_text(encoding="utf-8"), 0, 1)) | _COUNTRY_NAMES
    zones = _rows((folder / "zone.tab").read_text(encoding="utf-8"), 2, 0)
    return {zone: names[code] for zone, code in zones}


def _rows(table: str, first: int, second: int) -> list[tuple[str, str]]:
    lines = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return [(line[first], line[second]) for line in lines if len(line) > max(first, second)]


def country_of_zone(zone_name: str) -> str:
    """Give the English name of the country that a zone lies in, "" if it lies in none."""
    return _countries_by_zone().get(zone_name, "")
