"""Reading a row: every quirk of published lists is read as it is meant, or said to be unclear."""

from datetime import date

import pytest
from tests.exchange.importing import STREET, TOWN, ZOOM, one, read, row, said

from homegroup.meetings.listing import BodySpec, GroupSpec, ScheduleSpec


def when(**more):
    (spec,) = one(**more).schedules
    return spec.weekdays, spec.starts_at, spec.minutes, spec.minutes_given


# -- days and times ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "weekdays"),
    [
        (0, "7"), (1, "1"), (6, "6"), ("0", "7"), ("6", "6"), (3.0, "3"), ("Monday", "1"),
        ("sunday", "7"), ("Tue", "2"), ("Thurs.", "4"), ("Mondays", "1"), ("martes", "2"),
        ("Samedi", "6"), ("nedeľa", "7"), ("söndag", "7"), ("quarta-feira", "3"), ("日曜日", "7"),
        ("วันพุธ", "3"), ("donderdag", "4"), ("Mittwoch", "3"), ([1], "1"), ([0, 1, "5"], "157"),
        ("Monday, Friday", "15"), ("Mon & Wed", "13"), ("daily", "1234567"),
    ],
)  # fmt: skip
def test_days_in_every_shape(day, weekdays):
    assert when(day=day)[0] == weekdays
    assert said(row(day=day)) == []


def test_day_seven_is_sunday_with_a_warning():
    assert when(day=7)[0] == "7"
    assert said(row(day=7)) == [("warning", "day")]


def test_of_several_days_the_good_ones_are_kept():
    assert when(day=[1, "someday", None])[0] == "1"
    assert said(row(day=[1, "someday"])) == [("warning", "day")]


@pytest.mark.parametrize("day", [8, -1, "someday", True, {"a": 1}, [], "", ["x"], 1.5, "Do"])
def test_a_day_that_is_none_rejects_the_row(day):
    assert said(row(day=day)) == [("error", "day")]


@pytest.mark.parametrize(
    ("time", "start"),
    [
        ("19:30", "19:30"), ("07:00", "07:00"), ("7:30 PM", "19:30"), ("7:30pm", "19:30"),
        ("9:00 AM", "09:00"), ("12:00 AM", "00:00"), ("12:00 PM", "12:00"), ("7 p.m.", "19:00"),
        ("19:30:00", "19:30"), ("19.30", "19:30"), ("19h30", "19:30"), ("1930", "19:30"),
        (730, "07:30"), ("noon", "12:00"), ("Midnight", "00:00"), ("00:00", "00:00"),
        ("23:59", "23:59"), ("19:30 PM", "19:30"), ("2024-01-05T19:30:00", "19:30"),
        (" 8:00\u202fPM ", "20:00"),
    ],
)  # fmt: skip
def test_times_in_every_shape(time, start):
    assert when(time=time, end_time=None)[1:] == (start, 60, False)


def test_24_00_is_the_midnight_that_ends_the_day():
    assert when(day=5, time="24:00", end_time="01:00") == ("6", "00:00", 60, True)
    assert said(row(time="24:00", end_time=None)) == [("warning", "time")]


@pytest.mark.parametrize("time", ["25:00", "7", "soon", "19:75", True, {}, [], "24:30"])
def test_a_time_that_is_none_rejects_the_row(time):
    assert said(row(time=time)) == [("error", "time")]


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [("23:30", "00:30", 60), ("23:00", "00:00", 60), ("23:00", "24:00", 60),
     ("19:00", "21:15", 135), ("22:00", "10:30 PM", 30)],
)  # fmt: skip
def test_an_end_after_midnight_is_of_the_next_day(start, end, minutes):
    assert when(time=start, end_time=end)[2:] == (minutes, True)


def test_an_end_equal_to_the_start_is_none():
    assert when(end_time="19:30")[2:] == (60, False)
    assert said(row(end_time="19:30")) == [("warning", "end_time")]
    assert said(row(end_time="later")) == [("warning", "end_time")]


def test_a_very_long_meeting_is_kept_and_asked_about():
    assert when(time="20:00", end_time="19:00")[2:] == (23 * 60, True)
    assert said(row(time="20:00", end_time="19:00")) == [("warning", "end_time")]


def test_neither_day_nor_time_is_by_appointment():
    assert one(day=None, time=None).schedules == (ScheduleSpec(repeats="appointment"),)
    assert one(day="", time="").schedules == (ScheduleSpec(repeats="appointment"),)


