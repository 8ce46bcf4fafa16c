"""Print over HTTP: the booklet, paper and sizes, answers that need no work, limits, the links."""

import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from tests import factories as f
from tests.exchange.printed import LIST, pages_of, read

from homegroup.core import typesetting
from homegroup.core.press import folding_order
from homegroup.exchange.printing import views
from homegroup.meetings import actions

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_is_enough]
OPTIONS = "/meetings/print/"


@pytest.fixture(autouse=True)
def _now():
    f.forget_what_was_read()
    cache.clear()
    with f.at(f.NOW):
        yield
    cache.clear()
    f.forget_what_was_read()


def size_of(page):
    return round(page.mediabox.width), round(page.mediabox.height)


@pytest.mark.parametrize(
    ("query", "size"),
    [("", (595, 842)), ("paper=letter", (612, 792)), ("fold=1", (842, 595)),
     ("fold=1&paper=letter", (792, 612)), ("size=large", (595, 842))],
)  # fmt: skip
def test_paper(client, query, size):
    f.add()
    response = client.get(f"{LIST}?{query}")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="meetings.pdf"'
    assert all(size_of(page) == size for page in read(response.content).pages)


def test_a_home_that_counts_in_miles_prints_on_letter(client, settings):
    settings.DISTANCE_UNIT = "mi"
    assert size_of(read(client.get(LIST).content).pages[0]) == (612, 792)
    assert size_of(read(client.get(f"{LIST}?paper=a4").content).pages[0]) == (595, 842)


def sizes_in(page):
    """The sizes of type on a page, in points."""
    found = set()
    page.extract_text(visitor_text=lambda text, cm, tm, font, size: found.add(size * abs(tm[0])))
    return found


def test_large_print_is_large(client):
    f.add()
    large, normal = (read(client.get(f"{LIST}?size={x}").content) for x in ("large", "normal"))
    assert any(abs(size - 18) < 0.1 for size in sizes_in(large.pages[0]))
    assert not any(abs(size - 18) < 0.1 for size in sizes_in(normal.pages[0]))


@pytest.mark.parametrize(
    ("count", "order"),
    [
        (1, [(4, 1), (2, 3)]),
        (4, [(4, 1), (2, 3)]),
        (5, [(8, 1), (2, 7), (6, 3), (4, 5)]),
        (12, [(12, 1), (2, 11), (10, 3), (4, 9), (8, 5), (6, 7)]),
    ],
)
def test_folding_order(count, order):
    assert folding_order(count) == order


