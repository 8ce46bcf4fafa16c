"""The poster of one meeting: what it says, that the code is drawn, that it is one page."""

import re

import pytest
import segno
from tests import factories as f
from tests.exchange.printed import in_order, pages_of, read, text_of

from homegroup.core import clock, qr
from homegroup.exchange.feeds.outlet import outlet_now
from homegroup.exchange.printing import poster
from homegroup.exchange.printing.options import Options
from homegroup.meetings import actions

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_is_enough]


@pytest.fixture(autouse=True)
def _now():
    f.forget_what_was_read()
    with f.at(f.NOW):
        yield
    f.forget_what_was_read()


def poster_of(client, meeting, query=""):
    response = client.get(f"{meeting.get_absolute_url()}poster.pdf?{query}")
    assert response.status_code == 200
    return response.content


def test_it_says_what_a_stranger_needs(client):
    meeting = f.add(types=("open", "wheelchair"), email="lamp@example.org", phone="555 0100",
                    venue=f.venue(notes="The blue door."))  # fmt: skip
    (text,) = pages_of(poster_of(client, meeting))
    assert in_order(text, "Lamp Light", "Every Monday, 7:30 p.m. to 8:30 p.m.", "Mill Hall",
                    "1 Mill Street, Alder Falls", "The blue door.", "Open", "Wheelchair access",
                    "You can come as you are.")  # fmt: skip
    assert "Questions? 555 0100 and lamp@example.org" in text
    assert "testserver/meetings/lamp-light/" in text
    assert "As of 4 March 2026. Times can change." in text


def test_it_says_how_to_join_without_the_passcode(client):
    meeting = f.add_online("Owls", conference_url_notes="Passcode 1234", conference_phone="555")
    text = text_of(poster_of(client, meeting))
    assert "Online: meet.example.org/owls" in text
    assert "By phone: 555" in text
    assert "(New York time)" in text
    assert "1234" not in text


def test_a_paused_one_says_so_and_a_closed_one_has_none(client):
    meeting = f.add()
    actions.pause_meeting(meeting=meeting, from_on=f.NOW.date(), until_on=None, reason="", by=None)
    assert "Paused until further notice." in text_of(poster_of(client, meeting))
    actions.close_meeting(meeting=f.whole(meeting), reason="", by=None)
    assert client.get("/meetings/lamp-light/poster.pdf").status_code == 404
    assert client.get("/meetings/nobody/poster.pdf").status_code == 404


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("strips", ["", "1"])
def test_all_of_it_fits_on_one_page(client, paper, strips):
    schedules = tuple(f.monthly("13", day, "06:15") for day in "1234567")
    hall = f.venue("Town " * 20, name="Hall " * 40, notes="Door. " * 60)
    meeting = f.add("A very long name of a meeting " * 8, schedules=schedules, notes="Long. " * 90,
                    types=("open", "wheelchair", "women", "speaker", "candlelight", "lang-es"),
                    attendance="hybrid", conference_url="https://meet.example.org/" + "a" * 200,
                    venue=hall)  # fmt: skip
    (text,) = pages_of(poster_of(client, meeting, f"paper={paper}&strips={strips}"))
    assert "You can come as you are." in text
    assert "scan the code to join" in text


def test_strips_to_tear_off(client):
    meeting = f.add()
    plain, torn = (text_of(poster_of(client, meeting, query)) for query in ("", "strips=1"))
    assert plain.count("Lamp Light") == 1
    assert torn.count("Lamp Light") == 1 + poster.STRIPS


def test_the_code_leads_to_the_page(client, settings):
    settings.SITE_URL = "https://recovery.example"
    data = poster.poster_data(f.add(), Options(), outlet_now(settings.SITE_URL))
    assert data["qr"] == qr.file("https://recovery.example/meetings/lamp-light/")
    assert data["address"] == "recovery.example/meetings/lamp-light/"
    modules = segno.make("https://recovery.example/meetings/lamp-light/", error="m", micro=False)
    side = len(list(modules.matrix))
    assert f'width="{side}" height="{side}"' in data["qr"]


def test_the_code_is_drawn_with_lines(client):
    page = read(poster_of(client, f.add())).pages[0]
    assert not page.images
    lines = re.findall(rb"\bl\b", page.get_contents().get_data())
    runs = qr.file("http://testserver/meetings/lamp-light/").count("h")
    assert len(lines) > runs > 100


def test_what_people_write_is_text(client):
    nasty = '#panic("no") *b* $x$ `r` @a <b> \\ [c]'
    meeting = f.add(nasty, slug="nasty", phone="#1 *2*", venue=f.venue(name=nasty, notes=nasty))
    text = text_of(poster_of(client, meeting, "strips=1"))
    assert nasty.split()[0] in text
    for part in nasty.split():
        assert text.count(part) > 2
    assert "#1 *2*" in text


def test_the_pdf_says_what_it_is(client):
    found = read(poster_of(client, f.add()))
    assert found.metadata.title == "Lamp Light · Homegroup"
    assert found.trailer["/Root"]["/Lang"] == "en"
    assert found.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("name", ["夜のあかり", "बरगद की छाँव", "ضوء المساء"])
def test_every_script_gives_a_pdf(client, name):
    assert poster_of(client, f.add(name, slug="x", notes=name), "strips=1")
    assert clock.now() == f.NOW


# Choosing how


def test_its_page_leads_from_the_meeting_to_the_pdf(client):
    meeting = f.add()
    address = f"{meeting.get_absolute_url()}poster/"
    assert f'href="{address}"' in client.get(meeting.get_absolute_url()).content.decode()
    page = client.get(f"{address}?strips=1&paper=letter").content.decode()
    assert 'action="/meetings/lamp-light/poster.pdf"' in page
    assert 'value="letter" checked' in page
    assert 'name="strips" value="1" checked' in page
    plain = client.get(address).content.decode()
    assert 'value="a4" checked' in plain
    assert "strips" in plain
    assert 'value="1" checked' not in plain
    assert client.post(address).status_code == 405


def test_a_closed_or_unknown_meeting_has_no_page_of_choices(client):
    meeting = f.add()
    actions.close_meeting(meeting=meeting, reason="", by=None)
    assert client.get(f"{meeting.get_absolute_url()}poster/").status_code == 404
    assert client.get("/meetings/nobody/poster/").status_code == 404
