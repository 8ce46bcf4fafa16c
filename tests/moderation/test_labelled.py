"""How well the rules do on labelled texts: floors for what is found, ceilings for what is held.

The table stands in docs/safety.md; `python bench/hold_rules.py` prints it. The part `held` was
never used to write the rules, so its floors are what can be promised, and they are lower.
"""

from collections import Counter

import pytest
from tests.moderation.labelled import CRISIS, HARMLESS, PARTS, counted, texts

COUNTS = counted()
LANGUAGES = ("en", "de", "es", "fr")
WANTED = {
    ("en", "tune"): 0.94,
    ("en", "mend"): 0.90,
    ("en", "held"): 0.60,
    ("en", "fresh"): 1.0,
    ("en", "unlike"): 0.8,
    ("de", "tune"): 1.0,
    ("de", "held"): 0.66,
    ("es", "tune"): 1.0,
    ("es", "held"): 0.66,
    ("fr", "tune"): 1.0,
    ("fr", "held"): 0.66,
    **{(language, "urgent"): 1.0 for language in LANGUAGES},
    **{(language, "unseen"): 0.95 for language in LANGUAGES},
    **{(language, "aside"): 0.5 for language in LANGUAGES},
}
_MOST_FALSE = {"tune": 0.02, "mend": 0.02, "held": 0.02, "fresh": 0.0, "unlike": 0.03,
               "urgent": 0.0, "unseen": 0.02, "aside": 0.1}  # fmt: skip
_MOST_HELPED = 0.03


# Of what was written to slip past, only a crisis must be seen; the rest measures.
_MUST = [key for key in sorted(COUNTS) if key[1] != "unlike" or key[2] in {CRISIS, HARMLESS}]


@pytest.mark.parametrize("key", _MUST, ids="-".join)
def test_what_should_wait_is_found(key: tuple[str, str, str]) -> None:
    language, part, label = key
    if label == HARMLESS:
        assert COUNTS[key].held <= _MOST_FALSE[part] * COUNTS[key].of
        return
    assert COUNTS[key].by_its_rule >= WANTED[language, part] * COUNTS[key].of


@pytest.mark.parametrize("part", PARTS)
def test_harmless_texts_seldom_show_help_first(part: str) -> None:
    rows = [count for key, count in COUNTS.items() if key[1:] == (part, HARMLESS)]
    assert sum(count.helped for count in rows) <= _MOST_HELPED * sum(count.of for count in rows)


def test_there_are_enough_texts_and_none_twice() -> None:
    found = list(texts())
    assert len({each.text for each in found}) == len(found)
    of = Counter(each.language for each in found)
    assert of["en"] >= 300
    assert min(of["de"], of["es"], of["fr"]) >= 40
    labels = {each.label for each in found if each.language == "en"}
    assert labels == {HARMLESS, CRISIS, "sourcing", "selling", "brokering", "abuse", "spam",
                      "contact"}  # fmt: skip
