"""Countries and the zones that lie in them."""

from zoneinfo import ZoneInfo

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from homegroup.core import countries, zones


def request(zone: str = "", chosen: str = "") -> HttpRequest:
    asked = RequestFactory().get("/")
    if zone:
        asked.zone = ZoneInfo(zone)  # type: ignore[attr-defined]
    if chosen:
        asked.COOKIES[countries.COOKIE] = chosen
    return asked


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Berlin", "DE"),
        ("Asia/Kolkata", "IN"),
        ("Asia/Calcutta", "IN"),  # what browsers still say
        ("Europe/Kiev", "UA"),
        ("US/Eastern", "US"),
        ("UTC", ""),
        ("Nowhere/Town", ""),
    ],
)
def test_a_zone_lies_in_a_country(zone: str, country: str) -> None:
    assert countries.of_zone(zone) == country


def test_nearly_every_zone_of_a_place_has_a_country() -> None:
    places = [name for name in zones.zone_names() if "/" in name and not name.startswith("Etc/")]
    unknown = [name for name in places if not countries.of_zone(name)]
    assert len(places) > 400
    assert set(unknown) <= {"US/Pacific-New"}


def test_names_are_in_order_and_britain_is_found() -> None:
    names = countries.names()
    assert list(names.values()) == sorted(names.values())
    assert (names["GB"], len(names)) == ("United Kingdom", 249)


@pytest.mark.parametrize(("typed", "code"), [("de", "DE"), (" NZ ", "NZ"), ("XX", ""), ("", "")])
def test_a_code_is_read(typed: str, code: str) -> None:
    assert countries.read(typed) == code


def test_what_was_chosen_comes_before_the_site_and_the_zone() -> None:
    assert countries.of_visitor(request("Europe/Berlin", "NZ"), "US") == "NZ"
    assert countries.of_visitor(request("Europe/Berlin", "<b>"), "US") == "US"
    assert countries.of_visitor(request("Europe/Berlin"), "") == "DE"
    assert countries.of_visitor(request("UTC"), "") == ""
    assert countries.of_visitor(request(), "") == ""
