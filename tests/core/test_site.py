"""What this site is: read from one row, changed by one function."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from tests.factories import forget_what_was_read

from homegroup.core import editions, site
from homegroup.core.errors import HouseError
from homegroup.core.models import EXIT_URL, SiteSettings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    forget_what_was_read()


def test_without_a_row_the_settings_say_the_name(settings: Any) -> None:
    settings.SITE_NAME = "Kettle House"
    assert site.current() == site.Site("Kettle House", exit_url=EXIT_URL)


def test_what_is_given_changes_and_the_rest_stays(settings: Any) -> None:
    settings.SITE_NAME = "Homegroup"
    site.change_site(country="de", languages=["de", "pt-BR", "de"], fellowships=["aa", "smart"])
    changed = site.change_site(name="  Kettle   House ", exit_url="https://weather.example/today")
    assert changed == site.current()
    assert changed == site.Site(
        name="Kettle House",
        country="DE",
        languages=("de", "pt-BR"),
        fellowships=("aa", "smart"),
        exit_url="https://weather.example/today",
    )
    assert site.change_site(name="").name == "Homegroup"
    assert SiteSettings.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 61),
        ("country", "XX"),
        ("country", "Germany"),
        ("languages", ["de", "../x"]),
        ("languages", ["de"] * 2 + [f"a{a}{b}" for a in "abcdefgh" for b in "abcdefgh"]),
        ("fellowships", ["not a slug"]),
        ("exit_url", "http://weather.example/"),
        ("exit_url", "javascript:alert(1)"),
        ("exit_url", "https://"),
        ("exit_url", "https://weather.example/\n<b>"),
        ("exit_url", "https://name:word@weather.example/"),
        ("exit_url", "https://[broken/"),
        ("exit_url", "https://weather.example/" + "x" * 300),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_changes(field: str, value: Any) -> None:
    site.change_site(name="Kettle House")
    before = editions.number("site")
    with pytest.raises(HouseError) as refused:
        site.change_site(**{"name": "Other"} | {field: value})
    assert refused.value.field == field
    assert site.current().name == "Kettle House"
    assert editions.number("site") == before


def test_an_empty_address_to_leave_to_is_the_usual_one() -> None:
    assert site.change_site(exit_url=" ").exit_url == EXIT_URL


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_is_forgotten() -> None:
    site.change_site(name="Before")
    with transaction.atomic():
        site.change_site(name="During")
        assert site.current().name == "During"
        transaction.set_rollback(True)
    assert site.current().name == "Before"
    site.change_site(name="After")
    assert site.current().name == "After"


@pytest.mark.django_db(transaction=True)
def test_it_is_read_from_memory_while_nothing_changes(django_assert_num_queries: Any) -> None:
    site.change_site(name="Kettle House")
    site.current()
    with django_assert_num_queries(1):  # the edition alone
        assert site.current().name == "Kettle House"
    site.change_site(name="Lamp House")
    assert site.current().name == "Lamp House"


def test_a_broken_database_still_has_a_name(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    def broken() -> None:
        raise DatabaseError

    monkeypatch.setattr(site, "_row", broken)
    settings.SITE_NAME = "Kettle House"
    assert site.current().name == "Kettle House"


def test_the_database_holds_one_row_that_leaves_by_https() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteSettings.objects.create(pk=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteSettings.objects.create(pk=1, exit_url="http://weather.example/")
    assert connection.is_usable()


def test_every_page_carries_the_name(client: Client) -> None:
    site.change_site(name="Kettle <House>")
    assert "<title>Kettle &lt;House&gt;</title>" in client.get("/").content.decode()
