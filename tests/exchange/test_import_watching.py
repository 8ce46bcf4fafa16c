"""What `check` says of lists that are kept fresh."""

from datetime import timedelta

import pytest
from tests import factories as f

from homegroup.core import health
from homegroup.exchange.importing import watching
from homegroup.exchange.models import Source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with f.at(f.NOW):
        yield


def source(name, *, hours=24, ago=timedelta(), failure="", **more):
    at = None if ago is None else f.NOW - ago
    return Source.objects.create(name=name, every_hours=hours, checked_at=at, failure=failure,
                                 **more)  # fmt: skip


def test_it_is_one_of_the_checks():
    found = {finding.name: finding for finding in health.findings()}
    assert found["sources"].well
    assert found["sources"].text == "no list is kept fresh"


def test_all_is_well():
    source("file", hours=None, ago=timedelta(days=900), failure="once")  # not kept fresh
    source("county")
    source("state", ago=timedelta(days=2, hours=23))
    assert watching.sources() == (True, "2 kept fresh, all could be read")


def test_what_failed_is_told_with_its_reason():
    source("county", failure="The address answers 404.")
    source("state")
    assert watching.sources() == (False, "county: The address answers 404")


def test_what_was_not_looked_at_is_stale():
    source("county", ago=timedelta(days=3, minutes=1))
    source("new", ago=None)
    well, text = watching.sources()
    assert not well
    assert "county was last looked at 2026-03-01 11:59 UTC" in text
    assert "new was last looked at never" in text


def test_many_are_told_as_a_number():
    for number in range(5):
        source(f"s{number}", failure="No.")
    assert watching.sources() == (False, "s0: No; s1: No; s2: No; and 2 more")
