"""Pages of the directory: for everybody, with and without scripts, and hard to break."""

import re
import uuid
from datetime import date, time
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from tests import factories as make
from tests.factories import by_appointment, monthly, once, weekly

from homegroup.meetings import actions
from homegroup.meetings.models import Correction, Meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]
SCRIPT = "\"'><script>alert(1)</script>"
HTMX = {"HX-Request": "true", "HX-Target": "results"}


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def text(answer: Any) -> str:
    """Give what a page says, without its tags, in single spaces."""
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(bare.split())


def get(client: Client, address: str, status: int = 200, **more: Any) -> HttpResponse:
    answer = client.get(address, **more)
    assert answer.status_code == status, address
    return answer


# Every page


@pytest.fixture
def meeting() -> Meeting:
    return make.add("Lamp Light", group=make.group("Lamps"), types=("open",), notes="Tea")


PAGES = ["/meetings/", "/meetings/lamp-light/", "/groups/lamps/"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_there_for_everybody(client: Client, meeting: Meeting, page: str) -> None:
    assert "Lamp Light" in text(get(client, page))
    head = client.head(page)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_page_answers_no_other_method(
    client: Client, meeting: Meeting, page: str, method: str
) -> None:
    answer = getattr(client, method)(page)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("page", ["/meetings/no-such/", "/groups/no-such/", "/meetings/a b/",
                                  "/meetings/no-such/report/", "/meetings/%00/"])  # fmt: skip
def test_what_is_not_there_is_404(client: Client, page: str) -> None:
    assert "nothing at this address" in text(get(client, page, 404))


def test_a_closed_meetings_report_and_a_missing_ones_differ(client: Client) -> None:
    assert client.post("/meetings/no-such/report/").status_code == 404


@pytest.mark.parametrize("page", [*PAGES, "/", "/time-zone/", "/meetings/no-such/"])
def test_headers_close_what_pages_do_not_need(client: Client, meeting: Meeting, page: str) -> None:
    answer = client.get(page)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert "*" not in policy
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "private" in answer["Cache-Control"]
    assert "<script>" not in answer.content.decode()
    assert not re.search(r'\son\w+="', answer.content.decode())
    assert not re.search(r'\sstyle="', answer.content.decode())


@pytest.mark.parametrize("page", ["/", "/meetings/", "/meetings/?q=lamp", "/groups/lamps/"])
def test_a_page_without_a_form_to_send_sets_no_cookie(
    client: Client, meeting: Meeting, page: str
) -> None:
    assert not get(client, page).cookies


def test_the_cookie_of_a_form_is_bound_to_this_site(client: Client, meeting: Meeting) -> None:
    cookies = get(client, "/meetings/lamp-light/").cookies
    assert list(cookies) == ["__Host-form"]
    cookie = cookies["__Host-form"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_no_other_site_for_anything(
    client: Client, meeting: Meeting, page: str
) -> None:
    html = get(client, page).content.decode()
    loaded = re.findall(r'<(?:script|link|img|iframe|source)[^>]+(?:src|href)="([^"]+)"', html)
    assert loaded
    assert all(address.startswith(("/", "data:", "http://testserver/")) for address in loaded)


# Search


def test_htmx_gets_the_results_alone(client: Client, meeting: Meeting) -> None:
    whole = get(client, "/meetings/")
    part = get(client, "/meetings/", headers=HTMX)
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert part.content.decode().strip().startswith('<section id="results"')
    assert "Lamp Light" in text(part)
    for answer in (whole, part):
        assert {"HX-Request", "HX-Target", "Cookie"} <= set(answer["Vary"].split(", "))


@pytest.mark.parametrize(
    "headers",
    [HTMX | {"HX-History-Restore-Request": "true"}, {"HX-Request": "true"},
     {"HX-Request": "true", "HX-Target": "main"}, {"HX-Target": "results"}],
)  # fmt: skip
def test_other_requests_of_htmx_get_the_whole_page(
    client: Client, meeting: Meeting, headers: dict[str, str]
) -> None:
    assert "<html" in get(client, "/meetings/", headers=headers).content.decode()


def test_results_stand_under_their_days(client: Client) -> None:
    make.add("Today", schedules=(weekly("3", "19:30"),))
    make.add("Tomorrow", schedules=(weekly("4", "19:30"),))
    make.add("Later", schedules=(monthly("9", "1"),))
    make.add("Someday", schedules=(by_appointment(),))
    client.cookies["zone"] = "America/New_York"
    said = text(get(client, "/meetings/"))
    order = ["Today, Wednesday, 4 March", "Tomorrow, Thursday, 5 March", "Monday, 30 March",
             "No fixed time", "By appointment"]  # fmt: skip
    assert [said.find(part) for part in order] == sorted(said.find(part) for part in order)
    assert "4 found" in said
    assert -1 not in [said.find(part) for part in order]


def test_pages_follow_each_other_without_scripts(client: Client) -> None:
    for number in range(9):
        make.add(f"Meeting {number}", schedules=(weekly("1234567", f"1{number}:00"),))
    address, seen = "/meetings/?fellowship=aa", []
    for _ in range(5):
        html = get(client, address).content.decode()
        seen += re.findall(r'<time datetime="([^"]+)"', html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        if not following:
            break
        assert "fellowship=aa" in following[1]
        address = "/meetings/" + following[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 63
    assert "Back to the first" in text(get(client, address))


def test_nothing_found_offers_a_way_on(client: Client, meeting: Meeting) -> None:
    said = text(get(client, "/meetings/?q=xyzzyplugh&hours=2"))
    assert "Nothing found" in said
    assert "look at the whole week" in said


def test_a_bad_part_is_told_beside_the_results(client: Client, meeting: Meeting) -> None:
    answer = get(client, "/meetings/?within=far&fellowship=aa")
    assert "Within: Enter a number." in text(answer)
    assert "Lamp Light" in text(answer)
    assert 'value="far"' in answer.content.decode()


def test_an_unknown_place_is_told_and_kept(client: Client, meeting: Meeting) -> None:
    answer = get(client, "/meetings/?near=Xyzzyplugh")
    assert "We do not know this place" in text(answer)
    assert 'value="Xyzzyplugh"' in answer.content.decode()


def test_other_places_of_that_name_are_offered(client: Client) -> None:
    for state, latitude in (("IL", 39.8), ("MA", 42.1)):
        make.add(f"In {state}", venue=make.venue("Springfield", state=state, latitude=latitude))
    html = get(client, "/meetings/?near=Springfield&hours=24").content.decode()
    (other,) = re.findall(r'<a href="(\?[^"]+)">Springfield, (?:IL|MA), USA</a>', html)
    assert "near=Springfield%2C+" in other
    assert "hours=24" in other
    get(client, "/meetings/" + other.replace("&amp;", "&"))


def test_distances_are_told_in_the_chosen_unit(client: Client, meeting: Meeting) -> None:
    assert "km away" in text(get(client, "/meetings/?near=42.7,-76.3"))
    assert "miles away" in text(get(client, "/meetings/?near=42.7,-76.3&unit=mi"))


def test_online_meetings_are_told_in_the_viewers_zone(client: Client) -> None:
    make.add_online(schedules=(weekly("3", "19:30"),))
    client.cookies["zone"] = "Asia/Tokyo"
    said = text(get(client, "/meetings/?attendance=online"))
    assert "9:30 a.m. your time" in said
    assert "Tomorrow, Thursday, 5 March" in said


def test_a_room_in_another_zone_is_told_in_its_own(client: Client, meeting: Meeting) -> None:
    client.cookies["zone"] = "Asia/Tokyo"
    assert "Tuesday, 10 March 7:30 p.m. Mon, local time" in text(get(client, "/meetings/"))


@pytest.mark.parametrize("zone", ["Nowhere/City", "../../etc/passwd", "", "x" * 5_000, "\u00e9"])
def test_a_zone_that_is_none_is_passed_over(client: Client, meeting: Meeting, zone: str) -> None:
    client.cookies["zone"] = zone
    assert "UTC" in text(get(client, "/meetings/"))


PARAMETERS = ["q", "near", "at", "within", "unit", "hours", "day", "time", "attendance",
              "fellowship", "language", "type", "sort", "after"]  # fmt: skip


@pytest.mark.parametrize("name", PARAMETERS)
def test_what_is_typed_is_escaped_wherever_it_is_shown(
    client: Client, meeting: Meeting, name: str
) -> None:
    for headers in ({}, HTMX):
        answer = client.get("/meetings/", {name: SCRIPT}, headers=headers)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


# One meeting


def test_a_meeting_tells_what_one_needs(client: Client) -> None:
    make.add(
        "Lamp Light",
        attendance="hybrid",
        venue=make.venue(notes="Ring the bell."),
        conference_url="https://meet.example.org/lamp",
        conference_phone="+1 555 0100,,123#",
        types=("open", "lang-es"),
        group=make.group("Lamps"),
        email="lamp@example.org",
        confirmed_on=date(2026, 3, 1),
        contacts=({"name": "Kim", "phone": "555 0101", "email": "kim@example.org"},),
    )
    answer = get(client, "/meetings/lamp-light/")
    said, html = text(answer), answer.content.decode()
    for part in ("Every Monday, 7:30 p.m. to 8:30 p.m.", "Mill Hall", "1 Mill Street",
                 "Ring the bell.", "Join online", "Monday, 9 March", "Alcoholics Anonymous",
                 "Spanish", "Kim", "Confirmed on 1 March 2026", "America/New_York"):  # fmt: skip
        assert part in said, part
    assert 'href="geo:42.60000,-76.30000' in html
    assert 'href="https://meet.example.org/lamp" rel="noreferrer noopener external"' in html
    assert 'href="/groups/lamps/"' in html
    assert 'href="mailto:lamp@example.org"' in html


def test_a_cancelled_and_a_moved_date_are_told(client: Client, meeting: Meeting) -> None:
    schedule = meeting.schedules.get()
    actions.cancel_occurrence(
        schedule=schedule, on=date(2026, 3, 9), reason="Hall is painted.", by=None
    )
    actions.move_occurrence(
        schedule=schedule, on=date(2026, 3, 16), to=date(2026, 3, 17), at=time(8), reason="Fair.",
        by=None,
    )  # fmt: skip
    said = text(get(client, "/meetings/lamp-light/"))
    assert "Not on this date. Hall is painted." in said
    assert "Moved from Monday, 16 March. Fair." in said


def test_a_paused_meeting_says_so_and_lets_nobody_join(client: Client) -> None:
    meeting = make.add_online()
    actions.pause_meeting(
        meeting=meeting, from_on=date(2026, 3, 1), until_on=None, reason="Summer.", by=None
    )
    said = text(get(client, "/meetings/night-owls/"))
    assert "Paused until further notice. Summer." in said
    assert "Join online" not in said
    assert "Paused" in text(get(client, "/meetings/?q=owls"))


def test_a_meeting_paused_until_a_date_names_it(client: Client, meeting: Meeting) -> None:
    actions.pause_meeting(
        meeting=meeting, from_on=date(2026, 3, 1), until_on=date(2026, 3, 20), reason="", by=None
    )
    assert "Paused until 20 March 2026." in text(get(client, "/meetings/lamp-light/"))


def test_a_closed_meetings_page_stays_and_says_so(client: Client, meeting: Meeting) -> None:
    actions.close_meeting(meeting=meeting, reason="The hall was sold.", by=None)
    said = text(get(client, "/meetings/lamp-light/"))
    assert "This meeting has closed. The hall was sold." in said
    assert "Next dates" not in said
    assert "Lamp Light" not in text(get(client, "/meetings/"))
    assert "no meetings listed now" in text(get(client, "/groups/lamps/"))


def test_a_meeting_of_one_date_and_one_by_appointment_have_pages(client: Client) -> None:
    make.add("Feast", schedules=(once("2026-03-20", "18:00"),))
    make.add("Someday", schedules=(by_appointment("Call first."),))
    assert "Friday, 20 March 2026, 6 p.m. to 7 p.m." in text(get(client, "/meetings/feast/"))
    assert "Call first." in text(get(client, "/meetings/someday/"))


def _poisoned() -> Meeting:
    mean = dict.fromkeys(
        ["notes", "conference_url_notes", "conference_phone", "conference_phone_notes", "email",
         "phone", "conference_url", "website", "source_url"], SCRIPT,
    )  # fmt: skip
    place = {"name": SCRIPT, "address": SCRIPT, "notes": SCRIPT, "regions": (SCRIPT,),
             "state": SCRIPT, "country": SCRIPT, "postal_code": SCRIPT[:20]}  # fmt: skip
    made = make.add(
        SCRIPT,
        slug="poisoned",
        attendance="hybrid",
        venue=make.venue(SCRIPT, **place),
        group=make.group(SCRIPT, notes=SCRIPT, website=SCRIPT, email=SCRIPT, phone=SCRIPT,
                         district=SCRIPT),
        contacts=({"name": SCRIPT, "phone": SCRIPT, "email": SCRIPT},),
        schedules=(weekly("1"), by_appointment(SCRIPT)),
        **mean,
    )  # fmt: skip
    actions.cancel_occurrence(
        schedule=made.schedules.exclude(starts_at=None).get(), on=date(2026, 3, 9), reason=SCRIPT,
        by=None,
    )  # fmt: skip
    return made


def test_what_a_listing_says_is_escaped_on_every_page(client: Client) -> None:
    made = _poisoned()
    assert made.group is not None
    pages = ["/meetings/", "/", "/meetings/poisoned/", f"/groups/{made.group.slug}/"]
    for page in [*pages, "/meetings/?near=%3Cscript", "/meetings/?at=42.6,-76.3"]:
        html = get(client, page).content.decode()
        assert "<script>alert" not in html, page
    actions.pause_meeting(
        meeting=made, from_on=date(2026, 3, 1), until_on=None, reason=SCRIPT, by=None
    )
    assert "<script>alert" not in get(client, "/meetings/poisoned/").content.decode()
    actions.close_meeting(meeting=made, reason=SCRIPT, by=None)
    assert "<script>alert" not in get(client, "/meetings/poisoned/").content.decode()


# A group


def test_a_group_tells_its_meetings_and_how_to_reach_it(client: Client) -> None:
    lamps = make.group("Lamps", email="lamps@example.org", phone="555 0100", notes="Since 1970")
    make.add("Lamp Light", group=lamps)
    make.add("Lamp Late", group=lamps, schedules=(weekly("5", "22:00"),))
    said = text(get(client, "/groups/lamps/"))
    for part in ("Lamp Light", "Lamp Late", "lamps@example.org", "555 0100", "Since 1970",
                 "Monday, 9 March", "Friday, 6 March"):  # fmt: skip
        assert part in said, part


# Reporting a mistake

FIELDS = ("name", "when", "where", "conference_url", "contact")


def filled(client: Client, **changes: str) -> dict[str, str]:
    """Give what the form of the page would send, with some fields changed."""
    html = get(client, "/meetings/lamp-light/").content.decode()
    values = dict(re.findall(r'<input type="(?:text|hidden)" name="(\w+)" value="([^"]*)"', html))
    sent = {name: values.get(name, "") for name in (*FIELDS, "once")}
    assert uuid.UUID(sent["once"])
    return sent | {"message": ""} | changes


def report(client: Client, **changes: str) -> Any:
    return client.post("/meetings/lamp-light/report/", filled(client, **changes))


def test_a_correction_is_queued_with_what_changed(client: Client, meeting: Meeting) -> None:
    answer = report(client, name="Lamps Light", message="It moved.")
    assert answer.status_code == 302
    assert answer["Location"] == "/meetings/lamp-light/?reported=1#report"
    row = Correction.objects.get()
    assert row.changes == {"name": ["Lamp Light", "Lamps Light"]}
    assert row.message == "It moved."
    assert "Thank you." in text(get(client, "/meetings/lamp-light/?reported=1"))


def test_the_form_holds_what_stands_there(client: Client, meeting: Meeting) -> None:
    sent = filled(client)
    assert sent["name"] == "Lamp Light"
    assert sent["when"] == "Every Monday, 7:30 p.m. to 8:30 p.m."
    assert sent["where"] == "1 Mill Street, Alder Falls, NY, USA"


def test_a_correction_that_says_nothing_is_sent_back(client: Client, meeting: Meeting) -> None:
    answer = report(client)
    assert answer.status_code == 422
    assert "Tell us what is wrong" in text(answer)
    assert not Correction.objects.exists()


def test_what_was_typed_stays_when_something_is_wrong(client: Client, meeting: Meeting) -> None:
    answer = report(client, name="x" * 300, message="It moved to the <library>.")
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "It moved to the &lt;library&gt;." in html
    assert "x" * 300 in html
    assert "<details open" in html
    assert not Correction.objects.exists()


def test_pressing_twice_leaves_one_correction(client: Client, meeting: Meeting) -> None:
    sent = filled(client, message="It moved.")
    for _ in range(2):
        assert client.post("/meetings/lamp-light/report/", sent).status_code == 302
    assert Correction.objects.count() == 1


def test_many_reports_from_one_address_have_to_wait(client: Client, meeting: Meeting) -> None:
    for number in range(10):
        assert report(client, message=f"Number {number}").status_code == 302
    answer = report(client, message="Number 11")
    assert answer.status_code == 429
    assert "Number 11" in answer.content.decode()
    assert Correction.objects.count() == 10
    data = filled(client, message="Another")
    other = client.post("/meetings/lamp-light/report/", data, REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 302


def test_reading_the_address_of_the_form_leads_back_to_the_page(
    client: Client, meeting: Meeting
) -> None:
    answer = client.get("/meetings/lamp-light/report/")
    assert (answer.status_code, answer["Location"]) == (302, "/meetings/lamp-light/#report")
    assert client.put("/meetings/lamp-light/report/").status_code == 405


def test_a_form_from_another_site_is_refused(meeting: Meeting) -> None:
    guarded = Client(enforce_csrf_checks=True)
    data = {"message": "It moved.", "once": str(uuid.uuid4())}
    answer = guarded.post("/meetings/lamp-light/report/", data)
    assert answer.status_code == 403
    assert "send that again" in text(answer)
    html = guarded.get("/meetings/lamp-light/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert token
    good = guarded.post("/meetings/lamp-light/report/", data | {"csrfmiddlewaretoken": token[1]})
    assert good.status_code in {302, 422}
    assert good.status_code == 302 or "csrf" not in text(good).lower()


def test_a_report_on_a_closed_meeting_is_still_taken(client: Client, meeting: Meeting) -> None:
    sent = filled(client, message="It is open again.")
    actions.close_meeting(meeting=meeting, reason="", by=None)
    assert client.post("/meetings/lamp-light/report/", sent).status_code == 302


def test_a_broken_or_missing_key_is_no_crash(client: Client, meeting: Meeting) -> None:
    for key in ("", "x", "0" * 5_000):
        assert report(client, once=key, message="It moved.").status_code == 422


def test_fields_nobody_asked_for_are_passed_over(client: Client, meeting: Meeting) -> None:
    sent = filled(client, message="It moved.") | {"status": "closed", "meeting": "7"}
    assert client.post("/meetings/lamp-light/report/", sent).status_code == 302
    assert Correction.objects.get().changes == {}
    assert make.whole(meeting).status == "listed"
