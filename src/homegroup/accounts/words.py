"""Words out of a list of 7,776: for passphrases, recovery cards and names that the house offers.

One word is worth 12.9 bits: six make a passphrase (77 bits), ten a card (129 bits). The list is
the Electronic Frontier Foundation's long one, in the package xkcdpass, less those that may hurt
or out somebody on a hard day (`unkind_words.txt`).
"""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from rapidfuzz import process
from xkcdpass import xkcd_password

PASSPHRASE_WORDS = 6
CARD_WORDS = 10
_LIST_SIZE = 7_776
_UNKIND = Path(__file__).parent / "unkind_words.txt"
_SPLIT = re.compile(r"[^a-z-]+")
_NEAR_ENOUGH = 80


@cache
def word_list() -> tuple[str, ...]:
    """Give all words. Raises RuntimeError if the package's list is not the one we count on."""
    path = xkcd_password.locate_wordfile("eff-long")
    found = xkcd_password.generate_wordlist(path, min_length=1, max_length=20)
    if len(set(found)) != _LIST_SIZE:
        raise RuntimeError("The list of words is not whole.")
    return tuple(sorted(found))


@cache
def offered_words() -> tuple[str, ...]:
    """Give the words that the house offers."""
    lines = _UNKIND.read_text(encoding="utf-8").splitlines()
    unkind = {line for line in lines if line and not line.startswith("#")}
    return tuple(word for word in word_list() if word not in unkind)


def some_words(count: int) -> list[str]:
    """Give that many words, each chosen by chance."""
    return [secrets.choice(offered_words()) for _ in range(count)]


def new_card() -> list[str]:
    """Give the ten words of a fresh recovery card."""
    return some_words(CARD_WORDS)


def read_card(typed: str) -> list[str]:
    """Give the words of a card as typed, each put right where one letter slipped."""
    text = unicodedata.normalize("NFKC", typed).lower()
    return [_nearest(word) for word in _SPLIT.split(text) if word]


def _nearest(word: str) -> str:
    known = word_list()
    if word in _known():
        return word
    found = process.extractOne(word, known, score_cutoff=_NEAR_ENOUGH)
    return found[0] if found else word


@cache
def _known() -> frozenset[str]:
    return frozenset(word_list())


def card_text(words: Sequence[str]) -> bytes:
    """Give the words in the one form from which a card's key is made."""
    return " ".join(words).encode()
