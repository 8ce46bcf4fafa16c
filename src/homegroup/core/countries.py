"""Countries by their ISO 3166 code, and the country of a time zone, from the zone rules' tables."""

from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse

COOKIE = "__Host-place"
COOKIE_AGE = 180 * 24 * 3600
_TABLES = files("tzdata") / "zoneinfo"


def _rows(name: str) -> list[list[str]]:
    text = (_TABLES / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def names() -> dict[str, str]:
    """Give the English name of every country by its two-letter code, in order of names."""
    # The table says "Britain (UK)", where people look for their country under U.
    told = dict(row[:2] for row in _rows("iso3166.tab")) | {"GB": "United Kingdom"}
    return dict(sorted(told.items(), key=lambda pair: pair[1]))


def read(text: str) -> str:
    """Give a typed two-letter code as it stands in `names`, or "" if there is no such country."""
    code = text.strip().upper()
    return code if code in names() else ""


@cache
def _by_zone() -> dict[str, str]:
    found = {row[2]: row[0] for row in _rows("zone.tab")}
    rules = (_TABLES / "tzdata.zi").read_text(encoding="utf-8")
    for line in rules.splitlines():
        if line.startswith("L "):  # an older name, as Asia/Calcutta
            _link, target, name = line.split()
            if target in found:
                found.setdefault(name, found[target])
    return found


def of_zone(zone: str) -> str:
    """Give the country in which an IANA zone lies, or "" (UTC lies nowhere)."""
    return _by_zone().get(zone, "")


def of_visitor(request: HttpRequest, site_country: str) -> str:
    """Give the country chosen on this device, else the site's, else that of the viewer's zone.

    An ISO code, or "" where nothing tells.
    """
    chosen = read(request.COOKIES.get(COOKIE, ""))
    zone = getattr(request, "zone", None)
    return chosen or site_country or (of_zone(zone.key) if zone else "")


def remember(response: HttpResponse, code: str) -> None:
    """Keep a country on this device; only for one that the person has chosen."""
    response.set_cookie(
        COOKIE, code, max_age=COOKIE_AGE, secure=True, httponly=True, samesite="Lax"
    )
