"""How long `import-places` takes with a made-up GeoNames file, its memory, and a search after it.

    python bench/import_places.py [--rows 200000]

Works in a home of its own in a temporary folder, on SQLite or what HOMEGROUP_DATABASE names.
"""

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

HOMEGROUP = Path(sys.executable).parent / "homegroup"
_BEGINNINGS = ("Alder", "Birch", "Cedar", "Dun", "East", "Fern", "Glen", "Haver", "Iron", "Kings")
_ENDINGS = ("borough", "bury", "dale", "field", "ford", "gate", "ham", "haven", "ley", "mont")
_CYRILLIC = "абвгдежзиклмноп"


def rows(count: int) -> Iterator[str]:
    """Give lines as of cities500.txt: the larger a town, the more other names."""
    chance = random.Random(7)
    for number in range(count):
        people = int(500 * (count / (number + 1)) ** 0.9)
        name = f"{chance.choice(_BEGINNINGS)}{chance.choice(_ENDINGS)} {number % 40_000:x}".title()
        others = [f"{name} {word}" for word in ("Town", "City", "Ville", "Stadt", "Pueblo")]
        others += ["".join(chance.choices(_CYRILLIC, k=9)).title()]
        told = ",".join(others * (1 + (people > 100_000)))
        at = f"{chance.uniform(-60, 70):.5f}\t{chance.uniform(-180, 180):.5f}"
        land = chance.choice(("US", "GB", "DE", "FR", "IN"))
        region = f"{chance.randint(1, 60):02}"
        yield (f"{number}\t{name}\t{name}\t{told}\t{at}\tP\tPPL\t{land}\t\t{region}\t\t\t\t"
               f"{people}\t\t10\tEtc/UTC\t2024-01-01\n")  # fmt: skip


def searched() -> None:
    """Print how long looking for a name takes."""
    import django

    django.setup()
    from homegroup.places import gazetteer

    for label, text in (("exact", "Alderford 1A"), ("beginning", "cedarh"), ("typing error",
                        "Aldrefodr 1a"), ("nobody's", "qqqq xxxx")):  # fmt: skip
        begin = time.perf_counter()
        gazetteer.find(text)
        first = (time.perf_counter() - begin) * 1_000
        times = []
        for _ in range(20):
            begin = time.perf_counter()
            gazetteer.find(text)
            times.append((time.perf_counter() - begin) * 1_000)
        print(f"  {label:<13} first {first:7.1f} ms, then p50 {statistics.median(times):6.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    count = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HOMEGROUP_HOME": folder,
                       "DJANGO_SETTINGS_MODULE": "homegroup.config.settings"}  # fmt: skip
        subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], check=True)
        path = Path(folder, "cities500.txt")
        path.write_text("".join(rows(count)), encoding="utf-8")
        print(f"{count} rows, {path.stat().st_size / 1e6:.1f} MB")
        for label in ("new", "again"):
            begin = time.perf_counter()
            subprocess.run([HOMEGROUP, "import-places", str(path)], check=True)
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"{label}: {time.perf_counter() - begin:.1f} s, {peak:.0f} MB at most")
        searched()


if __name__ == "__main__":
    main()
