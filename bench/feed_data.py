"""A made-up Meeting Guide list of any size: invented towns, realistic clustering and gaps.

    python bench/feed_data.py 30000 > feed.json

The same numbers always give the same list. A few big towns hold most meetings, a place holds
several groups, a group meets on several days; a quarter can be joined online.
"""

import json
import random
import sys
from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]
SEED = 20
TOWNS = 500
_BEGINNINGS = ("Alder", "Birch", "Cedar", "Dun", "East", "Fern", "Glen", "Haver", "Iron", "Kings",
               "Lin", "Maple", "North", "Oak", "Penn")  # fmt: skip
_ENDINGS = ("borough", "bury", "dale", "field", "ford", "gate", "ham", "haven", "ley", "mont",
            "port", "stead", "ton", "view", "ville", "wood")  # fmt: skip
_STREETS = ("Church", "Main", "Mill", "Park", "River", "School", "Station", "Union", "Water")
_HOUSES = ("Community Centre", "Parish Hall", "Library", "Recovery Club", "Clinic", "School")
_NAMES = (
    "Early Start", "Open Door", "Steady Steps", "One Day", "New Page", "Evening Light", "Harbour",
    "Common Ground", "Fresh Air", "Second Cup", "Quiet Hour", "Good Company",
)  # fmt: skip
_STATES = (
    ("MA", 42.3, -71.8), ("PA", 40.6, -76.6), ("OH", 40.2, -82.7), ("GA", 32.9, -83.4),
    ("IL", 40.0, -89.2), ("TX", 31.3, -98.8), ("CO", 39.0, -105.5), ("AZ", 34.3, -111.6),
    ("CA", 36.9, -119.8), ("WA", 47.3, -120.7),
)  # fmt: skip
_TYPES = ("O", "C", "D", "ST", "SP", "BE", "W", "M", "X", "Y", "LIT", "MED", "LGBTQ", "S", "B")
_TIMES = ("06:30", "07:00", "08:00", "10:00", "12:00", "12:15", "17:30", "18:00", "19:00", "19:30",
          "20:00", "20:30", "22:00")  # fmt: skip


def feed(count: int = 30_000, *, towns: int = TOWNS, seed: int = SEED) -> Iterator[Row]:
    """Give that many rows, each a meeting of its own."""
    chance = random.Random(seed)
    places = [_town(chance, number) for number in range(towns)]
    weights = [1 / (rank + 3) for rank in range(towns)]
    number = 0
    while number < count:
        town = chance.choices(places, weights)[0]
        venue = _venue(chance, town)
        for _group in range(chance.randint(1, 3)):
            group = f"{chance.choice(_NAMES)} {town['city']} {chance.randint(1, 900)}"
            days = chance.sample(range(7), chance.randint(1, 5))
            for day in days:
                if number < count:
                    yield _meeting(chance, number, day, group, venue)
                    number += 1


def changed(rows: list[Row], *, share: float = 0.01, seed: int = SEED) -> list[Row]:
    """Give a newer list: of that share, eight in ten changed, one gone, one new."""
    chance = random.Random(seed + 1)
    tenth = max(1, round(len(rows) * share / 10))
    touched = chance.sample(range(len(rows)), 10 * tenth)
    newer = [dict(row) for row in rows]
    for index in touched[: 8 * tenth]:
        newer[index]["time"] = "21:15"
        newer[index]["end_time"] = "22:30"
        newer[index]["notes"] = "The time has changed."
    for index in touched[8 * tenth : 9 * tenth]:
        newer[index]["slug"] += "-anew"
    gone = set(touched[9 * tenth :])
    return [row for index, row in enumerate(newer) if index not in gone]


def _town(chance: random.Random, number: int) -> Row:
    state, latitude, longitude = _STATES[number % len(_STATES)]
    return {
        "city": f"{chance.choice(_BEGINNINGS)}{chance.choice(_ENDINGS)}",
        "state": state,
        "postal_code": f"{10_000 + number * 151 % 89_000:05}",
        "latitude": latitude + chance.uniform(-1.2, 1.2),
        "longitude": longitude + chance.uniform(-1.4, 1.4),
        "region": f"District {number % 40 + 1}",
    }


def _venue(chance: random.Random, town: Row) -> Row:
    street = f"{chance.randint(1, 9_900)} {chance.choice(_STREETS)} St"
    return {
        "location": f"{town['city']} {chance.choice(_HOUSES)}",
        "formatted_address": ", ".join(
            (street, town["city"], f"{town['state']} {town['postal_code']}", "USA")
        ),
        "approximate": "no",
        "latitude": round(town["latitude"] + chance.gauss(0, 0.05), 7),
        "longitude": round(town["longitude"] + chance.gauss(0, 0.05), 7),
        "region": town["city"],
        "regions": [town["state"], town["region"], town["city"]],
    }


def _meeting(chance: random.Random, number: int, day: int, group: str, venue: Row) -> Row:
    start = chance.choice(_TIMES)
    name = group.rsplit(" ", 1)[0]
    row: Row = {
        "id": 1_000 + number,
        "name": name,
        "slug": f"{name.lower().replace(' ', '-')}-{number}",
        "updated": "2024-03-01 12:00:00",
        "url": f"https://lists.example.org/meetings/{number}/",
        "day": day,
        "time": start,
        "types": ["O" if chance.random() < 0.7 else "C", *chance.sample(_TYPES[2:], 2)],
        "group": group,
        **venue,
    }
    if chance.random() < 0.6:
        row["end_time"] = f"{(int(start[:2]) + 1) % 24:02}{start[2:]}"
    if chance.random() < 0.4:
        row["notes"] = "Ring at the side door.\nParking behind the house &amp; on the road."
    if chance.random() < 0.25:
        row["conference_url"] = f"https://zoom.us/j/{10_000_000_000 + number}"
        row["conference_url_notes"] = "Ask the group for the passcode."
        row["types"].append("ONL")
    return row


if __name__ == "__main__":
    json.dump(list(feed(int(sys.argv[1]) if sys.argv[1:] else 30_000)), sys.stdout)
