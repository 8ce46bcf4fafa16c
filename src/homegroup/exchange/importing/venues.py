"""Where: address, coordinates and regions of a row become a venue."""

import math
from functools import lru_cache
from typing import Any

from homegroup.core.text import fold
from homegroup.exchange.importing import addresses, plain
from homegroup.exchange.importing.addresses import Address
from homegroup.exchange.importing.problems import quoted
from homegroup.exchange.importing.rows import Row
from homegroup.meetings.listing import VenueSpec

_YES = {"yes", "y", "true", "1"}
_NO = {"no", "n", "false", "0"}
_MOST_DEPTH, _MOST_PATH = 4, 600
_PRECISION = 6  # decimals of a degree: a hand's breadth
_COORDINATES_OF_AREA = 4
_NOWHERE = Address()
_TELLING = (
    "location", "location_notes", "formatted_address", "address", "city", "state", "postal_code",
    "country", "latitude", "longitude", "coordinates", "approximate", "regions", "region",
    "sub_region", "sub_sub_region",
)  # fmt: skip
_MOST_REMEMBERED = 20_000
_read_before: dict[tuple[Any, ...], VenueSpec | None] = {}


def venue_of(row: Row) -> VenueSpec | None:
    """Give the venue of a row; None if it tells of no place at all.

    Many meetings share a place: what was read without a problem is remembered.
    """
    told = [row.values.get(name) for name in _TELLING]
    key = (*(tuple(each) if type(each) is list else each for each in told), *map(type, told))
    try:
        if key in _read_before:
            return _read_before[key]
    except TypeError:  # an object or a list of lists where a text belongs
        return _venue_read(row)
    problems = len(row.problems)
    venue = _venue_read(row)
    if len(row.problems) == problems:
        if len(_read_before) >= _MOST_REMEMBERED:
            _read_before.clear()
        _read_before[key] = venue
    return venue


def _venue_read(row: Row) -> VenueSpec | None:
    address, whole = _address(row)
    latitude, longitude, area = _point(row)
    name, regions, notes = row.line("location", 255), _regions(row), row.text("location_notes")
    if not (whole or name or regions or notes or latitude is not None):
        return None
    return VenueSpec(
        name=name,
        address=address.street[:255],
        city=address.city[:120],
        state=address.state[:120],
        postal_code=address.postal_code[:20],
        country=address.country[:80],
        formatted_address=whole,
        approximate=_approximate(row, whole, area=area),
        latitude=latitude,
        longitude=longitude,
        regions=regions,
        notes=notes,
    )


def _address(row: Row) -> tuple[Address, str]:
    """Give the parts and the whole of the address."""
    told = Address(
        street=row.line("address", 255),
        city=row.line("city", 120),
        state=row.line("state", 120),
        postal_code=row.line("postal_code", 20),
        country=row.line("country", 80),
    )
    whole = row.line("formatted_address", 400)
    if not whole and told == Address(street=told.street):
        whole, told = told.street, _NOWHERE
    if whole:
        read = addresses.taken_apart(whole)
        return (told.or_else(read) if told != _NOWHERE else read), whole
    country = addresses.country_named(told.country) or told.country
    inferred = addresses.country_of_state(told.state) if len(told.state) == 2 else ""
    told = Address(told.street, told.city, told.state, told.postal_code, country or inferred)
    return told, told.one_line[:400]


def _approximate(row: Row, whole: str, *, area: bool | None) -> bool:
    if area is not None:
        return area
    value = row.raw("approximate")
    folded = str(value).strip().lower()[:10]
    if value is not None and folded not in _YES and folded not in _NO:
        row.warn("approximate", f"{quoted(value)} is neither yes nor no.")
    elif value is not None:
        return folded in _YES
    return addresses.is_approximate(whole)


def _point(row: Row) -> tuple[float | None, float | None, bool | None]:
    """Give latitude, longitude and whether they stand for an area (None: not told).

    `coordinates` with two numbers is a point, with four the corners of an area.
    """
    numbers = _coordinates(row)
    if len(numbers) == _COORDINATES_OF_AREA:
        south, west, north, east = numbers
        return *_on_earth(row, (south + north) / 2, (west + east) / 2), True
    if numbers:
        return *_on_earth(row, *numbers), False
    latitude, longitude = _degrees(row, "latitude"), _degrees(row, "longitude")
    return *_on_earth(row, latitude, longitude), None


def _coordinates(row: Row) -> list[float]:
    value = row.raw("coordinates")
    if value is None:
        return []
    items = value if isinstance(value, list) else str(value)[:200].split(",")
    numbers = [number for item in items if (number := _number(item)) is not None]
    if len(numbers) == len(items) and len(numbers) in {2, _COORDINATES_OF_AREA}:
        return numbers
    row.warn("coordinates", f"{quoted(value)} is not read: two or four numbers belong here.")
    return []


def _degrees(row: Row, field: str) -> float | None:
    value = row.raw(field)
    if value is None:
        return None
    number = _number(value)
    if number is None:
        row.warn(field, f"{quoted(value)} is no number of degrees.")
    return number


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _on_earth(
    row: Row, latitude: float | None, longitude: float | None
) -> tuple[float | None, float | None]:
    """Give both or neither; 0, 0 counts as missing."""
    if latitude is None or longitude is None:
        if latitude or longitude:
            row.warn("latitude", "Latitude and longitude need each other; left out.")
        return None, None
    if not latitude and not longitude:
        return None, None
    if abs(latitude) > 90 or abs(longitude) > 180:
        row.warn("latitude", f"{latitude}, {longitude} is not on earth; left out.")
        return None, None
    return round(latitude, _PRECISION), round(longitude, _PRECISION)


def _regions(row: Row) -> tuple[str, ...]:
    """Give the names from general to specific."""
    value = row.raw("regions")
    if isinstance(value, str):
        items = value.split(">")
    elif isinstance(value, list):
        items = [item for item in value if isinstance(item, str)]
        if len(items) < len([item for item in value if item is not None]):
            row.warn("regions", "Some of the regions are not text and were left out.")
    else:
        items = []
    names = [name for item in items if (name := _name(item[: plain.MOST_READ]))]
    if not names:
        levels = ("region", "sub_region", "sub_sub_region")
        names = [name for level in levels if (name := row.line(level, 120))]
    return _within_limits(tuple(names))


@lru_cache(maxsize=5_000)
def _name(text: str) -> str:
    return plain.line(text)[:120].strip()


@lru_cache(maxsize=5_000)
def _within_limits(names: tuple[str, ...]) -> tuple[str, ...]:
    """Give as many levels as a region's path can hold."""
    kept = [name for name in names if fold(name)][:_MOST_DEPTH]
    while kept and len("/".join(fold(name) for name in kept)) > _MOST_PATH:
        kept.pop()
    return tuple(kept)
