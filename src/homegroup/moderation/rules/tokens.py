"""Cuts a plain text into sentences of words, links, addresses, numbers.

What is no word becomes one of the marks that phrases can name. A text is cut at its gaps, each
piece by itself; then what was written apart ("name at mail dot com", "t . me/name", a number in
groups) is put together. Takes time in line with the length, whatever the text.
"""

import re
from collections.abc import Container, Iterator
from functools import lru_cache

LINK, EMAIL, PHONE, HANDLE, PRICE = "<link>", "<email>", "<phone>", "<handle>", "<price>"
NUMBER, LAST = "<number>", "<end>"  # any number; the end of a sentence
MARKS = frozenset({LINK, EMAIL, PHONE, HANDLE, PRICE, NUMBER, LAST})
END = "."

# Endings of web addresses. Those that are also words count only before a path ("t.me/name").
_SURE = frozenset({"com", "net", "org", "info", "io", "ru", "biz"})
_COUNTRIES = frozenset(
    {"de", "fr", "uk", "eu", "ch", "nl", "pl", "br", "mx", "ar", "cl", "pt", "ca", "au", "ie", "nz"}
)
_ALSO_WORDS = frozenset(
    {
        "me", "es", "it", "at", "be", "us", "co", "ly", "gg", "cc", "tv", "pro", "top", "link",
        "club", "site", "store", "online", "live", "shop", "xyz", "app", "dev", "website", "vip",
    }
)  # fmt: skip
_DOTS = frozenset({END, "dot", "punkt", "punto", "point"})
_AT = frozenset({"@", "at", "arroba", "arobase"})
_CURRENCY = frozenset(
    {"$", "€", "£", "usd", "eur", "euro", "euros", "bucks", "dollar", "dollars", "quid", "pounds"}
)

_SIGNS = frozenset({"$", "€", "£"})
_LONGEST_PIECE = 200
_DOT_IN_BRACKETS = re.compile(r"[\[({](?:\.|dot|punkt|punto|point)[\])}]")
_AT_IN_BRACKETS = re.compile(r"[\[({](?:@|at|arroba|arobase)[\])}]")
_AROUND = "\"'“”„«»()[]{}<>*_~,:-=/\\|·•"
_ENDS = re.compile(r"[.!?;…]+$")
_WEB = re.compile(r"(?:https?|hxxps?):|www\.")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_HANDLE = re.compile(r"@[\w.]{3,32}|\w{2,32}#\d{4}")
_PRICE = re.compile(r"[$€£]\d[\d.,]{0,9}k?|\d[\d.,]{0,9}(?:[$€£]|eur|usd)")
_NUMBER = re.compile(r"\+?\(?\d[\d()./-]{0,24}")
_DOTTED = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}(?:/\S*)?")
_PATH = re.compile(r"[a-z]{2,4}/[a-z0-9_+]\S*")
_WORD = re.compile(r"\$?[^\W_](?:['$!|*@._-]{0,2}[^\W_]){0,60}")
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGITS = re.compile(r"\d+")


def sentences(plain: str, numbers: Container[str] = ()) -> Iterator[list[str]]:
    """Give the tokens of each sentence; `numbers` are telephone numbers that anybody may name."""
    for line in plain.split("\n"):
        cut: list[str] = []
        for piece in line.split():
            if piece.isalpha():
                cut.append(piece)
            else:
                cut.extend(_cut(piece) if len(piece) <= _LONGEST_PIECE else _cut_long(piece))
        yield from _apart(_whole(cut, numbers))


def _apart(tokens: list[str]) -> Iterator[list[str]]:
    """Give sentence by sentence."""
    sentence: list[str] = []
    for word in tokens:
        if word != END:
            sentence.append(word)
        elif sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


# -- one piece -----------------------------------------------------------------------------


def _cut_long(piece: str) -> list[str]:
    parts = range(0, len(piece), _LONGEST_PIECE)
    return [token for at in parts for token in _cut(piece[at : at + _LONGEST_PIECE])]


