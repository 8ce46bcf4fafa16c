"""Plain text for comparing: small Latin letters, no accents, nothing invisible."""

import unicodedata
from functools import lru_cache

from confusable_homoglyphs import confusables

# Letters that Unicode does not take apart, and quotation marks that stand for an apostrophe.
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss",
            "’": "'", "‘": "'", "´": "'", "`": "'", "ʼ": "'", "＇": "'", "…": "...",
            "–": "-", "—": "-", "‐": "-", "‑": "-", "€": "€", "£": "£"}  # fmt: skip
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters by name, empty to the eye


def plain(text: str) -> str:
    """Give the text in plain small letters. Takes time in line with the length."""
    if not text.isascii():
        text = _ascii(unicodedata.normalize("NFKC", text))
    return text.lower()


def _ascii(text: str) -> str:
    """Replace each sign that is no ASCII by what it looks like; most texts have few of them."""
    strange = {sign for sign in text if not sign.isascii()}
    return text.translate({ord(sign): _like(sign) for sign in strange})


@lru_cache(maxsize=10_000)
def _like(sign: str) -> str:
    """Give the plain letters that a sign is, or can be taken for; "" for what nobody sees."""
    small = sign.casefold()
    if small in _LETTERS:
        return _LETTERS[small]
    kind = unicodedata.category(sign)
    if kind in {"Cf", "Mn", "Me", "Cc", "Co", "Cn", "Cs"} or sign in _BLANK:
        return ""
    if kind in {"Zs", "Zl", "Zp"}:
        return "\n" if kind != "Zs" else " "
    bare = "".join(
        part for part in unicodedata.normalize("NFKD", small) if not unicodedata.combining(part)
    )
    return bare if bare.isascii() and bare else _twin(bare or small)


def _twin(sign: str) -> str:
    if len(sign) != 1:
        return sign
    for match in confusables.is_confusable(sign, greedy=False, preferred_aliases=["latin"]) or ():
        for twin in match["homoglyphs"]:
            if len(twin["c"]) == 1 and twin["c"].isascii() and twin["c"].isalnum():
                return str(twin["c"]).lower()
    return sign
