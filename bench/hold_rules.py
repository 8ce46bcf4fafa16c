"""How well the rules hold what should wait, and nothing else: `python bench/hold_rules.py`.

Prints, for the labelled texts of `tests/moderation/texts/`, how many of each label the rules find
and how many harmless ones they would hold; then how long looking at long texts takes. `--misses
tune` (or `mend`, `urgent`, `unseen`, `aside`) lists what went wrong there. The part `held` is
for measuring only: whoever looks into it to mend rules has no measure left.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homegroup.config.settings")

import django

django.setup()
# ruff: noqa: E402

from tests.moderation.labelled import CRISIS, HARMLESS, counted, texts

from homegroup.moderation.rules.book import book
from homegroup.moderation.rules.looking import look

LONGEST = 20_000


def table() -> Iterator[str]:
    """Give the table as lines of Markdown."""
    yield "| Language | Part | Label | Texts | Found by its rule | Held by any rule | Help first |"
    yield "|---|---|---|---|---|---|---|"
    for (language, part, label), count in counted().items():
        own = "" if label == HARMLESS else _share(count.by_its_rule, count.of)
        held = "" if label == CRISIS else _share(count.held, count.of)
        told = (language, part, label, str(count.of), own, held, _share(count.helped, count.of))
        yield f"| {' | '.join(told)} |"


def _share(some: int, of: int) -> str:
    return f"{some} ({some / of:.0%})"


def misses(part: str) -> Iterator[str]:
    """Give what the rules got wrong in one part."""
    for each in texts():
        if each.part == part and each.is_wrong:
            rules = ", ".join(sorted(each.rules))
            yield f"{each.language} {each.label:<10} {rules:<20} {each.text}"


def times() -> Iterator[str]:
    """Give processor times in milliseconds: at the first look, and later."""
    told = [each.text for each in texts()]
    words = sorted(book().machine.words)
    random.seed(1)
    for name, text in (
        ("a share of 1,000 characters", " ".join(told)[:1_000]),
        ("20,000 characters of these texts", " ".join(told)[:LONGEST]),
        ("20,000 characters of the rules' own words", " ".join(random.choices(words, k=4_000))),
    ):
        taken = [_milliseconds(text[:LONGEST]) for _ in range(20)]
        yield f"{name}: {taken[0]:.1f} ms at first, then {min(taken[1:]):.1f} ms"


def _milliseconds(text: str) -> float:
    start = time.process_time()
    look(text)
    return (time.process_time() - start) * 1000


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--misses", choices=("tune", "mend", "urgent", "unseen", "aside"))
    part = wanted.parse_args().misses
    for line in misses(part) if part else (*table(), "", *times()):
        print(line)


if __name__ == "__main__":
    main()
