"""How long a member waits for their own journal: looking for words, and the list.

    .venv/bin/python bench/journal.py [--pages 2000] [--letters 3000]

Works in a home of its own in a temporary folder (SQLite). Prints p50 and p95 in milliseconds of
a search over all texts and of the list, for texts in plain letters and with accents, and how
long the processor was busy (which other work on the machine does not change so much).
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

WORDS = (
    "rain", "morning", "called", "Kim", "slept", "walked", "bridge", "kettle", "tired", "glad",
    "meeting", "listened", "angry", "quiet", "window", "letter", "brother", "Saturday", "coffee",
    "tea", "garden", "station", "home", "light",
)  # fmt: skip
ACCENTED = [*WORDS, "über", "schön", "für", "früh", "Straße", "können", "Gefühl", "naïve"]
ROUNDS = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--letters", type=int, default=3_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOMEGROUP_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "homegroup.config.settings"
        from homegroup.config import home as homes

        homes.prepare(Path(home))
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(options.pages, options.letters)


def measure(pages: int, letters: int) -> None:
    for label, words in (("plain letters", WORDS), ("with accents", ACCENTED)):
        key = write(label.replace(" ", "-"), pages, letters, words)
        tell(label, key)


def write(name: str, pages: int, letters: int, words: Sequence[str]) -> object:
    """Make a member with that many pages; give their key."""
    from django.db import transaction

    from homegroup.accounts import actions as accounts
    from homegroup.recovery.actions import header_of
    from homegroup.recovery.choices import Kind
    from homegroup.vault.vaults import Vault

    made = accounts.sign_up(name=f"bench-{name}", passphrase="lantern pebble orchard quilt",
                            key=uuid4())  # fmt: skip
    assert made
    vault, chance = Vault(made.key), random.Random(20)
    with transaction.atomic():
        for number in range(pages):
            text = " ".join(chance.choices(words, k=letters // 5))[:letters]
            on = date(2020, 1, 1) + timedelta(days=number)
            vault.seal(Kind.PAGE, {"text": text}, header=header_of(text, on, ["rain"], uuid4()))
    return made.key


def tell(label: str, key: object) -> None:
    from homegroup.recovery import queries
    from homegroup.vault.vaults import Vault

    def vault() -> Vault:
        return Vault(key)  # type: ignore[arg-type]

    works: list[tuple[str, Callable[[], object]]] = [
        ("search, found on all pages", lambda: queries.find(vault(), "kim rain")),
        ("search, found on none", lambda: queries.find(vault(), "elephant")),
        ("search, other alphabet", lambda: queries.find(vault(), "ёлка")),
        ("list", lambda: queries.overview(vault())),
    ]
    for name, work in works:
        waited, worked = zip(*(milliseconds(work) for _ in range(ROUNDS)), strict=True)
        late = sorted(waited)[int(len(waited) * 0.95)]
        print(
            f"{label:<14} {name:<28} p50 {statistics.median(waited):7.1f}  p95 {late:7.1f}"
            f"  processor {statistics.median(worked):7.1f}"
        )


def milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """Give how long it took, and how long the processor worked on it."""
    started, busy = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - started) * 1000, (time.process_time() - busy) * 1000


if __name__ == "__main__":
    main()
