"""The gazetteer: where is the place that somebody typed? Answered here, nobody else is asked.

It holds the towns, postcodes and regions of our own venues, and what a GeoNames file adds.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction
from rapidfuzz import fuzz, process

from homegroup.core import bulk, editions
from homegroup.places.choices import PlaceKind
from homegroup.places.distance import Point
from homegroup.places.models import Place, Venue

EDITION = "places"
_COORDINATES = re.compile(r"^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$")
_LEAST_LIKE = 78  # of 100, rapidfuzz.fuzz.ratio
_BATCH = 1_000


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
    """Give the places that a text may mean, best first.

    "Springfield, IL" takes the part after the comma as where it lies. A name that nobody knows
    is compared by likeness, so a wrong letter or two does no harm.
    """
    name, _, within = text.replace("\0", "").partition(",")
    folded = Place.folded_name(name)[:200]
    if not folded:
        return []
    found = _by_name(folded)
    if not found and within:
        found = _by_name(Place.folded_name(f"{name} {within}")[:200])
    if not found:
        found = _by_likeness(folded)
    return _that_lie_in(found, within)[:limit]


def _by_name(folded: str) -> list[Place]:
    rank = ("-weight", "name")
    exact = list(Place.objects.filter(folded=folded).order_by(*rank)[:50])
    if exact or len(folded) < 3:
        return exact
    return list(Place.objects.filter(folded__startswith=folded).order_by(*rank)[:50])


@lru_cache(maxsize=1)
def _names(edition: int) -> list[str]:
    return sorted(set(Place.objects.values_list("folded", flat=True)))


def _by_likeness(folded: str) -> list[Place]:
    if len(folded) < 4:
        return []
    names = _names(editions.number(EDITION))
    alike = process.extract(folded, names, scorer=fuzz.ratio, limit=3, score_cutoff=_LEAST_LIKE)
    order = {match[0]: -match[1] for match in alike}
    places = Place.objects.filter(folded__in=order)
    return sorted(places, key=lambda place: (order[place.folded], -place.weight))


def _that_lie_in(places: list[Place], within: str) -> list[Place]:
    wanted = Place.folded_name(within).split()
    if not wanted:
        return places
    narrowed = [
        place
        for place in places
        if all(part in Place.folded_name(f"{place.name} {place.within}").split() for part in wanted)
    ]
    return narrowed or places


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
            folded=Place.folded_name(self.name)[:200],
            kind=self.kind,
            within=self.within[:200],
            latitude=self.latitude / self.placed if known else None,
            longitude=self.longitude / self.placed if known else None,
            weight=self.weight,
        )


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
    Place.objects.filter(source="meetings").delete()
    bulk.insert([entry.place() for entry in sums.values()])
    editions.bump(EDITION)
    return len(sums)


def learn(venue: Venue) -> None:
    """Add the names of one venue that the gazetteer does not know yet."""
    for name, kind, within in _names_of(venue):
        entry = _Sum(name=name, kind=kind, within=within)
        entry.add(venue.point, 1)
        place = entry.place()
        known = Place.objects.filter(folded=place.folded, kind=kind, within=place.within)
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
