"""Rows of the two GeoNames formats: places (19 columns) and postcodes (12 columns)."""

import unicodedata
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from homegroup.places.choices import PlaceKind
from homegroup.places.distance import Point
from homegroup.places.models import Place

PLACE_COLUMNS, POSTCODE_COLUMNS = 19, 12
_NO_LONGER_THERE = frozenset({"PPLCH", "PPLH", "PPLQ", "PPLW"})
# How many other names a place keeps, by inhabitants: a capital has hundreds.
_OTHER_NAMES = ((1_000_000, 30), (100_000, 12), (15_000, 4), (0, 2))
_MOST_WEIGHT = 2_000_000_000
_ALSO_CALLED = {"US": "united states america", "GB": "uk great britain", "AE": "uae"}
_HERE = Path(__file__).parent
Regions = Mapping[str, str]  # "US.IL": "Illinois"


class BadRow(ValueError):
    """A row that cannot be read; the message says why."""


class Known(NamedTuple):
    """What one row tells: a place under its names, the usual one first."""

    names: tuple[str, ...]
    kind: PlaceKind
    within: str
    also: str
    point: Point
    weight: int


@dataclass(frozen=True)
class Reader:
    """Reads the rows of one file; `read` gives None for what is not wanted. Raises BadRow."""

    kind: PlaceKind
    columns: int
    read: Callable[[list[str]], Known | None]


def cells_of(line: bytes) -> list[str]:
    """Give the cells of a line. Raises BadRow."""
    try:
        return line.decode("utf-8-sig").split("\t")
    except UnicodeDecodeError as problem:
        raise BadRow(_("This is not UTF-8 text.")) from problem


@cache
def countries() -> dict[str, str]:
    """Give the English names of countries by their two letters (ISO 3166)."""
    text = (_HERE / "countries.txt").read_text(encoding="utf-8")
    pairs = (each.partition(" ") for each in text.replace("\n", "|").split("|") if each)
    return {code: name for code, _space, name in pairs}


def reader_for(columns: int, wanted: Container[str], regions: Regions) -> Reader | None:
    """Give the reader of a file with so many columns; None if there is no such format.

    `wanted` are the countries to read, all if it is empty.
    """
    if columns == PLACE_COLUMNS:
        return Reader(PlaceKind.TOWN, columns, lambda cells: _place(cells, wanted, regions))
    if columns == POSTCODE_COLUMNS:
        seen: set[str] = set()
        return Reader(PlaceKind.POSTCODE, columns, lambda cells: _postcode(cells, wanted, seen))
    return None


def regions_in(lines: Iterator[tuple[int, bytes]]) -> dict[str, str]:
    """Give the names of states and provinces by "US.IL", of a list of places or of regions.

    Reads what `allCountries.txt`, `XX.txt` and `admin1CodesASCII.txt` say; other lines, and
    those that cannot be read, are passed over.
    """
    found: dict[str, str] = {}
    for _number, line in lines:
        listed = line.count(b"\t") == 3
        if not listed and b"\tADM1\t" not in line:
            continue
        cells = line.decode("utf-8", "replace").split("\t")
        if listed:
            found[cells[0]] = cells[1]
        elif len(cells) == PLACE_COLUMNS and cells[7] == "ADM1":
            found[f"{cells[8]}.{cells[10]}"] = cells[1]
    return found


def _place(cells: list[str], wanted: Container[str], regions: Regions) -> Known | None:
    country, code = cells[8], cells[10]
    if cells[6] != "P" or cells[7] in _NO_LONGER_THERE or (wanted and country not in wanted):
        return None
    population = int(cells[14]) if cells[14].isdecimal() else 0
    name = _name(cells[1])
    within, also = _lies_in(name, country, code, regions.get(f"{country}.{code}", ""))
    return Known(
        names=(name, *_other_names(name, cells[2], cells[3], population)),
        kind=PlaceKind.TOWN,
        within=within,
        also=also,
        point=_point(cells[4], cells[5]),
        weight=min(population, _MOST_WEIGHT),
    )


def _postcode(cells: list[str], wanted: Container[str], seen: set[str]) -> Known | None:
    """Read a postcode; of several places with the same one, the first."""
    country, postcode, town = cells[0], _name(cells[1]), cells[2]
    key = country + Place.folded_code(postcode)
    if (wanted and country not in wanted) or key in seen:
        return None
    point = _point(cells[9], cells[10])
    seen.add(key)
    within, also = _lies_in("", country, cells[4], cells[3])
    return Known(
        names=(postcode,),
        kind=PlaceKind.POSTCODE,
        within=", ".join(part for part in (" ".join(town.split()), within) if part),
        also=also,
        point=point,
        weight=int(cells[11]) if cells[11].isdecimal() and len(cells[11]) < 4 else 0,
    )


def _name(text: str) -> str:
    name = " ".join(text.replace("\0", "").split())
    if not Place.folded_name(name):
        raise BadRow(_("It has no name."))
    return name


def _point(latitude: str, longitude: str) -> Point:
    try:
        return Point(float(latitude), float(longitude))
    except ValueError as problem:
        raise BadRow(_("Its coordinates cannot be read.")) from problem


@lru_cache(maxsize=20_000)
def _lies_in(name: str, country: str, code: str, region: str) -> tuple[str, str]:
    """Give where a place lies, to show; and all words that people may type for it."""
    land = countries().get(country, country)
    state = code if code.isascii() and code.isalpha() else region
    if Place.folded_name(state) == Place.folded_name(name):
        state = ""
    also = f"{code if code.isalpha() else ''} {region} {country} {land}"
    told = f"{Place.folded_name(also)} {_ALSO_CALLED.get(country, '')}"
    within = ", ".join(part for part in (state, land) if part)
    return within, " ".join(dict.fromkeys(told.split()))


def _other_names(name: str, plain: str, others: str, population: int) -> list[str]:
    """Give a few other names of a place, of each script in turn."""
    most = next(count for least, count in _OTHER_NAMES if population >= least)
    seen = {Place.folded_name(name)}
    by_script: dict[str, list[str]] = {}
    for other in (plain, *others.split(",")):
        folded = Place.folded_name(other)
        if folded not in seen and _is_name(other):
            seen.add(folded)
            by_script.setdefault(_script(other[0]), []).append(other)
    found: list[str] = []
    for rank in range(most):
        found += [names[rank] for names in by_script.values() if rank < len(names)]
        if len(found) >= most:
            break
    return found[:most]


def _is_name(text: str) -> bool:
    """Whether it may be what people call a place: no code of an airport, no address of a page."""
    if not 2 <= len(text) <= 80 or not text[0].isalpha():
        return False
    code = text.isascii() and text.isupper() and len(text) <= 4
    return not code and not any(sign.isdigit() or sign in "/:@\0" for sign in text)


@lru_cache(maxsize=20_000)
def _script(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0]
