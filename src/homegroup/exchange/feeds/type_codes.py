"""The codes of a meeting's types in its fellowship's vocabulary."""

from collections.abc import Iterable
from functools import lru_cache

from homegroup.meetings.vocabulary import MEETING_GUIDE, code_for, vocabularies

# What to tell where a vocabulary has no code for a meaning: meanings that come near.
NEAR: dict[str, tuple[str, ...]] = {
    "topic": ("discussion",),
    "sharing": ("discussion",),
    "speaker-discussion": ("speaker", "discussion"),
    "step-speaker": ("step", "speaker"),
    "steps-workshop": ("step",),
    "steps-one-to-three": ("step",),
    "five-and-dime": ("step",),
    "step-working-guide": ("step",),
    "steps-and-traditions": ("step", "tradition"),
    "mindfulness": ("meditation",),
    "eleventh-step": ("meditation",),
    "reading": ("literature",),
    "book-study": ("literature",),
    "workbook-study": ("literature",),
    "child-care": ("children-welcome",),
    "children-supervised": ("children-welcome",),
    "young-adults": ("young-people",),
    "gay": ("lgbtq",),
    "lesbian": ("lgbtq",),
    "bisexual": ("lgbtq",),
    "genderqueer": ("non-binary", "lgbtq"),
}


def codes_of(meanings: Iterable[str], vocabulary: str) -> list[str]:
    """Give the codes of these meanings, in order, each once. Where open and closed: closed."""
    wanted = tuple(meanings)
    if "closed" in wanted:
        wanted = tuple(meaning for meaning in wanted if meaning != "open")
    return list(_codes(wanted, vocabulary))


@lru_cache(maxsize=4_000)
def _codes(meanings: tuple[str, ...], vocabulary: str) -> tuple[str, ...]:
    words = vocabulary if vocabulary in vocabularies() else MEETING_GUIDE
    found: dict[str, None] = {}
    for meaning in meanings:
        own = code_for(meaning, words)
        near = () if own else NEAR.get(meaning, ())
        codes = [own, *(code_for(each, words) for each in near)]
        found.update((code, None) for code in codes if code)
    return tuple(found)
