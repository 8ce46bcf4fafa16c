"""Which passphrases are too easy to guess."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.utils.translation import gettext_lazy as _

from homegroup.accounts import words
from homegroup.core.errors import HouseError
from homegroup.core.text import fold

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LEAST, MOST = 15, 128
_LEAST_DIFFERENT = 6  # signs
_LEAST_OWN = 9  # signs beside one's name, sayings and the commonest passwords
_LEAST_KNOWN = 4  # shorter ones stand in many words
_FILE = Path(__file__).parent / "known_phrases.txt"
_GAPS = re.compile(r"[\W_]+")
_LEET = str.maketrans("013457@$!", "oieastasi")
_RUNS = "abcdefghijklmnopqrstuvwxyz" * 2 + "01234567890123456789" + "qwertyuiopasdfghjklzxcvbnm"


def check_passphrase(passphrase: str, *, name: str = "") -> None:
    """Raise HouseError with the reason if a passphrase is too short, long, or easy to guess."""
    if len(passphrase) < LEAST:
        raise _refused(
            _("A passphrase has at least %d letters, spaces or signs. Four or five words will do.")
            % LEAST
        )
    if len(passphrase) > MOST:
        raise _refused(_("A passphrase has at most %d signs.") % MOST)
    plain = _plain(passphrase)
    if len(set(passphrase)) < _LEAST_DIFFERENT or (plain and plain in _RUNS * 2):
        raise _refused(_("This passphrase is easy to guess. Use a few words of your own."))
    own = min(_own_part(text, name) for text in (plain, plain.translate(_LEET)))
    if min(own, _own_words(passphrase, name)) < _LEAST_OWN:
        raise _refused(
            _("Others would try this phrase first. Use words that belong together only for you.")
        )


def offered_passphrase(*, name: str = "") -> str:
    """Give a fresh passphrase of six words, one that the rules accept beside that name."""
    while True:
        offered = " ".join(words.some_words(words.PASSPHRASE_WORDS))
        try:
            check_passphrase(offered, name=name)
        except HouseError:  # too many of its words are common ones
            continue
        return offered


def _own_words(passphrase: str, name: str) -> int:
    """Give the length of the words, each counted once, that not everybody tries."""
    of_name = {_plain(part) for part in _GAPS.split(name)}
    own = {_plain(part) for part in passphrase.split()} - of_name - _known_words()
    return sum(map(len, own))


def _own_part(plain: str, name: str) -> int:
    """Give how many signs are left without the name and what everybody tries."""
    own = _plain(name)
    if len(own) >= _LEAST_KNOWN:
        plain = plain.replace(own, "")
    ranks, taken = _ranks(), -1
    while found := [ranks[part] for part in _parts(plain) if ranks.get(part, -1) > taken]:
        taken = min(found)
        plain = plain.replace(_known()[taken], "")
    return len(plain)


def _parts(plain: str) -> set[str]:
    """Give what could be a known phrase within a text."""
    longest = len(_known()[0])
    return {
        plain[begin:end]
        for begin in range(len(plain))
        for end in range(begin + _LEAST_KNOWN, min(begin + longest, len(plain)) + 1)
    }


def _refused(reason: "str | StrPromise") -> HouseError:
    return HouseError(reason, field="passphrase")


def _plain(text: str) -> str:
    return _GAPS.sub("", fold(text))


@cache
def _ranks() -> dict[str, int]:
    """Give the place of each known phrase that counts within a longer one."""
    return {known: at for at, known in enumerate(_known()) if len(known) >= _LEAST_KNOWN}


@cache
def _known_words() -> frozenset[str]:
    return frozenset(_known())


@cache
def _known() -> tuple[str, ...]:
    """Give sayings of the field and the commonest passwords, longest first, as bare letters."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    sayings = {_plain(line) for line in lines if line and not line.startswith("#")}
    common = {_plain(word) for word in CommonPasswordValidator().passwords if len(word) > 5}
    return tuple(sorted(sayings | common, key=lambda phrase: (-len(phrase), phrase)))
