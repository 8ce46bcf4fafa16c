"""What all pages have in common: who is let in, methods, input that makes no sense, queries."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.wisdom.conftest import People, asked, browser, offered, share, shown
from tests.wisdom.test_pages import form, html, words

from homegroup.search.choices import Audience
from homegroup.wisdom import choices
from homegroup.wisdom.models import Statement
from homegroup.wisdom.places import Where
from homegroup.wisdom.views import reading

LONG = "word " * 200
TWISTED = "Tea \u202eand bread"


def inside(people: People) -> Where:
    return Where(Audience.GROUP, people.group)


def addresses(people: People) -> dict[str, str]:
    """Give every address of the room: by name, with the methods that it answers."""
    on_page = shown(people.robin, people.lee, where=inside(people))
    mine, waits = asked(people), offered(people.robin, where=inside(people))
    desk = f"/groups/{people.group.key}/helped/"
    return {
        "/helped/": "GET",
        "/helped/evenings/": "GET",
        "/helped/own/": "GET",
        "/helped/offer/": "GET POST",
        f"/helped/keep/share/{share(people, people.kim).pk}/": "GET POST",
        f"/helped/own/{mine.pk}/": "GET POST",
        f"/helped/own/{mine.pk}/back/": "GET POST",
        f"/helped/evenings/{on_page.pk}/": "POST",
        desk: "GET POST",
        f"{desk}{waits.pk}/": "GET POST",
        "/helped/desk/": "GET POST",
        f"/helped/desk/{waits.pk}/": "GET POST",
        f"{desk}page/evenings/": "GET POST",
        "/helped/desk/page/evenings/": "GET POST",
    }


PUBLIC = {"/helped/", "/helped/evenings/"}


def test_pages_answer_their_methods_only(people: People) -> None:
    for address, methods in addresses(people).items():
        whose = people.lee if "/groups/" in address else people.robin
        client = browser(whose)
        for method in ("get", "post", "put", "patch", "delete"):
            if method.upper() not in methods.split():
                answer = getattr(client, method)(address)
                refused = {403, 405} if "/desk/" in address else {405}
                assert answer.status_code in refused, (method, address)


def test_visitors_are_asked_to_sign_in_where_it_is_not_for_all(people: People) -> None:
    for address, methods in addresses(people).items():
        if "GET" not in methods:
            assert Client().post(address, {"on": "1"}).status_code == 403
            continue
        answer = Client().get(address)
        if address in PUBLIC:
            assert answer.status_code == 200
        else:
            assert answer.headers["Location"].startswith("/sign-in/"), address


def test_an_outsider_reaches_nothing_of_others(people: People) -> None:
    client = browser(people.olive)
    for address, methods in addresses(people).items():
        if address in PUBLIC or address in {"/helped/own/", "/helped/offer/"}:
            continue
        for method in methods.split():
            answer = getattr(client, method.lower())(address, form(on="1"))
            assert answer.status_code in {403, 404}, (method, address)
    assert Statement.objects.filter(group=people.group).count() == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": "", "situation": "sleep", "where": "home"}, "Write at least one word."),
        ({"text": LONG, "situation": "sleep", "where": "home"}, "too many"),
        ({"text": TWISTED, "situation": "sleep", "where": "home"}, "a sign that nobody can see"),
        ({"text": "Tea.", "situation": "no-such", "where": "home"}, "not one of the available"),
        ({"text": "Tea.", "situation": "", "where": "home"}, "This field is required"),
        ({"text": "Tea.", "situation": "sleep", "where": "group-zz"}, "not one of the available"),
        ({"text": "Tea.", "situation": "sleep"}, "This field is required"),
    ],
)
def test_an_offer_that_is_refused_keeps_what_was_typed(
    people: People, typed: dict[str, str], said: str
) -> None:
    answer = browser(people.robin).post("/helped/offer/", form(**typed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in words(page)
    assert typed["text"].strip() in page
    if typed["situation"] == "sleep":
        assert '<option value="sleep" selected>' in page
    assert not Statement.objects.exists()


def test_a_question_that_is_refused_keeps_what_was_typed(people: People) -> None:
    row = share(people, people.robin)
    for passage, said in (
        ("Words that do not stand there.", "one after the other"),
        (LONG, "too many"),
        (TWISTED, "a sign that nobody can see"),
    ):
        typed = form(passage=passage, situation="sleep", situation_2="evenings")
        answer = browser(people.kim).post(f"/helped/keep/share/{row.pk}/", typed)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert said in words(page)
        assert passage.strip() in page
        assert '<option value="evenings" selected>' in page
    assert not Statement.objects.exists()


def test_an_answer_that_is_refused_keeps_what_was_typed(people: People) -> None:
    row = asked(people)
    for text, said in (("", "at least one word"), (LONG, "too many"), (TWISTED, "nobody can see")):
        typed = form(text=text, where="public")
        answer = browser(people.robin).post(f"/helped/own/{row.pk}/", typed)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert said in words(page)
        assert text.strip() in page
    row.refresh_from_db()
    assert row.stage == choices.Stage.ASKED


def test_an_edit_that_is_refused_keeps_what_was_typed(people: People) -> None:
    row = offered(people.robin, where=inside(people))
    address = f"/groups/{people.group.key}/helped/{row.pk}/"
    client = browser(people.lee)
    for text, said in (("", "at least one word"), (LONG, "too many"), (TWISTED, "nobody can see")):
        typed = form(do="show", text=text, situation="sleep", language="en")
        answer = client.post(address, typed)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert said in words(page)
        assert text.strip() in page
        assert '<option value="sleep" selected>' in page
    odd = form(do="point", address="nowhere at all")
    assert 'value="nowhere at all"' in client.post(address, odd).content.decode()
    desk = f"/groups/{people.group.key}/helped/"
    assert client.post(desk, form(label="x")).status_code == 422
    row.refresh_from_db()
    assert row.stage == choices.Stage.AGREED


def test_a_form_without_its_key_is_told_so(people: People) -> None:
    row = shown(people.robin, people.lee, where=inside(people))
    assert browser(people.robin).post(f"/helped/own/{row.pk}/back/", {"x": "1"}).status_code == 422
    assert Statement.objects.exists()


# -- many -----------------------------------------------------------------------------------------


def counted(client: Client, address: str, add: Callable[[int], object]) -> list[int]:
    """Give the queries of a page after each of three more things."""
    counts = []
    for number in range(3):
        add(number)
        html(client, address)
        with CaptureQueriesContext(connection) as seen:
            html(client, address)
        counts.append(len(seen))
    return counts


def test_lists_take_the_same_number_of_queries_for_one_and_three(people: People) -> None:
    def on_page(number: int) -> None:
        shown(people.robin, people.lee, f"Words {number}", where=inside(people))

    def waiting(number: int) -> None:
        offered(people.robin, f"Other words {number}", where=inside(people))

    lee, robin = browser(people.lee), browser(people.robin)
    for client, address, add in (
        (lee, "/helped/", on_page),
        (robin, "/helped/own/", waiting),
        (lee, f"/groups/{people.group.key}/helped/", waiting),
    ):
        counts = counted(client, address, add)
        assert len(set(counts)) == 1, (address, counts)
        Statement.objects.all().delete()


def test_many_words_are_read_a_page_at_a_time(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "A_PAGE", 2)
    for number in range(5):
        shown(people.robin, people.lee, f"Words number {number}.", where=inside(people))
    client = browser(people.kim)
    pages = [html(client, f"/helped/evenings/?page={number}") for number in (1, 2, 3)]
    told = [{n for n in range(5) if f"Words number {n}." in page} for page in pages]
    assert [len(each) for each in told] == [2, 2, 1]
    assert set().union(*told) == set(range(5))
    assert 'href="?page=2"' in pages[0]
    assert 'rel="next"' not in pages[2]
    for odd in ("0", "x", "-1", "99999", "²"):
        assert words(html(client, f"/helped/evenings/?page={odd}")) == words(pages[0])
    assert "Nobody has said anything" in html(client, "/helped/evenings/?page=9")


def test_an_editor_finds_the_way_to_change_words_on_the_page(people: People) -> None:
    row = shown(people.robin, people.lee, where=inside(people))
    home = shown(people.robin, people.lee, "Words for the home", where=Where(Audience.HOME))
    way = f"/groups/{people.group.key}/helped/{row.pk}/"
    page = html(browser(people.lee), "/helped/evenings/")
    assert way in page
    assert f"/helped/desk/{home.pk}/" not in page
    assert way not in html(browser(people.kim), "/helped/evenings/")


def test_a_share_that_words_point_to_is_told_by_its_first_words(people: People) -> None:
    row = shown(people.robin, people.lee, where=inside(people))
    pointed = share(people, people.kim, "I *sat* on the bench by the river until it was dark.")
    url = f"/groups/{people.group.key}/shares/{pointed.pk}/"
    client = browser(people.lee)
    address = f"/groups/{people.group.key}/helped/{row.pk}/"
    assert client.post(address, form(do="point", address=url, once=str(uuid4()))).status_code == 302
    page = html(browser(people.kim), "/helped/evenings/")
    assert "“I sat on the bench by the river…”" in page
