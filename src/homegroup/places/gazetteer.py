"""The gazetteer: where is the place that somebody typed? Answered here, nobody else is asked.

It holds the towns, postcodes and regions of our own venues, and what a GeoNames file adds.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Case, Q, When
from rapidfuzz import fuzz, process

from homegroup.core import bulk, editions
from homegroup.places.choices import PlaceKind
from homegroup.places.distance import Point
from homegroup.places.models import Place, Venue

EDITION = "places"
_COORDINATES = re.compile(r"^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$")
_LEAST_LIKE = 78  # of 100, rapidfuzz.fuzz.ratio
_BATCH = 5_000
_MOST, _MOST_WITHIN = 50, 1_000  # rows looked at; more where "within" narrows them
_LEAST_TOWN = 500  # inhabitants, for guesses
_LONGEST_CODE = 10
_SAME_KM = 15.0
_LAST_SIGN = "\U0010ffff"


def read_coordinates(text: str) -> Point | None:
    """Give the point of "latitude, longitude" in degrees, or None if the text is no such thing."""
    match = _COORDINATES.match(text)
    if not match:
        return None
    try:
        return Point(float(match[1]), float(match[2]))
    except ValueError:
        return None


def find(text: str, *, limit: int = 6) -> list[Place]:
    """Give the places that a text may mean, best first: those with meetings, then the largest.

    "Springfield, IL" takes the part after the comma as where it lies. A name that nobody knows
    is compared by likeness, so a wrong letter or two does no harm.
    """
    name, _, within = text.replace("\0", "").partition(",")
    folded = Place.folded_name(name)[:200]
    if not folded:
        return []
    most = _MOST_WITHIN if within else _MOST
    found = _by_name(folded, most)
    if not found and within:
        found = _by_name(Place.folded_name(f"{name} {within}")[:200], most)
    if not found:
        found = _by_likeness(folded)
    return _each_once(_that_lie_in(found, within))[:limit]


def _by_name(folded: str, most: int) -> list[Place]:
    has_digit = any(sign.isdigit() for sign in folded)
    code = Place.folded_code(folded) if has_digit else folded
    exact = _ranked(Q(folded__in={folded, code}), most)
    if exact or len(folded) < 3:
        return exact
    longer = _ranked(_begins(folded) | _begins(code), most)
    if longer or not has_digit:
        return longer
    # Many lists of postcodes only know the first half of theirs.
    first, *others = folded.replace("-", " ").split()
    half = len(others) == 1 and len(first) >= 3 and len(code) <= _LONGEST_CODE
    return _ranked(Q(folded=first, kind=PlaceKind.POSTCODE), most) if half else []


def _ranked(wanted: Q, most: int) -> list[Place]:
    own = Case(When(source=Place.OWN, then=0), default=1)
    return list(Place.objects.filter(wanted).order_by(own, "-weight", "name", "pk")[:most])


def _begins(folded: str) -> Q:
    """Names that begin so. SQLite would not use its index for a LIKE."""
    if connection.vendor == "sqlite":
        return Q(folded__gte=folded, folded__lt=folded + _LAST_SIGN)
    return Q(folded__startswith=folded)


@lru_cache(maxsize=1)
def _names(edition: int) -> list[str]:
    """Give all names that likeness is measured against: of other sources, those of towns."""
    wanted = Q(source=Place.OWN) | Q(kind=PlaceKind.TOWN, weight__gte=_LEAST_TOWN)
    return sorted(Place.objects.filter(wanted).values_list("folded", flat=True).distinct())


def _by_likeness(folded: str) -> list[Place]:
    if len(folded) < 4:
        return []
    names = _names(editions.number(EDITION))
    alike = process.extract(folded, names, scorer=fuzz.ratio, limit=3, score_cutoff=_LEAST_LIKE)
    order = {match[0]: -match[1] for match in alike}
    places = _ranked(Q(folded__in=order), _MOST) if order else []
    return sorted(places, key=lambda place: order[place.folded])


def _that_lie_in(places: list[Place], within: str) -> list[Place]:
    wanted = Place.folded_name(within).split()
    if not wanted:
        return places
    narrowed = [
        place
        for place in places
        if set(wanted)
        <= set(f"{Place.folded_name(f'{place.name} {place.within}')} {place.also}".split())
    ]
    return narrowed or places


def _each_once(places: list[Place]) -> list[Place]:
    """Leave out what another source, or another name of the same row of a file, says again."""
    found: list[Place] = []
    for place in places:
        if place.source == Place.OWN or not any(_is_same(place, other) for other in found):
            found.append(place)
    return found


def _is_same(place: Place, other: Place) -> bool:
    if place.point is None or other.point is None:
        return False
    if place.folded == other.folded:
        return place.point.km_to(other.point) < _SAME_KM
    return place.point == other.point and other.source != Place.OWN


@dataclass
class _Sum:
    """The middle and the weight of one place, gathered from its venues."""

    name: str
    kind: PlaceKind
    within: str
    weight: int = 0
    placed: int = 0
    latitude: float = 0.0
    longitude: float = 0.0

    def add(self, point: Point | None, weight: int) -> None:
        self.weight += weight
        if point:
            self.placed += 1
            self.latitude += point.latitude
            self.longitude += point.longitude

    def place(self) -> Place:
        known = self.placed > 0
        return Place(
            name=self.name[:200],
            folded=folded_as(self.kind, self.name),
            kind=self.kind,
            within=self.within[:200],
            latitude=self.latitude / self.placed if known else None,
            longitude=self.longitude / self.placed if known else None,
            weight=self.weight,
        )


def folded_as(kind: PlaceKind, name: str) -> str:
    """Give the form under which a name of that kind is looked up."""
    fold = Place.folded_code if kind == PlaceKind.POSTCODE else Place.folded_name
    return fold(name)[:200]


@transaction.atomic
def rebuild(weights: Iterable[tuple[Venue, int]]) -> int:
    """Gather the gazetteer anew from (venue, number of meetings there); give how many places.

    Longitudes are averaged plainly: a town that lies across the date line would come out wrong.
    """
    sums: dict[tuple[str, str, str], _Sum] = {}
    for venue, weight in weights:
        for name, kind, within in _names_of(venue):
            key = (Place.folded_name(name), kind, within)
            entry = sums.setdefault(key, _Sum(name=name, kind=kind, within=within))
            entry.add(venue.point, weight)
    Place.objects.filter(source=Place.OWN).delete()
    bulk.insert([entry.place() for entry in sums.values()])
    editions.bump(EDITION)
    return len(sums)


class Values(NamedTuple):
    """The columns of a place that another source brings, but for the source."""

    name: str
    folded: str
    kind: str
    within: str
    also: str
    latitude: float
    longitude: float
    weight: int


def values(name: str, kind: PlaceKind, within: str, also: str, point: Point, weight: int) -> Values:
    """Give the columns of a place, cut to their room."""
    folded = folded_as(kind, name)
    latitude, longitude = point.latitude, point.longitude
    return Values(
        name[:200], folded, kind.value, within[:200], also[:250], latitude, longitude, weight
    )


@transaction.atomic
def replace(source: str, places: Iterable[Values]) -> tuple[int, int]:
    """Let a source bring these places instead of its former ones; give how many (went, came).

    They are read and written in batches. `source` must not be `Place.OWN`.
    """
    went, _each = Place.objects.filter(source=source).delete()
    came, stream = 0, iter(places)
    while batch := list(islice(stream, _BATCH)):
        rows = ((*each, source) for each in batch)
        bulk.insert_values(Place, (*Values._fields, "source"), rows)
        came += len(batch)
    editions.bump(EDITION)
    return went, came


def learn(venue: Venue) -> None:
    """Add the names of one venue that the gazetteer does not know yet."""
    for name, kind, within in _names_of(venue):
        entry = _Sum(name=name, kind=kind, within=within)
        entry.add(venue.point, 1)
        place = entry.place()
        own = Place.objects.filter(source=Place.OWN)
        known = own.filter(folded=place.folded, kind=kind, within=place.within)
        if not known.exists():
            place.save()
            editions.bump(EDITION)


def _names_of(venue: Venue) -> Iterator[tuple[str, PlaceKind, str]]:
    within = ", ".join(part for part in (venue.state, venue.country) if part)
    if venue.city:
        yield venue.city, PlaceKind.TOWN, within
    if venue.postal_code:
        yield venue.postal_code, PlaceKind.POSTCODE, venue.town_line
    if venue.region:
        for name in venue.region.names():
            if Place.folded_name(name) != Place.folded_name(venue.city):
                yield name, PlaceKind.REGION, within