@lru_cache(maxsize=20_000)
def _cut(piece: str) -> tuple[str, ...]:
    """Give the tokens of what stands between two gaps."""
    if piece in {"@", "$", "€", "£"}:
        return (piece,)
    bare = _AT_IN_BRACKETS.sub("@", _DOT_IN_BRACKETS.sub(".", piece))
    core = bare.strip(_AROUND)
    ends = _ENDS.search(core)
    core = core[: ends.start()].rstrip(_AROUND) if ends else core
    tokens = _named(core) if core else ()
    return (*tokens, END) if ends else tokens


def _named(core: str) -> tuple[str, ...]:
    if _WEB.match(core) or (_DOTTED.fullmatch(core) and _is_link(core)):
        return (LINK,)
    if _EMAIL.fullmatch(core):
        return (EMAIL,)
    if _HANDLE.fullmatch(core):
        return (HANDLE,)
    if _PRICE.fullmatch(core):
        return (PRICE,)
    if _NUMBER.fullmatch(core):
        return (core,)
    if core[-1] == "%" and _NUMBER.fullmatch(core[:-1]):
        return (core[:-1], "percent")
    if _PATH.fullmatch(core) and core.partition("/")[0] in _ALSO_WORDS:
        return (core,)
    return tuple(_WORD.findall(core))


def _is_link(text: str) -> bool:
    host, _slash, path = text.partition("/")
    before, _dot, ending = host.rpartition(".")
    if not any(sign.isalpha() for sign in before):
        return False
    return ending in _SURE or ending in _COUNTRIES or (ending in _ALSO_WORDS and bool(path))


# -- what was written apart ----------------------------------------------------------------


def _whole(tokens: list[str], numbers: Container[str]) -> list[str]:
    """Put together addresses, numbers and prices that stand in several tokens."""
    made: list[str] = []
    at, count = 0, len(tokens)
    while at < count:
        word = tokens[at]
        if word[0].isdigit() or word[0] in "+(":
            at = _numbers(tokens, at, made, numbers)
        elif word in _DOTS and at + 1 < count and made and _ends_address(word, tokens[at + 1]):
            _address(made)
            at += 2
        elif word in _SIGNS and at + 1 < count and tokens[at + 1][0].isdigit():
            made.append(PRICE)
            at += 2
        else:
            made.append(word)
            at += 1
    return made


def _ends_address(dot: str, after: str) -> bool:
    host, slash, _path = after.partition("/")
    if dot == END:
        return host in _SURE or (bool(slash) and host in _ALSO_WORDS)
    return host in _SURE or host in _COUNTRIES or (bool(slash) and host in _ALSO_WORDS)


def _address(made: list[str]) -> None:
    """Turn the end of what was read, as `name at mail`, into a link or a mail address."""
    made.pop()
    if len(made) > 1 and made[-1] in _AT:
        made[-2:] = [EMAIL]
    else:
        made.append(LINK)


def _numbers(tokens: list[str], at: int, made: list[str], numbers: Container[str]) -> int:
    """Take a run of numbers; give where it ends."""
    end = at
    while end < len(tokens) and (tokens[end][0].isdigit() or tokens[end][0] in "+("):
        end += 1
    run = tokens[at:end]
    if end < len(tokens) and tokens[end] in _CURRENCY:
        made += [*run[:-1], PRICE]
        return end + 1
    if len(run) <= 15 and _is_phone(run, numbers):
        made.append(PHONE)
    else:
        made += run
    return end


def _is_phone(run: list[str], numbers: Container[str]) -> bool:
    groups = [digits for each in run for digits in _DIGITS.findall(each)]
    digits = "".join(groups)
    if not 7 <= len(digits) <= 15 or digits in numbers:
        return False
    if any(_DATE.fullmatch(each) for each in run) or all(map(_YEAR.fullmatch, groups)):
        return False
    if run[0][0] in "+(0" or all(len(group) == 1 for group in groups):
        return True
    return len(groups) <= 5 and max(map(len, groups)) >= 3
