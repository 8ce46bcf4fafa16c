"""How to join from elsewhere, and whether one can come: links, dial-in, types, attendance."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from homegroup.core.text import fold
from homegroup.exchange.importing import links, plain
from homegroup.exchange.importing.problems import quoted
from homegroup.exchange.importing.rows import MOST_TEXT, Row
from homegroup.meetings.choices import Attendance
from homegroup.meetings.listing import VenueSpec
from homegroup.meetings.vocabulary import meaning_for

_LEAST_DIGITS = 10
_MOST_LINK = 1_000
_DIALLED = re.compile(r"[^\d+,*#]")
_NUMBER = re.compile(r"\+?\d[\d\s().-]{7,}\d")
_TWO_NUMBERS = re.compile(r"(\+?\d{10,12}),(\+?\d{10,12})")
_ONLINE = {"onl", "online", "online meeting", "vm", "virtual", "virtual meeting"}
_CLOSED_FOR_NOW = {"tc", "location temporarily closed", "temporarily closed", "temporary closure"}
_HYBRID = {"hy", "hybr", "hybrid", "hybrid meeting"}
_IN_PERSON = {"in person", "in-person", "in_person"}


class Joining(NamedTuple):
    """How to take part from elsewhere; `words` is what stood in place of a link."""

    url: str = ""
    url_notes: str = ""
    phone: str = ""
    phone_notes: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.url or self.phone)


def joining_of(row: Row) -> Joining:
    """Read link and dial-in of a row."""
    url, words = _url(row)
    phone, more = _phone(row)
    notes = row.text("conference_phone_notes")
    return Joining(
        url=url,
        url_notes=row.text("conference_url_notes"),
        phone=phone,
        phone_notes="\n".join(part for part in (notes, more) if part)[:MOST_TEXT],
        words=words,
    )


def _url(row: Row) -> tuple[str, str]:
    """Give the join link, and the words that stood there if it was none."""
    text = row.line("conference_url", 2 * _MOST_LINK)
    if not text:
        return "", ""
    link = links.clean_link(text)
    if not link and (link := links.only_link_in(text)):
        row.warn("conference_url", "The link was taken out of the words around it.")
    if not link or len(link) > _MOST_LINK:
        row.warn("conference_url", f"{quoted(text)} is no link; it was put into the notes.")
        return "", text
    bare = links.unwrapped(link)
    if bare != link:
        row.note("conference_url", "The link was taken out of a mail program's wrapping.")
    return bare, ""


def _phone(row: Row) -> tuple[str, str]:
    """Give what to dial, and words or a second number for the notes."""
    text = row.line("conference_phone", 200)
    if not text:
        return "", ""
    if two := _TWO_NUMBERS.fullmatch(text.replace(" ", "")):
        row.warn("conference_phone", "Two numbers stand here; the second was put into the notes.")
        return two[1], two[2]
    more = ""
    if any(sign.isalpha() for sign in text):
        match = _NUMBER.search(text)
        more, text = text, match[0] if match else ""
        row.warn("conference_phone", "Words stand beside the number; they were put into the notes.")
    dialled = _DIALLED.sub("", text)
    if len(dialled) < _LEAST_DIGITS:
        if not more:
            row.warn("conference_phone", f"{quoted(text)} is too short for a number; left out.")
        return "", more
    return dialled[:120], more


@dataclass(frozen=True)
class Types:
    """The meanings of a row's types, and what they say about the place."""

    meanings: tuple[str, ...] = ()
    online: bool = False
    closed_for_now: bool = False
    hybrid: bool = False
    unknown: tuple[str, ...] = ()
    open_and_closed: bool = False


def types_of(row: Row, vocabulary: str) -> Types:
    """Read the types of a row: codes or labels, in a list or a text with commas."""
    value = row.raw("types")
    types = _types_read(_codes(row, value), vocabulary)
    for code in types.unknown:
        row.warn("types", f"Nobody here knows the type {quoted(code)}; left out.")
    if types.open_and_closed:
        row.warn("types", "It is marked open and closed; it was taken as closed.")
    return types


def _codes(row: Row, value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(value[: plain.MOST_READ].split(","))
    if not isinstance(value, list):
        if value is not None:
            row.warn("types", f"{quoted(value)} is no list of types.")
        return ()
    codes = [str(item)[:200] for item in value if isinstance(item, (str, int))]
    if len(codes) < len([item for item in value if item is not None]):
        row.warn("types", "Something that is no type stood among the types.")
    return tuple(codes)


@lru_cache(maxsize=20_000)
def _types_read(codes: tuple[str, ...], vocabulary: str) -> Types:
    found: set[str] = set()
    facts: set[str] = set()
    unknown = []
    for code in codes:
        text = plain.line(code)
        folded = fold(text)
        if folded in _ONLINE | _CLOSED_FOR_NOW | _HYBRID | _IN_PERSON:
            facts.add(folded)
        elif meaning := meaning_for(text, vocabulary) if text else None:
            found.add(meaning)
        elif text:
            unknown.append(text)
    both = {"open", "closed"} <= found
    return Types(
        meanings=tuple(sorted(found - {"open"} if both else found)),
        online=bool(facts & _ONLINE),
        closed_for_now=bool(facts & _CLOSED_FOR_NOW),
        hybrid=bool(facts & _HYBRID),
        unknown=tuple(unknown),
        open_and_closed=both,
    )


def attendance_of(
    row: Row, venue: VenueSpec | None, joining: Joining, types: Types
) -> tuple[Attendance, bool]:
    """Give how one takes part, and whether the row says that it does not take place for now.

    The rules of the 12 Step Meeting List plugin; its own `attendance_option` wins where the rest
    of the row allows it.
    """
    precise = venue is not None and not venue.approximate and bool(venue.formatted_address)
    option = row.line("attendance_option", 40).lower().replace("-", "_").replace(" ", "_")
    if types.closed_for_now:
        if joining:
            return Attendance.ONLINE, False
        return Attendance.IN_PERSON, True
    if option == "inactive" and not joining:
        row.note("attendance_option", "The list calls it inactive, so it is shown as paused.")
        return Attendance.ONLINE if types.online else Attendance.IN_PERSON, True
    remote = bool(joining) or types.online or types.hybrid
    if option == "online" and (remote or not precise):
        return Attendance.ONLINE, False
    if option == "in_person" and precise and not joining:
        return Attendance.IN_PERSON, False
    return _deduced(row, precise=precise, remote=remote, joining=joining), False


def _deduced(row: Row, *, precise: bool, remote: bool, joining: Joining) -> Attendance:
    if remote and not joining:
        row.warn("types", "It is said to be online, but there is no link and no number to join.")
    if precise:
        return Attendance.HYBRID if remote else Attendance.IN_PERSON
    if not remote:
        row.warn("formatted_address", "There is no exact address and no way to join online.")
    return Attendance.ONLINE if remote else Attendance.IN_PERSON
