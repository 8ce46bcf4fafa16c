"""Text: one way to compare names and words, and slugs that stay unique."""

import re
import unicodedata
from collections.abc import Container
from functools import lru_cache

from django.utils.text import slugify

# Letters and digits; without the few letters that SQLite's full text takes for gaps.
_WORD = re.compile(r"[^\W_\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3]+")
# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


def fold_once(text: str) -> str:
    """Give the text as `fold` does, and keep nothing of it in memory: for what members wrote."""
    if text.isascii():
        return " ".join(text.lower().split())
    lower = unicodedata.normalize("NFKD", text).casefold()  # decorated capitals become letters
    apart = unicodedata.normalize("NFKD", lower)
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.translate(_LETTERS).split())


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Give the text in lower case, without accents and doubled spaces, for comparing."""
    return fold_once(text)


def words(text: str) -> list[str]:
    """Give the folded words of a text, in order."""
    return _WORD.findall(fold(text))


def words_once(text: str) -> list[str]:
    """Give the folded words of a text, in order, and keep nothing of it in memory."""
    return _WORD.findall(fold_once(text))


def unique_slug(wanted: str, taken: Container[str], *, fallback: str, length: int = 64) -> str:
    """Give an ASCII slug of at most `length` signs that is not in `taken`.

    A number is added where the plain slug is taken.
    """
    base = slugify(fold(wanted))[:length].strip("-") or fallback
    slug, number = base, 2
    while slug in taken:
        tail = f"-{number}"
        slug, number = base[: length - len(tail)].rstrip("-") + tail, number + 1
    return slug


def first_line(text: str, most: int) -> str:
    """Give the first line that says something, cut at a word where it is long."""
    line = next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")
    if len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0] + " …"


def plain_lines(text: str) -> str:
    """Give a text with one kind of line end, as browsers send another than they show."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
