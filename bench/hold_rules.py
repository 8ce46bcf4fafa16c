"""How well the rules hold what should wait, and nothing else: `python bench/hold_rules.py`.

Reads the labelled texts of `tests/moderation/texts/` and prints, for each language and part, how
many texts of each label the rules find, and how many harmless ones they would hold; then how long
weighing the longest text takes. `--misses tune` lists what went wrong in that part; the part
`held` is for measuring only: whoever looks into it to mend rules has no measure left.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "src"))
TEXTS = HERE.parent / "tests" / "moderation" / "texts"
PARTS = ("tune", "mend", "held")
HARMLESS = "none"
CRISIS = "crisis"


@dataclass(frozen=True)
class Labelled:
    """A text and the label that a careful moderator would give it."""

    language: str
    label: str
    part: str
    text: str


@dataclass(frozen=True)
class Count:
    """Of how many texts how many were found: by the rule of their label, by any rule that holds."""

    of: int
    by_its_rule: int
    held: int


def texts() -> Iterator[Labelled]:
    """Give all labelled texts."""
    for path in sorted(TEXTS.glob("*.yaml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        for label, parts in told.items():
            for part, found in parts.items():
                for text in found:
                    yield Labelled(path.stem, label, part, text)


def rules_of(text: str) -> set[str]:
    """Give the rules that apply to a text of a newcomer."""
    from homegroup.moderation.rules.looking import look

    return set(look(text))


def counted() -> dict[tuple[str, str, str], Count]:
    """Give the counts by language, part and label."""
    found: dict[tuple[str, str, str], list[tuple[bool, bool]]] = {}
    for each in texts():
        rules = rules_of(each.text)
        row = (each.label in rules, bool(rules - {CRISIS}))
        found.setdefault((each.language, each.part, each.label), []).append(row)
    return {
        key: Count(len(rows), sum(own for own, _any in rows), sum(held for _own, held in rows))
        for key, rows in found.items()
    }


def table() -> list[str]:
    """Give the table as lines of Markdown."""
    lines = [
        "| Language | Part | Label | Texts | Found by its rule | Held by any rule |",
        "|---|---|---|---|---|---|",
    ]
    for (language, part, label), count in counted().items():
        own = "" if label == HARMLESS else _share(count.by_its_rule, count.of)
        held = "" if label == CRISIS else _share(count.held, count.of)
        lines.append(f"| {language} | {part} | {label} | {count.of} | {own} | {held} |")
    return lines


def _share(some: int, of: int) -> str:
    return f"{some} ({some / of:.0%})"


def misses(part: str) -> Iterator[str]:
    """Give what the rules got wrong in one part."""
    for each in texts():
        rules = rules_of(each.text)
        wrong = bool(rules) if each.label == HARMLESS else each.label not in rules
        if each.part == part and wrong:
            yield f"{each.language} {each.label:<10} {', '.join(sorted(rules)):<20} {each.text}"


def seconds_for(text: str, times: int = 20) -> float:
    """Give the processor time of the fastest of several looks at a text."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        rules_of(text)
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homegroup.config.settings")
    import django

    django.setup()
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--misses", choices=PARTS)
    part = wanted.parse_args().misses
    print("\n".join(misses(part) if part else table()))
    longest = " ".join(each.text for each in texts())[:20_000]
    print(f"\n20,000 characters of these texts: {seconds_for(longest) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