def test_only_one_of_day_and_time_is_unclear():
    assert said(row(day=None)) == [("error", "day")]
    assert said(row(time=None)) == [("error", "time")]


# -- slugs and repeats ------------------------------------------------------------------------


@pytest.mark.parametrize("slug", [None, "", 0, True, [], {"a": 1}, "   ", "x" * 256])
def test_without_a_slug_a_row_is_rejected(slug):
    feed = read(row() | {"slug": slug, "id": 7})
    assert [(each.severity, each.field, each.row) for each in feed.problems] == [
        ("error", "slug", 1)
    ]
    assert feed.rejections == 1


def test_a_slug_may_be_a_number():
    assert list(read(row(6), row("007"), row(7.0)).readings) == ["6", "007", "7"]


def test_rows_that_differ_in_day_and_time_are_one_meeting():
    feed = read(
        row(day=1, url="https://example.org/a", updated="2020-01-01", time_formatted="7:30 pm"),
        row(day=3, url="https://example.org/b", id=9),
        row(day=5, time="08:00", end_time="09:00"),
    )
    (reading,) = feed.readings.values()
    found = [(spec.weekdays, spec.starts_at) for spec in reading.listing.schedules]
    assert found == [("13", "19:30"), ("5", "08:00")]
    assert not feed.problems
    assert reading.row == 1


def test_a_repeated_slug_of_another_meeting_is_rejected():
    feed = read(row(), row(name="Another", day=2))
    assert feed.readings["lamp-light"].listing.name == "Lamp Light"
    assert [(each.row, each.severity, each.field) for each in feed.problems] == [
        (2, "error", "slug")
    ]
    assert feed.rejections == 1


def test_the_same_row_twice_is_said():
    feed = read(row(), row())
    assert len(feed.readings) == 1
    assert [(each.row, each.severity) for each in feed.problems] == [(2, "warning")]


def test_rejections_count_meetings():
    feed = read(row(day=9), row(day=10), row(None), row(""), row("b"))
    assert feed.rejections == 3
    assert list(feed.readings) == ["b"]


@pytest.mark.parametrize("data", [None, 3, "text", [], [1], True, {}])
def test_a_row_that_is_no_meeting_does_not_stop_the_others(data):
    feed = read(data, row())
    assert feed.rejections == 1
    assert list(feed.readings) == ["lamp-light"]
    assert feed.problems[0].row == 1


def test_without_a_name_a_row_is_rejected():
    assert said(row(name="")) == [("error", "name")]


def test_keys_in_other_spellings():
    spelled = {
        "Slug": "lamp-light", "Meeting": "Lamp Light", "Day": "Monday", "Start Time": "7:30 PM",
        "End-Time": "8:30 PM", "Time Zone": "Europe/London", "Location Name": "Hall",
        "Full Address": STREET, "ZIP": "13046", "Type": "Open, Discussion", "Sub Region": "West",
        "Region": "North",
    }  # fmt: skip
    listing = read(spelled).readings["lamp-light"].listing
    assert listing.time_zone == "Europe/London"
    assert listing.types == ("discussion", "open")
    assert listing.venue is not None
    assert (listing.venue.name, listing.venue.postal_code) == ("Hall", "13046")
    assert listing.venue.regions == ("North", "West")
    assert listing.schedules[0].starts_at == "19:30"


# -- text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Bring &amp; share", "Bring & share"),
        ("Don&#8217;t", "Don\u2019t"),
        ("&amp;amp;", "&amp;"),
        ("<p>Ring <b>twice</b></p><p>Side door</p>", "Ring twice\nSide door"),
        ("one<br />two<br>three", "one\ntwo\nthree"),
        ("a\r\nb\r\n\r\n\r\n\r\nc", "a\nb\n\nc"),
        ("&lt;b&gt;", "<b>"),
        ("I <3 tea & 3 < 4", "I <3 tea & 3 < 4"),
        ("https://x.org/?a=1&copy=2", "https://x.org/?a=1&copy=2"),
        ("nul\x00 and\u200b zero", "nul and zero"),
        ("half \ud800 pair", "half pair"),
        ("<script>alert(1)</script>quiet", "quiet"),
        ("x <!-- hidden --> y", "x y"),
        (17, "17"),
    ],
)
def test_text_is_plain(raw, text):
    assert one(notes=raw).notes == text


