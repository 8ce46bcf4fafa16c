"""A whole list: rows become readings, one for each slug."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from homegroup.exchange.importing import listings, times
from homegroup.exchange.importing.listings import Assumed
from homegroup.exchange.importing.problems import (
    ERROR,
    NOTE,
    WARNING,
    Problem,
    RowRejected,
)
from homegroup.exchange.importing.rows import Row
from homegroup.meetings.listing import Listing

# What may differ between rows of one meeting on several days: it is derived from the day.
_STEP = 500  # rows between two movements of a progress bar
_BY_DAY = ("schedules", "source_url", "confirmed_on")


class Reading(NamedTuple):
    """What a list says of one meeting; `row` is the first of its rows."""

    row: int
    slug: str
    listing: Listing


@dataclass
class Feed:
    """A list that was read: readings by slug, the slugs of rejected rows, and what to say."""

    readings: dict[str, Reading] = field(default_factory=dict)
    rejected: set[str] = field(default_factory=set)
    nameless: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def rejections(self) -> int:
        """How many meetings were rejected: one for each slug, one for each row without."""
        return len(self.rejected) + self.nameless


def read_feed(
    rows: Iterable[Any], assumed: Assumed, advance: Callable[[int], object] = lambda steps: None
) -> Feed:
    """Read rows (see `files.unpacked`). Never raises for what a row holds."""
    feed = Feed()
    zoneless: list[Row] = []
    for number, data in enumerate(rows, start=1):
        _read_row(feed, number, data, assumed, zoneless)
        if number % _STEP == 0:
            advance(_STEP)
    if zoneless:
        feed.problems.append(_about_zones(zoneless, assumed))
    feed.problems.sort(key=lambda problem: problem.row)
    return feed


def _read_row(feed: Feed, number: int, data: Any, assumed: Assumed, zoneless: list[Row]) -> None:
    row: Row | None = None
    try:
        row = Row(number, data)
        listing, homely = listings.listing_of(row, assumed)
        _add(feed, row, listing)
    except RowRejected as reason:
        slug = row.slug if row else ""
        feed.problems.append(Problem(number, slug, reason.field, reason.message, ERROR))
        if slug:
            feed.rejected.add(slug)
        else:
            feed.nameless += 1
        return
    if homely:
        zoneless.append(row)
    feed.problems += row.problems


def _add(feed: Feed, row: Row, listing: Listing) -> None:
    """Add a reading, or its days to the one with the same slug. Raises RowRejected."""
    known = feed.readings.get(row.slug)
    if known is None:
        feed.readings[row.slug] = Reading(row.number, row.slug, listing)
        return
    first = known.listing
    same = {name: getattr(first, name) for name in _BY_DAY}
    if msgspec.structs.replace(listing, **same) != first:
        raise RowRejected(
            "slug", f"Row {known.row} has this slug already and tells of another meeting."
        )
    schedules = times.merged((*first.schedules, *listing.schedules))
    if schedules == first.schedules:
        row.problems[:] = [
            Problem(row.number, row.slug, "slug", f"This repeats row {known.row}.", WARNING)
        ]
    merged = msgspec.structs.replace(first, schedules=schedules)
    feed.readings[row.slug] = Reading(known.row, row.slug, merged)


def _about_zones(rows: Sequence[Row], assumed: Assumed) -> Problem:
    message = (
        f"Rows without a time zone: {len(rows)}. This home's zone, {assumed.home_zone}, was "
        "taken; another can be given for the whole list."
    )
    return Problem(rows[0].number, rows[0].slug, "timezone", message, NOTE)


def settled(readings: Iterable[Reading]) -> dict[str, Listing]:
    """Give the listings by slug, with one account of each group and service body.

    Rows often tell of their group in one place only; the first that tells something wins.
    """
    readings = list(readings)
    groups = _first_told(reading.listing.group for reading in readings)
    bodies = _first_told(reading.listing.body for reading in readings)
    found = {}
    for reading in readings:
        listing = reading.listing
        if listing.group and listing.group != (group := groups[listing.group.name]):
            listing = msgspec.structs.replace(listing, group=group)
        if listing.body and listing.body != (body := bodies[listing.body.name]):
            listing = msgspec.structs.replace(listing, body=body)
        found[reading.slug] = listing
    return found


def _first_told(specs: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for spec in specs:
        if spec is None:
            continue
        known = found.get(spec.name)
        if known is None:
            found[spec.name] = spec
        elif known != spec:
            gaps = {
                name: getattr(spec, name)
                for name in spec.__struct_fields__
                if not getattr(known, name)
            }
            found[spec.name] = msgspec.structs.replace(known, **gaps)
    return found
