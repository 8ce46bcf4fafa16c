"""Whatever a row holds, reading never raises, and what is read fits the tables."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange.importing import bring

from homegroup.exchange.importing.feed import read_feed, settled
from homegroup.exchange.importing.listings import Assumed
from homegroup.exchange.importing.rows import field_name
from homegroup.groups.models import Group, ServiceBody
from homegroup.meetings import writing
from homegroup.meetings.listing import (
    BODY_FIELDS,
    GROUP_FIELDS,
    PLAIN_FIELDS,
    VENUE_FIELDS,
    Listing,
)
from homegroup.meetings.models import Meeting
from homegroup.places.models import Venue

FIELDS = (
    "slug", "name", "day", "time", "end_time", "timezone", "formatted_address", "address", "city",
    "state", "postal_code", "country", "latitude", "longitude", "coordinates", "approximate",
    "location", "location_notes", "region", "regions", "sub_region", "types", "notes",
    "conference_url", "conference_url_notes", "conference_phone", "conference_phone_notes",
    "group", "group_notes", "district", "email", "phone", "website", "venmo", "square", "paypal",
    "url", "updated", "last_contact", "entity", "entity_url", "entity_email", "contact_1_name",
    "contact_1_email", "contact_1_phone", "attendance_option",
)  # fmt: skip
ODD = st.sampled_from(
    ["19:30", "7:30 PM", "Monday", "O, C", "https://zoom.us/j/1", "https://[",
     "12 Mill St, X, NY 1", "1,2,3,4", "0", "&#0;", "&#xD800;", "\x00", "<b", "a@b.cd",
     "٣:٣٠", "²", "ﷺ" * 300, ",,,", "%",
     "America/New_York", "https://safelinks.protection.outlook.com/?url=%FF", "http://a.b:x/"]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | ODD
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
ROWS = st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=20)
PLAUSIBLE = ROWS.map(
    lambda row: {"slug": "a", "name": "A", "day": 1, "time": "19:30", "city": "X"} | row
)
many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _length(model: Any, name: str) -> int | None:
    length: int | None = model._meta.get_field(name).max_length
    return length


def _fits(model: Any, names: Any, value: Any) -> None:
    for name in names:
        text = getattr(value, name)
        length = _length(model, name)
        if isinstance(text, str):
            assert "\x00" not in text
            assert length is None or len(text) <= length
            text.encode("utf-8")


@many
@given(st.lists(JSON | ROWS | PLAUSIBLE, max_size=4))
def test_any_json_is_read_or_rejected(rows):
    feed = read_feed(rows, Assumed())
    assert len(feed.readings) + feed.rejections >= bool(rows)
    assert {problem.severity for problem in feed.problems} <= {"error", "warning", "note"}
    settled(feed.readings.values())


@many
@given(PLAUSIBLE)
def test_what_is_read_fits_the_tables(row):
    for reading in read_feed([row], Assumed()).readings.values():
        listing: Listing = reading.listing
        _fits(Meeting, PLAIN_FIELDS, listing)
        _fits(Venue, VENUE_FIELDS, listing.venue or Venue())
        _fits(Group, ("name", *GROUP_FIELDS), listing.group or Group())
        _fits(ServiceBody, ("name", *BODY_FIELDS), listing.body or ServiceBody())
        writing.encoded(listing)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PLAUSIBLE, min_size=1, max_size=5))
def test_what_is_read_can_be_written(rows):
    numbered = [row | {"slug": f"s{number}"} for number, row in enumerate(rows)]
    listings = read_feed(numbered, Assumed()).readings
    outcome = bring(*numbered, name="any")
    assert outcome.tally.created + outcome.tally.updated + outcome.tally.unchanged == len(listings)
    again = bring(*numbered, name="any")
    assert again.tally.unchanged == len(listings)


def test_a_key_that_is_all_blanks():
    assert field_name(" -- ") == ""