def test_names_stand_on_one_line():
    assert one(name="84th  Street\n&amp; Main").name == "84th Street & Main"


def test_what_is_no_text_is_left_out():
    assert one(notes={"a": 1}).notes == ""
    assert said(row(notes=[1, 2], location=True)) == [("warning", "location"), ("warning", "notes")]


def test_text_is_cut_to_what_a_field_holds():
    listing = one(name="N" * 300, location="L" * 300, notes="x" * 50_000)
    assert len(listing.name) == 255
    assert listing.venue is not None
    assert len(listing.venue.name) == 255
    assert len(listing.notes) == 8_000
    fields = [field for _, field in said(row(name="N" * 300, notes="x" * 50_000))]
    assert fields == ["name", "notes"]


# -- zones ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "name"),
    [("Europe/London", "Europe/London"), ("america/new_york", "America/New_York"),
     ("New York", "America/New_York"), ("ET", "America/New_York"), ("PST", "America/Los_Angeles"),
     ("Central Time", "America/Chicago"), ("MT", "America/Denver"), ("UTC", "UTC")],
)  # fmt: skip
def test_zones_in_every_shape(zone, name):
    assert one(timezone=zone).time_zone == name


def test_the_zone_comes_from_the_row_the_list_the_place_the_home():
    there = {"latitude": 48.85, "longitude": 2.35}
    paris = row(timezone=None, **there)
    listed = read(paris, time_zone="Asia/Tokyo").readings["lamp-light"].listing
    assert listed.time_zone == "Asia/Tokyo"
    assert one(timezone=None, **there).time_zone == "Europe/Paris"
    assert one(timezone="America/Chicago", **there).time_zone == "America/Chicago"


@pytest.mark.parametrize("zone", ["Nonsense/Zone", "+02:00", "Mars", 7, "../../etc"])
def test_a_nonsense_zone_is_said_and_the_next_choice_taken(zone):
    place = row(timezone=zone, latitude="48.85", longitude="2.35")
    feed = read(place)
    assert feed.readings["lamp-light"].listing.time_zone == "Europe/Paris"
    assert [(each.severity, each.field) for each in feed.problems] == [("warning", "timezone")]


def test_without_any_zone_the_home_has_one_and_says_so_once():
    feed = read(
        row("a", timezone=None), row("b", timezone=None), home_zone="Pacific/Auckland"
    )  # fmt: skip
    assert {each.listing.time_zone for each in feed.readings.values()} == {"Pacific/Auckland"}
    assert [(each.severity, each.field) for each in feed.problems] == [("note", "timezone")]


# -- places -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (STREET, ("12 Mill Street", "Alder Falls", "NY", "13045", "USA")),
        ("8318 104 Street NW, Edmonton, Alberta, T6E 4E8, Canada",
         ("8318 104 Street NW", "Edmonton", "Alberta", "T6E 4E8", "Canada")),
        ("101 Main St, Newport Beach, CA 92625, USA",
         ("101 Main St", "Newport Beach", "CA", "92625", "USA")),
        ("979 County Line Road, Hatboro, PA, 19040, US",
         ("979 County Line Road", "Hatboro", "PA", "19040", "USA")),
        ("12 High St, Lewes BN7 1AB, UK", ("12 High St", "Lewes", "", "BN7 1AB", "UK")),
        ("12 High St, Lewes, BN7 1AB, United Kingdom",
         ("12 High St", "Lewes", "", "BN7 1AB", "United Kingdom")),
        ("Hauptstr. 5, 10115 Berlin, Germany", ("Hauptstr. 5", "Berlin", "", "10115", "Germany")),
        ("5 George St, Sydney NSW 2000, Australia",
         ("5 George St", "Sydney", "NSW", "2000", "Australia")),
        ("Suite 2, 5 Main St, Dover, DE", ("Suite 2, 5 Main St", "Dover", "DE", "", "USA")),
        ("Philadelphia, PA, USA", ("", "Philadelphia", "PA", "", "USA")),
        ("Edmonton, Alberta, T6X 1W5, Canada", ("", "Edmonton", "Alberta", "T6X 1W5", "Canada")),
        ("San Francisco", ("", "San Francisco", "", "", "")),
        ("Georgia, USA", ("", "", "Georgia", "", "USA")),
        ("New York, NY 10001, USA", ("", "New York", "NY", "10001", "USA")),
        ("1 Wall St, New York, USA", ("1 Wall St", "New York", "", "", "USA")),
    ],
)  # fmt: skip
def test_addresses_are_taken_apart(text, parts):
    venue = one(formatted_address=text).venue
    assert venue is not None
    found = (venue.address, venue.city, venue.state, venue.postal_code, venue.country)
    assert found == parts
    assert venue.formatted_address == text


