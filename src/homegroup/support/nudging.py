"""A nudge to speak of oneself, before an answer full of "you should".

The words lie in `nudges.yaml`, by language. An answer may be in any of them, whatever language
its writer reads the pages in.
"""

import re
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext_lazy as _

from homegroup.core.errors import HouseError
from homegroup.core.text import fold

_FILE = Path(__file__).with_name("nudges.yaml")
_WORDS_EACH = 40  # one piece of advice in so many words is let pass


class NudgeFirst(HouseError):
    """The answer tells another what to do: once, its writer is asked whether they mean that."""

    status = 422

    def __init__(self) -> None:
        super().__init__(
            _(
                "This reads like advice. Often it helps more to hear what it was like for you: "
                "“I ...”. Change it, or send it as it is."
            )
        )


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give what counts as advice, and what only looks like it, of all languages."""
    told = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    advice = [fold(line) for language in told.values() for line in language["advice"]]
    fine = [fold(line) for language in told.values() for line in language["fine"]]
    return _any(advice), _any(fine)


def _any(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


def pieces_of_advice(text: str) -> int:
    """Count how often a text tells another what to do."""
    advice, fine = _patterns()
    return len(advice.findall(fine.sub(" ", fold(text.replace("’", "'")))))


def is_full_of_advice(text: str, *, strictly: bool) -> bool:
    """Tell whether a text is mostly advice; `strictly`, whether it holds any."""
    pieces = pieces_of_advice(text)
    return pieces > 0 and (strictly or pieces * _WORDS_EACH >= len(text.split()))


def nudge_first(text: str, *, asked_for: bool, listen_only: bool, seen: bool) -> None:
    """Raise NudgeFirst for an answer full of advice that nobody asked for, unless seen before."""
    if not seen and not asked_for and is_full_of_advice(text, strictly=listen_only):
        raise NudgeFirst
