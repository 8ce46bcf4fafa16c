"""Content lines of iCalendar (RFC 5545, 3.1; parameters RFC 6868).

The icalendar library writes a list of 30,000 meetings in minutes, these few rules in seconds; the
tests read what they give back with that library.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

MOST_OCTETS = 75
_UTC_FORM = "%Y%m%dT%H%M%SZ"
_LOCAL_FORM = "%Y%m%dT%H%M%S"
_TEXT = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_PARAMETER = str.maketrans({"^": "^^", "\n": "^n", '"': "^'", "\r": None})
_QUOTED_FOR = frozenset(":;,")


def line(name: str, value: str, **parameters: str) -> bytes:
    """Give one folded line. `value` stands as it is: a TEXT goes through `text` first."""
    told = "".join(f";{key}={_parameter(one)}" for key, one in parameters.items())
    return folded(f"{name}{told}:{value}")


def _parameter(value: str) -> str:
    bare = value.translate(_PARAMETER)
    return f'"{bare}"' if _QUOTED_FOR & set(bare) else bare


def text(value: str) -> str:
    """Give a TEXT value, escaped."""
    return value.translate(_TEXT)


def folded(content: str) -> bytes:
    """Give a line with its end, parts of at most 75 octets, no sign cut in two."""
    data = content.encode()
    if len(data) <= MOST_OCTETS:
        return data + b"\r\n"
    parts, begin, room = [], 0, MOST_OCTETS
    while len(data) - begin > room:
        end = begin + room
        while data[end] & 0xC0 == 0x80:  # within a sign of several octets
            end -= 1
        parts.append(data[begin:end])
        begin, room = end, MOST_OCTETS - 1
    return b"\r\n ".join([*parts, data[begin:]]) + b"\r\n"


def utc(moment: datetime) -> str:
    """Give a moment in UTC."""
    return moment.astimezone(UTC).strftime(_UTC_FORM)


def local(name: str, *moments: datetime) -> bytes:
    """Give a line of local wall times in the one zone that they have."""
    zone = moments[0].tzinfo
    assert isinstance(zone, ZoneInfo)
    values = ",".join(moment.strftime(_LOCAL_FORM) for moment in moments)
    return line(name, values, TZID=zone.key)


def rule(parts: dict[str, object]) -> bytes:
    """Give an RRULE of parts in the order of the RFC: FREQ first."""
    told = []
    for name, value in parts.items():
        if isinstance(value, datetime):
            told.append(f"{name}={utc(value)}")
        else:
            values = value if isinstance(value, list) else [value]
            told.append(f"{name}={','.join(map(str, values))}")
    return line("RRULE", ";".join(told))