def test_an_address_in_parts_is_put_together():
    parts = {"address": "12 Mill Street", "city": "Alder Falls", "state": "NY",
             "postal_code": 13045}  # fmt: skip
    venue = one(formatted_address=None, **parts).venue
    assert venue is not None
    assert venue.formatted_address == STREET
    assert (venue.country, venue.approximate) == ("USA", False)


def test_a_whole_address_in_the_street_field():
    venue = one(formatted_address=None, address=STREET).venue
    assert venue is not None
    assert (venue.city, venue.formatted_address) == ("Alder Falls", STREET)


@pytest.mark.parametrize(
    ("more", "approximate"),
    [
        ({}, False), ({"formatted_address": TOWN}, True), ({"approximate": "yes"}, True),
        ({"approximate": True}, True), ({"approximate": "No", "formatted_address": TOWN}, False),
        ({"formatted_address": "12 High St, Lewes BN7 1AB, UK"}, False),
        ({"coordinates": "42.6,-76.3,42.8,-76.1"}, True),
        ({"coordinates": "42.6,-76.3", "formatted_address": TOWN}, False),
    ],
)  # fmt: skip
def test_a_place_is_exact_or_an_area(more, approximate):
    venue = one(conference_url=ZOOM, **more).venue
    assert venue is not None
    assert venue.approximate is approximate


@pytest.mark.parametrize(
    ("more", "point"),
    [
        ({"latitude": 42.6, "longitude": -76.3}, (42.6, -76.3)),
        ({"latitude": "42.6", "longitude": " -76.3 "}, (42.6, -76.3)),
        ({"latitude": 42.12345678, "longitude": -76}, (42.123457, -76.0)),
        ({"coordinates": "42.6,-76.3", "latitude": 1, "longitude": 1}, (42.6, -76.3)),
        ({"coordinates": "42,-76,43,-75"}, (42.5, -75.5)),
        ({"latitude": 0, "longitude": 0}, (None, None)),
        ({"latitude": "0", "longitude": "0.0"}, (None, None)),
        ({"latitude": "", "longitude": None}, (None, None)),
        ({}, (None, None)),
    ],
)
def test_coordinates_in_every_shape(more, point):
    venue = one(**more).venue
    assert venue is not None
    assert (venue.latitude, venue.longitude) == point
    assert said(row(conference_url=ZOOM, **more)) == []


@pytest.mark.parametrize(
    "more",
    [
        {"latitude": 91, "longitude": 5},
        {"latitude": 5, "longitude": -181},
        {"latitude": 42.6},
        {"coordinates": "42.6"},
        {"coordinates": {"lat": 1}},
        {"latitude": "north", "longitude": "west"},
        {"latitude": float("nan"), "longitude": 5},
        {"latitude": True, "longitude": 5},
        {"latitude": "1e999", "longitude": 5},
    ],
)
def test_coordinates_that_are_none_are_dropped_and_said(more):
    venue = one(**more).venue
    assert venue is not None
    assert venue.latitude is None
    assert venue.longitude is None
    assert {severity for severity, _ in said(row(**more))} == {"warning"}


@pytest.mark.parametrize(
    ("more", "regions"),
    [
        ({"regions": ["North", "West"]}, ("North", "West")),
        ({"regions": "North > West"}, ("North", "West")),
        ({"region": "North", "sub_region": "West", "sub_sub_region": "B"}, ("North", "West", "B")),
        ({"regions": [], "region": "North"}, ("North",)),
        ({"regions": [None, " ", "North"]}, ("North",)),
        ({"region": None}, ()),
        ({"regions": ["a", "b", "c", "d", "e"]}, ("a", "b", "c", "d")),
    ],
)  # fmt: skip
def test_regions_from_general_to_specific(more, regions):
    venue = one(**more).venue
    assert venue is not None
    assert venue.regions == regions


def test_no_place_at_all():
    assert one(formatted_address=None, conference_url=ZOOM).venue is None


