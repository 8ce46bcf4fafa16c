"""Synthetic meetings: 500 towns of uneven size over four continents, written in bulk.

Not real: names are numbered, places are random points near invented town centres.
"""

import math
import random
from collections.abc import Iterator

from homegroup.meetings import writing
from homegroup.meetings.listing import GroupSpec, Listing, ScheduleSpec, VenueSpec

BOXES = [  # (south, west, north, east, zone)
    (26, -122, 48, -105, "America/Denver"),
    (30, -100, 45, -75, "America/New_York"),
    (36, -8, 43, 0, "Europe/Madrid"),
    (45, 0, 54, 20, "Europe/Berlin"),
    (50, -5, 56, 1, "Europe/London"),
    (-38, 140, -25, 152, "Australia/Sydney"),
    (10, 73, 28, 85, "Asia/Kolkata"),
]
TYPES = ["discussion", "speaker", "step", "women", "men", "beginners", "wheelchair", "meditation",
         "literature", "young-people", "lgbtq", "topic", "lang-es", "lang-en"]  # fmt: skip
WORDS = ["lamp", "kettle", "harbour", "bridge", "garden", "morning", "window", "river", "stone",
         "corner", "station", "maple", "hill", "candle", "bench", "orchard", "quiet", "first",
         "open", "second", "chair", "table", "north", "south", "early", "late"]  # fmt: skip


class Town:
    """An invented town: a centre, a zone, and how many meetings it draws."""

    def __init__(self, number: int, dice: random.Random) -> None:
        south, west, north, east, self.zone = dice.choice(BOXES)
        self.name = f"{dice.choice(WORDS).title()}ton {number}"
        self.latitude = dice.uniform(south, north)
        self.longitude = dice.uniform(west, east)
        self.weight = 1 / (1 + number) ** 0.6
        self.spread = 0.02 + 0.15 * self.weight  # degrees


def towns(count: int, seed: int = 1) -> list[Town]:
    """Give the towns, largest first."""
    dice = random.Random(seed)
    return [Town(number, dice) for number in range(count)]


def listings(count: int, places: list[Town], seed: int = 2) -> Iterator[Listing]:
    """Give that many listings, spread over the towns by their weight."""
    dice = random.Random(seed)
    chosen = dice.choices(places, weights=[town.weight for town in places], k=count)
    for number, town in enumerate(chosen):
        yield _listing(number, town, dice)


def _listing(number: int, town: Town, dice: random.Random) -> Listing:
    online = dice.random() < 0.2
    hall = dice.randrange(1 + int(2000 * town.weight))
    angle = random.Random(f"{town.name}{hall}").uniform(0, 2 * math.pi)
    far = random.Random(f"{hall}{town.name}").betavariate(1, 3) * town.spread
    venue = VenueSpec(
        name=f"Hall {hall}",
        address=f"{hall} Main Street",
        city=town.name,
        country="Nowhere",
        formatted_address=f"{hall} Main Street, {town.name}, NW {10000 + hall}, Nowhere",
        approximate=online,
        latitude=round(town.latitude + far * math.sin(angle), 6),
        longitude=round(town.longitude + far * math.cos(angle), 6),
        regions=(town.name,),
    )
    at = f"{dice.choice([7, 8, 10, 12, 12, 17, 18, 19, 19, 19, 20, 20, 21]):02}:" + dice.choice(
        ["00", "00", "15", "30", "30"]
    )
    return Listing(
        name=f"{dice.choice(WORDS)} {dice.choice(WORDS)} {number}".title(),
        time_zone=town.zone,
        attendance="online" if online else "in_person",
        fellowship=dice.choice(["aa", "aa", "aa", "na", "al-anon", "smart"]),
        group=GroupSpec(name=f"Group {number // 3}"),
        venue=venue,
        types=tuple(sorted({"open", *dice.sample(TYPES, dice.randrange(1, 4))})),
        schedules=(
            ScheduleSpec(repeats="weekly", weekdays=str(dice.randrange(1, 8)), starts_at=at),
        ),
    )


def fill(count: int, places: list[Town], *, chunk: int = 5_000) -> None:
    """Write the meetings through the house's own writer, chunk by chunk."""
    rows = list(listings(count, places))
    for start in range(0, count, chunk):
        part = rows[start : start + chunk]
        entries = [
            writing.NewMeeting(f"m-{start + n}", listing, "bench", f"m-{start + n}")
            for n, listing in enumerate(part)
        ]
        writing.create(entries, at=writing.now())
    writing.publish([])  # `create` has stored what is derived; only the edition is to be counted
    writing.renew_gazetteer()
