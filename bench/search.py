"""Times of the search at 200,000 meetings, on the database that the environment names.

    HOMEGROUP_HOME=/tmp/bench .venv/bin/python bench/search.py [--meetings 200000]

Fills the home once, then prints p50 and p95 in milliseconds of each query as SQL alone (rows
fetched), as the whole `find`, and of the whole page through the WSGI application.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homegroup.config.settings")

import django

django.setup()
# ruff: noqa: E402

import meetings_data
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from homegroup.core import clock
from homegroup.core.zones import home_zone
from homegroup.meetings import queries
from homegroup.meetings.models import Meeting
from homegroup.meetings.queries import Search
from homegroup.places.distance import Point

ROUNDS = 300


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def said(label: str, times: list[float]) -> None:
    times.sort()
    p95 = times[int(len(times) * 0.95)]
    print(f"{label:<58} p50 {statistics.median(times):8.2f}  p95 {p95:8.2f}  n {len(times)}")


def sql_of(search: Search) -> tuple[str, tuple[object, ...]]:
    """Give the statement of the first part of a search, as `find` sends it."""
    now = clock.now()
    slots = queries.matching_slots(search, now=now, zone=home_zone())
    cursor = queries._Cursor(anchor=clock.minutes(now))
    part = next(queries._parts(slots, search, cursor))
    sql, params = part.slots[: search.limit + 1].query.sql_with_params()
    return sql, params


def find(search: Search) -> queries.Found:
    return queries.find(search, now=clock.now(), zone=home_zone(), whole=False)


def fetch(sql: str, params: tuple[object, ...]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return len(cursor.fetchall())


def searches(places: list[meetings_data.Town], **fixed: object) -> list[Search]:
    dice = random.Random(3)
    chosen = dice.choices(places, weights=[town.weight for town in places], k=ROUNDS)
    return [
        Search(point=Point(town.latitude, town.longitude), km=25, **fixed)  # type: ignore[arg-type]
        for town in chosen
    ]


def time_queries(places: list[meetings_data.Town]) -> None:
    soon = searches(places, hours=6, types=("step",), limit=50)
    worded = [
        Search(words=random.Random(n).choice(["kettle lamp", "orchrad", "step candle", "bridge"]),
               point=search.point, km=25)
        for n, search in enumerate(soon)
    ]  # fmt: skip
    for label, kind in (("25 km, 6 hours, one type, limit 50", soon), ("words + 25 km", worded)):
        statements = [sql_of(search) for search in kind]
        rows = [fetch(*statement) for statement in statements]
        said(f"SQL: {label}", [milliseconds(lambda s=s: fetch(*s)) for s in statements])
        said(
            f"find(): {label}",
            [milliseconds(lambda s=s: find(s)) for s in kind],
        )
        print(f"  rows of a statement: median {statistics.median(rows)}, most {max(rows)}")


def time_pages(places: list[meetings_data.Town]) -> None:
    client = Client(headers={"host": "localhost"})
    pages = {
        "page: all meetings, 50 results": "/meetings/",
        "page: 25 km, 6 hours, type": "/meetings/?at={0:.2f},{1:.2f}&within=25&hours=6&type=step",
        "page: 25 km, any time, 50 results": "/meetings/?at={0:.2f},{1:.2f}&within=25",
        "page: words + 25 km": "/meetings/?at={0:.2f},{1:.2f}&within=25&q=kettle",
    }
    dice = random.Random(4)
    for label, address in pages.items():
        chosen = dice.choices(places, weights=[town.weight for town in places], k=100)
        urls = [address.format(town.latitude, town.longitude) for town in chosen]
        client.get(urls[0])
        said(label, [milliseconds(lambda u=u: client.get(u)) for u in urls])
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(urls[0])
        print(f"  queries: {len(seen)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--meetings", type=int, default=200_000)
    count = parser.parse_args().meetings
    places = meetings_data.towns(500)
    call_command("migrate", verbosity=0)
    if Meeting.objects.count() < count:
        print(f"filling: {milliseconds(lambda: meetings_data.fill(count, places)) / 1000:.0f} s")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(f"{connection.vendor}, {Meeting.objects.count()} meetings")
    time_queries(places)
    time_pages(places)


if __name__ == "__main__":
    main()