# -- online -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "attendance", "suspended"),
    [
        ({}, "in_person", False),
        ({"conference_url": ZOOM}, "hybrid", False),
        ({"conference_phone": "+16465550137,,123#"}, "hybrid", False),
        ({"types": ["ONL"]}, "hybrid", False),
        ({"conference_url": ZOOM, "formatted_address": TOWN}, "online", False),
        ({"types": ["onl"], "formatted_address": TOWN}, "online", False),
        ({"types": ["TC"]}, "in_person", True),
        ({"types": ["TC", "ONL"]}, "in_person", True),
        ({"types": ["TC", "ONL"], "conference_url": ZOOM}, "online", False),
        ({"types": ["TC"], "conference_phone": "6465550137"}, "online", False),
        ({"formatted_address": TOWN}, "in_person", False),
        ({"attendance_option": "in_person", "types": ["ONL"]}, "in_person", False),
        ({"attendance_option": "in_person", "conference_url": ZOOM}, "hybrid", False),
        ({"attendance_option": "online", "conference_url": ZOOM}, "online", False),
        ({"attendance_option": "hybrid", "conference_url": ZOOM}, "hybrid", False),
        ({"attendance_option": "online"}, "in_person", False),
        ({"attendance_option": "inactive"}, "in_person", True),
        ({"attendance_option": "inactive", "conference_url": ZOOM}, "hybrid", False),
        ({"attendance_option": "nonsense"}, "in_person", False),
        ({"formatted_address": None, "conference_url": ZOOM}, "online", False),
    ],
)
def test_attendance(more, attendance, suspended):
    listing = one(**more)
    assert (listing.attendance, listing.suspended) == (attendance, suspended)


def test_a_meeting_that_nobody_can_find_is_listed_and_said():
    assert said(row(formatted_address=TOWN)) == [("warning", "formatted_address")]
    assert said(row(types=["ONL"])) == [("warning", "types")]


SAFE = "https://nam12.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F1&data=x"


@pytest.mark.parametrize(
    ("raw", "link"),
    [
        (ZOOM, ZOOM),
        ("zoom.us/j/123", "https://zoom.us/j/123"),
        ("https://zoom.us/j/1?pwd=a&amp;b=2", "https://zoom.us/j/1?pwd=a&b=2"),
        ("https://groups.example.org/online", "https://groups.example.org/online"),
        (SAFE, "https://zoom.us/j/1"),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__zoom.us_j_1&d=x", "https://zoom.us/j/1"),
        ("https://urldefense.com/v3/__https://zoom.us/j/1__;!!abc", "https://zoom.us/j/1"),
        ("Join at https://zoom.us/j/9, then wait", "https://zoom.us/j/9"),
    ],
)  # fmt: skip
def test_join_links_in_every_shape(raw, link):
    assert one(conference_url=raw).conference_url == link


@pytest.mark.parametrize(
    "raw",
    ["(712) 555-0101", "call the secretary", "javascript:alert(1)", "ftp://zoom.us/x",
     "data:text/html,x", "https://user:pass@zoom.us/j/1", "http://", "https:///x", "https://[::1",
     "https://zoom.us:99999/x", "https://nodots/x"],
)  # fmt: skip
def test_words_in_place_of_a_link_go_into_the_notes(raw):
    listing = one(conference_url=raw, notes="Ring.")
    assert listing.conference_url == ""
    assert listing.notes == f"Ring.\n{raw}"
    assert said(row(conference_url=raw)) == [("warning", "conference_url")]


@pytest.mark.parametrize(
    ("raw", "phone", "notes"),
    [
        ("+16465550137,,123456#,,*1#", "+16465550137,,123456#,,*1#", ""),
        ("(646) 555-0137", "6465550137", ""),
        (16465550137, "16465550137", ""),
        ("6695550119,3465550101", "6695550119", "3465550101"),
        ("+11", "", ""),
        ("646-555-0137 ask for the code", "6465550137", "646-555-0137 ask for the code"),
        ("ask", "", "ask"),
    ],
)
def test_dial_in_numbers(raw, phone, notes):
    listing = one(conference_phone=raw)
    assert (listing.conference_phone, listing.conference_phone_notes) == (phone, notes)


@pytest.mark.parametrize("raw", ["+11", "6695550119,3465550101", "ask"])
def test_odd_dial_in_numbers_are_said(raw):
    assert said(row(conference_phone=raw)) == [("warning", "conference_phone")]


