"""The labelled texts, and how many of them the rules find."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from homegroup.moderation.rules.looking import look

TEXTS = Path(__file__).parent / "texts"
# Written before their writer had seen any rule; to slip past the rules once they were known; of
# what happens now or is prepared, and of substitution: one after another mended the rules.
LATER = ("fresh", "unlike", "urgent", "unseen", "aside")
PARTS = ("tune", "mend", "held", *LATER)
HARMLESS = "none"
CRISIS = "crisis"


@dataclass(frozen=True)
class Labelled:
    """A text and the label that a careful moderator would give it."""

    language: str
    label: str
    part: str
    text: str

    @property
    def rules(self) -> set[str]:
        """The rules that apply to it."""
        return set(look(self.text))

    @property
    def is_wrong(self) -> bool:
        """Whether the rules do not do what the label wants."""
        return bool(self.rules) if self.label == HARMLESS else self.label not in self.rules


@dataclass(frozen=True)
class Count:
    """Of how many texts how many are found by the rule of their label, held, shown help first."""

    of: int
    by_its_rule: int
    held: int
    helped: int


def texts() -> Iterator[Labelled]:
    """Give all labelled texts."""
    for path in sorted(TEXTS.glob("*.yaml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        for label, parts in told.items():
            for part, found in parts.items():
                for text in found:
                    yield Labelled(path.stem, label, part, text)
    for part in LATER:
        for path in sorted(TEXTS.glob(f"{part}.*.txt")):
            yield from _later(path)


def _later(path: Path) -> Iterator[Labelled]:
    """Give the texts of a later set in one language, a label and a text in each line."""
    part, language, _ending = path.name.split(".")
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            label, text = line.split(" | ", 1)
            yield Labelled(language, HARMLESS if label == "clear" else label, part, text)


def counted() -> dict[tuple[str, str, str], Count]:
    """Give the counts by language, part and label."""
    found: dict[tuple[str, str, str], list[tuple[str, set[str]]]] = {}
    for each in texts():
        key = (each.language, each.part, each.label)
        found.setdefault(key, []).append((each.label, each.rules))
    return {
        key: Count(
            of=len(rows),
            by_its_rule=sum(label in rules for label, rules in rows),
            held=sum(bool(rules - {CRISIS}) for _label, rules in rows),
            helped=sum(CRISIS in rules for _label, rules in rows),
        )
        for key, rows in found.items()
    }
