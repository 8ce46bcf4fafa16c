"""Emergency numbers and helplines by country, from `lines.yaml` and the home's own file.

A home may hold a `helplines.yaml` of the same form: a country in it takes the place of ours.
"""

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from django.conf import settings
from django.utils.translation import get_language_info
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from homegroup.core import countries
from homegroup.core.errors import HouseError
from homegroup.helplines.choices import Purpose

OURS = Path(__file__).with_name("lines.yaml")
HOMES_OWN = "helplines.yaml"
STANDS_FOR = timedelta(days=180)
ALWAYS = "24/7"


def _is_number(text: str) -> str:
    if not re.fullmatch(r"[+*#]?\d[\d \-()]*", text):
        raise ValueError("is no telephone number")
    return text


def _is_web(text: str) -> str:
    if not re.fullmatch(r"https://[^\s\"'<>]+", text):
        raise ValueError("is no address that begins with https://")
    return text


def _is_country(code: str) -> str:
    if code not in countries.names():
        raise ValueError("is no country code of ISO 3166")
    return code


Number = Annotated[str, AfterValidator(_is_number)]
Web = Annotated[str, AfterValidator(_is_web)]
Country = Annotated[str, AfterValidator(_is_country)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def dialled(number: str) -> str:
    """Give a number as a `tel:` or `sms:` link wants it."""
    return re.sub(r"[^\d+*#]", "", number).replace("#", "%23")


class Call(_Strict):
    """A number to call: as people write it, and its link."""

    shown: str

    @property
    def link(self) -> str:
        """Its `tel:` address."""
        return f"tel:{dialled(self.shown)}"


class Text(_Strict):
    """A number to write to, and the first word where the line wants one."""

    to: Number
    word: Annotated[str, Field(pattern=r"^[A-Z]*$")] = ""

    @property
    def link(self) -> str:
        """Its `sms:` address."""
        return f"sms:{dialled(self.to)}{f'?body={self.word}' if self.word else ''}"


class Line(_Strict):
    """One helpline. `verified_on` is empty while nobody has confirmed it on the line's own page."""

    name: Annotated[str, Field(min_length=2, max_length=80)]
    purposes: Annotated[tuple[Purpose, ...], Field(alias="for", min_length=1)]
    call: tuple[Number, ...] = ()
    text: Text | None = None
    chat: Web = ""
    hours: str = ""
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    source: Web
    verified_on: date | None = None
    looked_up_on: date
    verify_by: date

    @model_validator(mode="after")
    def _can_be_reached(self) -> "Line":
        if not (self.call or self.text or self.chat):
            raise ValueError("has neither number nor address")
        return self

    @property
    def calls(self) -> list[Call]:
        """The numbers to call."""
        return [Call(shown=number) for number in self.call]

    @property
    def purpose_texts(self) -> list[str]:
        """What it is there for, in words."""
        return [str(purpose.label) for purpose in self.purposes]

    @property
    def is_always_open(self) -> bool:
        """Whether somebody answers day and night."""
        return self.hours == ALWAYS

    @property
    def language_names(self) -> list[str]:
        """Its languages, each as its own speakers call it."""
        return [_language_name(code) for code in self.languages]

    def is_stale(self, today: date) -> bool:
        """Tell whether it has stood for too long without being confirmed."""
        return today > self.verify_by


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


class CountryHelp(_Strict):
    """What a country has. Without a line of its own there are still the directories."""

    emergency: tuple[Number, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def emergency_calls(self) -> list[Call]:
        """The emergency numbers, the best first."""
        return [Call(shown=number) for number in self.emergency]


class Directory(_Strict):
    """A list of helplines in many countries, kept by others."""

    name: str
    address: Web


class Book(_Strict):
    """A whole file."""

    countries: dict[Country, CountryHelp] = {}
    emergency_only: dict[Number, tuple[Country, ...]] = {}
    directories: tuple[Directory, ...] = ()


def read_book(path: Path) -> Book:
    """Read and check a file. Raises HouseError that names what is wrong with it."""
    try:
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - safe
        return Book.model_validate(_with_dates(told))
    except (OSError, UnicodeError, yaml.YAMLError, AttributeError, TypeError) as problem:
        raise HouseError(f"{path.name} cannot be read: {problem}") from problem
    except ValidationError as problem:
        first = problem.errors()[0]
        place = " > ".join(str(part) for part in first["loc"])
        raise HouseError(f"{path.name}: {place}: {first['msg']}") from problem


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _with_dates(told: dict[str, Any]) -> dict[str, Any]:
    """Give each line the dates that follow from the file's own."""
    looked_up_on = told.pop("looked_up_on", None)
    for country in told.get("countries", {}).values():
        for line in country.get("lines", ()):
            line.setdefault("looked_up_on", line.get("verified_on") or looked_up_on)
            since = line.get("verified_on") or line["looked_up_on"]
            line.setdefault("verify_by", since + STANDS_FOR if since else None)
    return told


@cache
def _ours() -> Book:
    return read_book(OURS)


@cache
def _homes_own(path: Path, changed: int) -> Book:
    return read_book(path)


def homes_own() -> Book:
    """Give the home's own file, an empty one if there is none. Raises HouseError."""
    path = Path(settings.HOME) / HOMES_OWN
    return _homes_own(path, path.stat().st_mtime_ns) if path.is_file() else Book()


def _homes_own_if_readable() -> Book:
    try:
        return homes_own()
    except HouseError:  # told by `homegroup check`; help must open all the same
        return Book()


def for_country(code: str) -> CountryHelp:
    """Give what a country (ISO 3166, "" for none) has: emergency numbers and lines, maybe none."""
    ours, own = _ours(), _homes_own_if_readable()
    for book in (own, ours):
        if code in book.countries:
            return book.countries[code]
    for number, codes in [*own.emergency_only.items(), *ours.emergency_only.items()]:
        if code in codes:
            return CountryHelp(emergency=(number,))
    return CountryHelp()


def directories() -> tuple[Directory, ...]:
    """Give lists of helplines in many countries, for where we know none."""
    return _ours().directories


def known_countries() -> set[str]:
    """Give the codes of countries with lines or an emergency number."""
    books = (_ours(), _homes_own_if_readable())
    only = {code for book in books for codes in book.emergency_only.values() for code in codes}
    return only.union(*(book.countries for book in books))


def check() -> tuple[bool, str]:
    """The finding of `homegroup check`: whether the home's own file can be read."""
    try:
        own = homes_own()
    except HouseError as problem:
        return False, str(problem.message)
    where = f", {len(own.countries)} by {HOMES_OWN}" if own.countries else ""
    return True, f"lines for {len(_ours().countries)} countries{where}"