# -- types ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("types", "meanings"),
    [
        (["O", "d"], ("discussion", "open")),
        ("O, D", ("discussion", "open")),
        (["Open", "Discussion"], ("discussion", "open")),
        (["O", None, "", "  "], ("open",)),
        (["O", "O"], ("open",)),
        ([], ()),
        (None, ()),
        (["12x12"], ("twelve-and-twelve",)),
        (["S"], ("lang-es",)),
    ],
)
def test_types_in_every_shape(types, meanings):
    assert one(types=types).types == meanings
    assert said(row(types=types)) == []


def test_types_go_by_the_fellowship():
    listing = read(row(types=["SP", "S"]), vocabulary="aca").readings["lamp-light"].listing
    assert listing.types == ("lang-es", "speaker")


@pytest.mark.parametrize("types", [["XYZZY"], ["O", {"a": 1}], 3, {"a": 1}])
def test_types_that_nobody_knows_are_said(types):
    assert said(row(types=types)) == [("warning", "types")]


def test_open_and_closed_is_closed():
    assert one(types=["O", "C"]).types == ("closed",)
    assert said(row(types=["O", "C"])) == [("warning", "types")]


# -- whom to ask ------------------------------------------------------------------------------


def test_group_service_body_and_contacts():
    listing = one(
        group="Lamp Group", district=" District 7 ", group_notes="Business on Sundays",
        entity="County Office", entity_url="https://county.example.org",
        entity_email="office@example.org", entity_phone="555-0100", entity_location="The county",
        website="lamp.example.org", email="mailto:lamp@example.org", phone="555-0101",
        contact_1_name="Jo", contact_1_phone="555-0102", contact_2_email="nobody@example.org",
        last_contact="2024-03-05", url="https://county.example.org/lamp",
    )  # fmt: skip
    assert listing.group == GroupSpec(
        name="Lamp Group", district="District 7", notes="Business on Sundays"
    )
    assert listing.body == BodySpec(
        name="County Office", website="https://county.example.org", email="office@example.org",
        phone="555-0100", location="The county",
    )  # fmt: skip
    assert (listing.website, listing.email, listing.phone) == (
        "https://lamp.example.org", "lamp@example.org", "555-0101",
    )  # fmt: skip
    assert listing.contacts == ({"name": "Jo", "phone": "555-0102"},)
    assert listing.confirmed_on == date(2024, 3, 5)
    assert listing.source_url == "https://county.example.org/lamp"


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "not a mail"), ("website", "javascript:alert(1)"), ("website", "http://x y"),
     ("phone", "ask"), ("url", "nowhere"), ("paypal", "Password: redacted"), ("venmo", "no at"),
     ("square", "@wrong"), ("homegroup_online", "a b")],
)  # fmt: skip
def test_malformed_details_are_dropped_and_said(field, value):
    listing = one(**{field: value})
    assert (listing.email, listing.website, listing.phone, listing.source_url) == ("",) * 4
    assert listing.contributions == {}
    assert said(row(**{field: value})) == [("warning", field)]


def test_contributions_in_the_forms_that_readers_take():
    listing = one(
        venmo="https://venmo.com/u/Lamp-Light", square="$lamp", paypal="https://paypal.me/lamp",
        homegroup_online="lamp_light",
    )  # fmt: skip
    assert listing.contributions == {
        "venmo": "@Lamp-Light", "square": "$lamp", "paypal": "lamp",
        "homegroup_online": "lamp_light",
    }  # fmt: skip


def test_of_several_addresses_the_first_is_taken():
    assert one(email="a@example.org, b@example.org").email == "a@example.org"
    assert said(row(email="a@example.org; b@example.org")) == [("warning", "email")]


def test_what_is_nobodys_business_is_not_kept():
    feed = read(row(author="jdoe", edit_url="https://x.org/wp-admin", feedback_emails=["a@x.org"],
                    data_source="x", import_hash="y", updated="4/4/2021 10:28:35 AM"))  # fmt: skip
    assert "jdoe" not in repr(feed)
    assert "wp-admin" not in repr(feed)
    assert not feed.problems


@pytest.mark.parametrize(
    ("told", "day"),
    [("2024-03-05 10:00:00", date(2024, 3, 5)), ("2024-03-05T10:00:00Z", date(2024, 3, 5)),
     ("3/5/2024 10:28:35 AM", date(2024, 3, 5)), ("last week", None), ("2024-13-45", None)],
)  # fmt: skip
def test_dates_in_every_shape(told, day):
    assert one(last_contact=told).confirmed_on == day
