"""How long a printed list takes, and how much memory: normal, large, by place, as a booklet.

    python bench/print_list.py [--rows 1000] [--threads 4] [--postgresql URI]

Works in a home of its own in a temporary folder; with PostgreSQL in the (empty) database that
the URI names. "Laid out" is the search and the words, "typeset" the PDF; each the best of five.
Peaks of resident memory are of the server and of the press, a process that ends with the PDF.
"""

import argparse
import io
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from itertools import islice
from typing import Any

from pypdf import PdfReader

LAYOUTS = {
    "normal": "",
    "by place": "by=place",
    "large": "size=large",
    "booklet": "fold=1",
    "large booklet": "fold=1&size=large",
}
TOWNS = ("Alder Falls", "Wrenbridge", "Currawong Flat", "Neemtola", "Pozoclaro", "Kijani")
NOTES = "Ring the bell at the side door. The lift is on the left. Tea from a quarter past."
DAYS = "1234567"


def fill(rows: int) -> None:
    """Make as many meetings as give that many rows: one weekly time each."""
    from homegroup.meetings import writing
    from homegroup.meetings.listing import Listing, ScheduleSpec, VenueSpec

    def listing(number: int) -> Listing:
        town = TOWNS[number % len(TOWNS)]
        street = f"{number} Long Mill Street"
        time_of_day = f"{6 + number * 7 % 17:02}:{number % 4 * 15:02}"
        online = number % 5 == 0
        return Listing(
            name=f"The Lamp by the River {number}",
            fellowship="aa",
            time_zone="Europe/London",
            attendance="hybrid" if online else "in_person",
            conference_url=f"https://meet.example.org/j/{number:010}" if online else "",
            types=("open", "discussion", "wheelchair"),
            notes=NOTES,
            venue=VenueSpec(name="Mill Hall, upper room", address=street, city=town,
                            state="Shire", formatted_address=f"{street}, {town}, Shire",
                            latitude=50 + number % 100 / 100, longitude=0,
                            regions=("Riverland", town)),
            schedules=(ScheduleSpec(repeats="weekly", weekdays=DAYS[number % 7],
                                    starts_at=time_of_day),),
        )  # fmt: skip

    entries = iter([writing.NewMeeting(f"lamp-{n}", listing(n)) for n in range(rows)])
    while batch := list(islice(entries, writing.BATCH)):
        made = writing.create(batch, at=writing.now())
        writing.publish([meeting.pk for meeting in made])


def prepared(query: str) -> Any:
    """Lay out the list of all meetings as a request would."""
    from django.http import QueryDict

    from homegroup.core import clock
    from homegroup.core.zones import home_zone
    from homegroup.exchange.feeds.outlet import outlet_now
    from homegroup.exchange.printing import sheets
    from homegroup.exchange.printing.options import Options
    from homegroup.meetings.forms.search import SearchForm

    return sheets.list_of(
        SearchForm(QueryDict("")),
        Options.read(QueryDict(query)),
        outlet_now("https://meetings.example.org"),
        now=clock.now(),
        viewer=home_zone(),
    )


def ready() -> None:
    import django

    django.setup()


def measured(query: str) -> tuple[float, float, float, int, int]:
    """Give seconds to lay out, to typeset, the latter in processor time, pages and bytes."""
    ready()
    runs, pdf = [], b""
    for _ in range(5):
        start, spent = time.perf_counter(), processor()
        layout = prepared(query)
        middle, spent = time.perf_counter(), processor()
        pdf = layout.pdf()
        runs.append((middle - start, time.perf_counter() - middle, processor() - spent))
    pages = len(PdfReader(io.BytesIO(pdf)).pages)
    laid, typeset, spent = (min(column) for column in zip(*runs, strict=True))
    return laid, typeset, spent, pages, len(pdf)


def processor() -> float:
    """Give the processor seconds of the presses that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def peaks(query: str) -> tuple[int, int]:
    """Give the peak of resident MB of this process and of its presses."""
    ready()
    prepared(query).pdf()
    own, presses = (resource.getrusage(who).ru_maxrss // 1024
                    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))  # fmt: skip
    return own, presses


def crowded(threads: int) -> float:
    """Give seconds for as many lists at once; those that find no press wait on."""
    from homegroup.core.typesetting import NotPrinted

    ready()
    layouts = [prepared("") for _ in range(threads)]

    def work(layout: Any) -> None:
        while True:
            try:
                return layout.pdf()
            except NotPrinted:
                continue

    start = time.perf_counter()
    workers = [threading.Thread(target=work, args=(layout,)) for layout in layouts]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.perf_counter() - start


def alone(work: Any, *arguments: Any) -> Any:
    """Run in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--postgresql", default="", metavar="URI")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HOMEGROUP_HOME": folder, "HOMEGROUP_DATABASE": options.postgresql}
        os.environ["DJANGO_SETTINGS_MODULE"] = "homegroup.config.settings"
        subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], check=True)
        ready()
        fill(options.rows)
        print(f"{options.rows} rows")
        print(f"{'':14} laid out  typeset (processor)  pages     size   peak  press")
        for name, query in LAYOUTS.items():
            laid, typeset, spent, pages, size = alone(measured, query)
            own, press = alone(peaks, query)
            print(f"{name:14} {laid:6.2f} s {typeset:6.2f} s {spent:9.2f} s {pages:6} "
                  f"{size / 1e3:5.0f} kB {own:3} MB {press:3} MB")  # fmt: skip
        print(f"{options.threads} at once: {alone(crowded, options.threads):.2f} s")


if __name__ == "__main__":
    main()
