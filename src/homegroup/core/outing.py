"""Outing words: what must stand in no title, mail, push, file name or cookie of a member's pages.

The words live in `outing_words.txt` beside this file; it says how they are written there.
"""

import re
from functools import cache
from pathlib import Path

from homegroup.core.text import fold

_ENDING = re.compile(r"\.[a-z]+(?=$|[/:?#])")  # of a host: ".na" is a country
_FILE = Path(__file__).with_name("outing_words.txt")


def outing_words_in(text: str, *, address: bool = False) -> list[str]:
    """Give the outing words that a text holds, as the list spells them; none is good.

    With `address` (of a site, a page or a mailbox) short names count in small letters, too.
    """
    plain = fold(text)
    found = [word for word in _anywhere() if word in plain]
    shorts = _short_names(address)
    for name in re.findall(r"[A-Za-z]+", _ENDING.sub("", text) if address else text):
        short = shorts.get(name.lower() if address else name)
        if short and short not in found:
            found.append(short)
    return found


@cache
def _lines() -> tuple[str, ...]:
    lines = (line.strip() for line in _FILE.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def _anywhere() -> tuple[str, ...]:
    return tuple(fold(line) for line in _lines() if not line.startswith("="))


@cache
def _short_names(in_any_case: bool) -> dict[str, str]:
    names = (line[1:] for line in _lines() if line.startswith("="))
    return {(name.lower() if in_any_case else name): name for name in names}