@pytest.mark.parametrize("count", range(1, 41))
def test_a_folded_stack_reads_in_order(count):
    """Fold the sheets as a person would, and turn the pages."""
    sides = folding_order(count)
    fronts, backs = sides[::2], sides[1::2]
    first_half = [page for front, back in zip(fronts, backs, strict=True)
                  for page in (front[1], back[0])]  # fmt: skip
    second_half = [page for front, back in zip(fronts[::-1], backs[::-1], strict=True)
                   for page in (back[1], front[0])]  # fmt: skip
    assert first_half + second_half == list(range(1, -(-count // 4) * 4 + 1))


def test_a_booklet_holds_all_pages_two_on_a_side(client):
    for number in range(40):
        f.add(f"Meeting number {number}")
    sides = pages_of(client.get(f"{LIST}?fold=1&size=large").content)
    count = int(sides[0].split("1 of ")[1].split()[0])
    assert count > 4
    assert len(sides) == -(-count // 4) * 2
    for side, numbers in zip(sides, folding_order(count), strict=True):
        for number in range(1, count + 1):
            assert (f" {number} of {count}" in f" {side}") == (number in numbers)


def test_the_same_list_again_is_not_made_again(client, monkeypatch):
    f.add()
    first = client.get(f"{LIST}?near=Alder+Falls")
    monkeypatch.setattr(views.sheets, "list_of", None)
    again = client.get(f"{LIST}?near=Alder+Falls", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again["ETag"] == first["ETag"]
    assert not again.content


def test_another_list_day_edition_zone_or_minute_is_made(client):
    meeting = f.add()

    def tag(query=""):
        f.forget_what_was_read()
        return client.get(f"{LIST}?{query}")["ETag"]

    first, soon = tag(), tag("hours=3")
    assert tag("by=place") != first
    assert tag() == first
    with f.at("2026-03-04T12:01+00:00"):
        assert tag() == first
        assert tag("hours=3") != soon
    with f.at("2026-03-05T12:00+00:00"):
        assert tag() != first
    client.cookies["zone"] = "Asia/Tokyo"
    assert tag() != first
    client.cookies.clear()
    actions.close_meeting(meeting=meeting, reason="", by=None)
    assert tag() != first


@pytest.mark.parametrize("path", [LIST, OPTIONS, "/meetings/lamp-light/poster.pdf"])
def test_only_for_reading(client, path):
    f.add()
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200


def test_too_many_from_one_address_wait(client, monkeypatch):
    monkeypatch.setattr(views, "PRINTS_IN_TEN_MINUTES", 2)
    answers = [client.get(LIST) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "600"
    assert "text/html" in answers[2]["Content-Type"]
    known = client.get(LIST, headers={"If-None-Match": answers[0]["ETag"]})
    assert known.status_code == 304


def test_when_all_presses_are_in_use_it_asks_for_patience(client, monkeypatch):
    presses = threading.BoundedSemaphore(1)
    monkeypatch.setattr(typesetting, "_presses", presses)
    monkeypatch.setattr(typesetting, "WAIT_SECONDS", 0)
    with presses:
        busy = client.get(LIST)
    assert busy.status_code == 503
    assert busy["Retry-After"] == "60"
    assert "try again in a minute" in busy.content.decode()
    assert client.get(LIST).status_code == 200


def test_a_press_is_free_again_after_a_failure(client, monkeypatch, tmp_path):
    presses = threading.BoundedSemaphore(1)
    broken = tmp_path / "press.py"
    broken.write_text("raise SystemExit('out of ink')")
    monkeypatch.setattr(typesetting, "_presses", presses)
    monkeypatch.setattr(typesetting, "PRESS", broken)
    with pytest.raises(RuntimeError, match="out of ink"):
        client.get(LIST)
    assert presses.acquire(blocking=False)


def test_what_takes_too_long_is_stopped(client, monkeypatch, tmp_path):
    endless = tmp_path / "press.py"
    endless.write_text("while True: pass")
    monkeypatch.setattr(typesetting, "PRESS", endless)
    monkeypatch.setattr(typesetting, "LONGEST_SECONDS", 0.1)
    stopped = client.get(LIST)
    assert stopped.status_code == 503
    assert "took too long" in stopped.content.decode()


def test_choosing_keeps_the_search(client):
    f.add(types=("open", "women"))
    query = "near=Alder+Falls&type=open&type=women&within=10&after=1.2.3.4&by=place"
    page = client.get(f"{OPTIONS}?{query}").content.decode()
    assert "Near Alder Falls" in page
    assert '<form action="/meetings/print.pdf" method="get">' in page
    for name, value in [("near", "Alder Falls"), ("type", "open"), ("type", "women")]:
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert 'name="after"' not in page
    assert '<input type="radio" name="by" value="place" checked>' in page
    assert 'type="hidden" name="by"' not in page


def test_choosing_escapes_what_stands_in_the_address(client):
    page = client.get(OPTIONS, {"q": '"><script>x', '"><b>': "y"}).content.decode()
    assert "<script>x" not in page
    assert "<b>" not in page


def test_a_search_leads_to_print(client):
    f.add()
    page = client.get("/meetings/?near=Alder+Falls&sort=nearest").content.decode()
    address = next(part for part in page.split('"') if part.startswith(OPTIONS))
    asked = parse_qs(urlsplit(address.replace("&amp;", "&")).query)
    assert asked == {"near": ["Alder Falls"], "sort": ["nearest"]}
    assert "Print this list" in page


def test_a_meeting_leads_to_its_poster(client):
    f.add()
    assert "/meetings/lamp-light/poster/" in client.get("/meetings/lamp-light/").content.decode()


def test_a_meeting_called_print_has_a_page_of_its_own(client):
    meeting = f.add("Print")
    assert meeting.get_absolute_url() != OPTIONS
    assert "Print" in client.get(meeting.get_absolute_url()).content.decode()
