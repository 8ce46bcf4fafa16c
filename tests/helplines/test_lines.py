"""Emergency numbers and helplines: ours, the home's own, and what is wrong with a file."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from homegroup.core import countries, health
from homegroup.core.errors import HouseError
from homegroup.helplines import lines

LINE = '{name: Lamp Line, for: [crisis], call: ["123 456"], languages: [en], source: "https://l.example/"}'


@pytest.fixture
def own(tmp_path: Path, settings: Any) -> Path:
    """The home's own file, not written yet."""
    settings.HOME = tmp_path
    return tmp_path / "helplines.yaml"


def book(text: str, *, looked_up_on: str = "2026-01-01") -> str:
    return f"looked_up_on: {looked_up_on}\ncountries:\n  NZ:\n    lines:\n      - {text}\n"


def test_our_own_file_is_sound() -> None:
    ours = lines.read_book(lines.OURS)
    assert len(ours.countries) >= 30
    for code, country in ours.countries.items():
        assert country.emergency, code
        assert country.lines, code
        for line in country.lines:
            assert line.looked_up_on <= date(2026, 11, 22)
            assert line.verified_on is None
            assert line.verify_by > line.looked_up_on


def test_no_country_is_told_twice() -> None:
    ours = lines.read_book(lines.OURS)
    only = [code for codes in ours.emergency_only.values() for code in codes]
    assert len(only) == len(set(only))
    assert not set(only) & set(ours.countries)


@pytest.mark.parametrize(
    ("code", "emergency", "number"),
    [
        ("US", "911", "988"),
        ("GB", "999", "116 123"),
        ("AU", "000", "13 11 14"),
        ("NO", "113", "116 123"),
        ("CL", "131", "*4141"),
    ],
)
def test_a_country_has_its_numbers(code: str, emergency: str, number: str) -> None:
    told = lines.for_country(code)
    assert told.emergency[0] == emergency
    assert told.lines[0].call[0] == number


def test_links_hold_what_a_phone_can_dial() -> None:
    us, gb, cl = (lines.for_country(code).lines for code in ("US", "GB", "CL"))
    assert us[1].calls[0].link == "tel:18006624357"
    assert cl[0].calls[0].link == "tel:*4141"
    assert us[0].text
    assert us[0].text.link == "sms:988"
    assert gb[1].text
    assert gb[1].text.link == "sms:85258?body=SHOUT"


def test_some_countries_have_only_an_emergency_number() -> None:
    assert lines.for_country("CZ") == lines.CountryHelp(emergency=("112",))
    assert {"CZ", "NZ"} <= lines.known_countries() <= set(countries.names())


@pytest.mark.parametrize("code", ["", "ZW", "nz", "../x"])
def test_elsewhere_there_are_the_directories(code: str) -> None:
    assert lines.for_country(code) == lines.CountryHelp()
    assert lines.directories()[0].address == "https://findahelpline.com/"


def test_languages_are_named_as_their_speakers_do() -> None:
    line = lines.for_country("CH").lines[0]
    assert line.language_names == ["Deutsch", "français", "italiano"]


def test_a_line_is_stale_180_days_after_it_was_checked(own: Path) -> None:
    own.write_text(book(LINE))
    line = lines.for_country("NZ").lines[0]
    assert line.verify_by == date(2026, 6, 30)
    assert not line.is_stale(date(2026, 6, 30))
    assert line.is_stale(date(2026, 7, 1))


def test_a_confirmation_counts_from_its_own_day(own: Path) -> None:
    own.write_text(book(LINE.replace("{", "{verified_on: 2026-05-01, ")))
    line = lines.for_country("NZ").lines[0]
    assert (line.verified_on, line.verify_by) == (date(2026, 5, 1), date(2026, 10, 28))


def test_the_homes_own_country_takes_the_place_of_ours(own: Path) -> None:
    own.write_text(book(LINE) + 'emergency_only: {"117": [ZW]}\n')
    assert [line.name for line in lines.for_country("NZ").lines] == ["Lamp Line"]
    assert lines.for_country("ZW").emergency == ("117",)
    assert lines.for_country("US").emergency == ("911",)
    assert lines.check() == (True, "lines for 30 countries, 1 by helplines.yaml")
    own.unlink()
    assert lines.for_country("NZ").emergency == ("111",)


@pytest.mark.parametrize(
    "text",
    [
        book(LINE.replace('"123 456"', '"call me"')),
        book(LINE.replace('"123 456"', "123")),
        book(LINE.replace('call: ["123 456"], ', "")),
        book(LINE.replace("crisis", "fun")),
        book(LINE.replace("https", "http")),
        book(LINE.replace("https://l.example/", "https://l.example/<b>")),
        book(LINE.replace("languages: [en], ", "")),
        book(LINE.replace("{", "{surprise: 1, ")),
        book(LINE).replace("NZ", "XX"),
        book(LINE).replace("NZ", "NO"),  # YAML reads it as "false"
        book(LINE).removeprefix("looked_up_on: 2026-01-01"),
        book(LINE, looked_up_on="soon"),
        "countries: [",
        "- a list",
        "",
        "just words",
    ],
)
def test_a_file_that_is_wrong_is_told_and_ours_stands(own: Path, text: str) -> None:
    own.write_text(text)
    with pytest.raises(HouseError, match=r"helplines\.yaml"):
        lines.homes_own()
    well, said = lines.check()
    assert not well
    assert "helplines.yaml" in said
    assert lines.for_country("NZ").emergency == ("111",)


def test_the_example_of_the_docs_can_be_used_as_it_stands(own: Path) -> None:
    docs = Path(__file__).parents[2] / "docs" / "settings.md"
    own.write_text(docs.read_text(encoding="utf-8").split("```yaml")[1].split("```")[0])
    line = lines.for_country("NZ").lines[0]
    assert (line.name, line.verified_on) == ("1737 Need to talk?", date(2026, 11, 22))


def test_homegroup_check_looks_at_it() -> None:
    assert "helplines" in health._checks
