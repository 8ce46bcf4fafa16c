"""An address on one line, taken apart: street, town, state, postcode, country.

Knows the forms of North America, Britain, Ireland, Australia and the common European one (postcode
before the town). What it does not recognise stays in the street or the town, never lost.
"""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from homegroup.core.text import fold

USA, CANADA = "USA", "Canada"
_US_NAMES = {"us", "usa", "u.s.", "u.s.a.", "united states", "united states of america"}
_OTHER_NAMES = {
    "uk", "united kingdom", "great britain", "england", "scotland", "wales", "northern ireland",
    "republic of ireland", "deutschland", "osterreich", "schweiz", "suisse", "svizzera", "espana",
    "italia", "nederland", "the netherlands", "belgie", "belgique", "sverige", "norge", "danmark",
    "suomi", "polska", "brasil", "czech republic", "slovensko", "turkey", "south korea",
    "south africa", "russia", "eire", "island", "hrvatska", "magyarorszag",
}  # fmt: skip
_STATES = {
    USA: (
        "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,"
        "DE Delaware,DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,"
        "IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,"
        "MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,"
        "NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,"
        "NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,"
        "RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,"
        "VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming,"
        "PR Puerto Rico,GU Guam"
    ),
    CANADA: (
        "AB Alberta,BC British Columbia,MB Manitoba,NB New Brunswick,NL Newfoundland and Labrador,"
        "NS Nova Scotia,NT Northwest Territories,NU Nunavut,ON Ontario,PE Prince Edward Island,"
        "QC Quebec,SK Saskatchewan,YT Yukon"
    ),
}
_COUNTRY_OF_CODE = {
    entry.split(" ", 1)[0]: country for country, row in _STATES.items() for entry in row.split(",")
}
_COUNTRY_OF_NAME = {
    fold(entry.split(" ", 1)[1]): country
    for country, row in _STATES.items()
    for entry in row.split(",")
}
_ZIP = r"\d{5}(?:-\d{4})?"
_CANADIAN = r"[A-Za-z]\d[A-Za-z] ?\d[A-Za-z]\d"
_BRITISH = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_IRISH = r"[A-Z]\d[\dW] ?[A-Z\d]{4}"
_POSTCODE = re.compile(rf"(?:{_ZIP}|{_CANADIAN}|{_BRITISH}|{_IRISH}|\d{{4,6}}|\d{{3}} \d{{2}})")
_STATE_POSTCODE = re.compile(rf"(.+?)\s+({_ZIP}|{_CANADIAN})")
_TOWN_POSTCODE = re.compile(rf"(.+?)\s+({_BRITISH}|{_IRISH})")
_AUSTRALIAN = re.compile(r"(.+?)\s+(NSW|VIC|QLD|SA|WA|TAS|ACT|NT)\s+(\d{4})")
_POSTCODE_TOWN = re.compile(r"(?:[A-Z]{1,2}-)?(\d{4,5}|\d{3} \d{2}|\d{4} [A-Z]{2})\s+(\D.+)")


class Address(NamedTuple):
    """The parts of an address, "" where unknown."""

    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""

    @property
    def one_line(self) -> str:
        """The whole, comma-separated, as readers of Meeting Guide lists expect it."""
        middle = " ".join(part for part in (self.state, self.postal_code) if part)
        return ", ".join(part for part in (self.street, self.city, middle, self.country) if part)

    def or_else(self, other: "Address") -> "Address":
        """Give this address with what is missing taken from another."""
        return Address(*(mine or its for mine, its in zip(self, other, strict=True)))


@cache
def _countries() -> frozenset[str]:
    table = files("tzdata").joinpath("zoneinfo/iso3166.tab").read_text(encoding="utf-8")
    names = (row.split("\t")[1] for row in table.splitlines() if row and row[0] != "#")
    return frozenset(fold(name) for name in names) | _US_NAMES | _OTHER_NAMES


def country_named(text: str) -> str:
    """Give the country a text names (the USA always as "USA"), or ""."""
    folded = fold(text)
    if folded in _US_NAMES:
        return USA
    return text if folded in _countries() and folded not in _COUNTRY_OF_NAME else ""


def country_of_state(text: str) -> str:
    """Give the country of a North American state or province by code or name, else ""."""
    return _COUNTRY_OF_CODE.get(text.upper()) or _COUNTRY_OF_NAME.get(fold(text), "")


@lru_cache(maxsize=20_000)
def taken_apart(text: str) -> Address:
    """Give the parts of an address on one line."""
    parts = [part for part in (piece.strip() for piece in text.split(",")) if part]
    found = Address()
    if len(parts) > 1 and (country := country_named(parts[-1])):
        found = found._replace(country=country)
        parts.pop()
    found, parts = _end_read(found, parts)
    if not found.country and found.state:
        found = found._replace(country=country_of_state(found.state))
    if parts and not found.city:
        found, parts = _town_read(found, parts)
    return found._replace(street=", ".join(parts))


def _end_read(found: Address, parts: list[str]) -> tuple[Address, list[str]]:
    """Read state and postcode, which may be one part or two, from the end."""
    for _ in range(2):
        if not parts or (len(parts) == 1 and not found.country):
            break
        read = _part_read(parts[-1], found)
        if read is None:
            break
        found, parts = read, parts[:-1]
        if found.city:
            break
    return found, parts


def _part_read(part: str, found: Address) -> Address | None:
    """Read one part as a state, a postcode or both (with the town, as Europe writes it)."""
    if not found.postal_code and _POSTCODE.fullmatch(part):
        return found._replace(postal_code=part.upper())
    if not found.state and country_of_state(part):
        return found._replace(state=part)
    if found.postal_code:
        return None
    if (match := _STATE_POSTCODE.fullmatch(part)) and country_of_state(match[1]):
        return found._replace(state=match[1], postal_code=match[2].upper())
    if match := _AUSTRALIAN.fullmatch(part):
        return found._replace(city=match[1], state=match[2], postal_code=match[3])
    if match := _TOWN_POSTCODE.fullmatch(part):
        return found._replace(city=match[1], postal_code=match[2])
    if (match := _POSTCODE_TOWN.fullmatch(part)) and not _is_street(match[2], found):
        return found._replace(city=match[2], postal_code=match[1])
    return None


def _is_street(rest: str, found: Address) -> bool:
    """Whether "1600 Pennsylvania Avenue" rather than "1010 Wien": numbers go first over there."""
    return found.country in {USA, CANADA} or bool(found.state) or any(c.isdigit() for c in rest)


def _town_read(found: Address, parts: list[str]) -> tuple[Address, list[str]]:
    if len(parts) == 1 and parts[0][0].isdigit():
        # "1 Wall Street, New York, USA": the town that is named like its state.
        named_alike = len(found.state) > 2 and not found.postal_code
        return (found._replace(city=found.state, state="") if named_alike else found), parts
    if len(parts) == 2 and not found.state and not found.postal_code and not _numbered(parts[0]):
        return found._replace(city=parts[0], state=parts[1]), []
    return found._replace(city=parts[-1]), parts[:-1]


def _numbered(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def is_approximate(text: str) -> bool:
    """Whether an address only names an area: no street in it.

    Four comma-separated parts are a whole address by the rule of Meeting Guide readers; with
    fewer, a street with a number is.
    """
    if text.count(",") >= 3:
        return False
    return not _numbered(taken_apart(text).street)
