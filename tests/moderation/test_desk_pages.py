"""Pages of the desk: works, outsider, wrong role, wrong method, as many queries for 1 row as for 3.

What is refused keeps what was typed.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.accounts.people import make_member, sign_in
from tests.groups.making import make_membership
from tests.moderation.conftest import Papers, People
from tests.moderation.test_pages import browser, send
from tests.moderation.test_times_away import away, propose

from homegroup.core import clock
from homegroup.groups.models import Membership
from homegroup.moderation import actions
from homegroup.moderation.models import Ban, Concern, Decision, Hold, Pause, Rest, SlowMode

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SELLING = "I sell pills, cheap, message me on telegram"


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def desk_of(people: People) -> str:
    return f"/groups/{people.group.key}/desk/"


def person_of(people: People, who: Membership) -> str:
    return f"{desk_of(people)}people/{who.pk}/"


def operator() -> Client:
    client = Client()
    sign_in(client, make_member("caretaker", operator=True), strong=True)
    return client


# -- who sees what -----------------------------------------------------------------------------


def _pages(people: People, papers: Papers) -> dict[str, str]:
    """Give the pages of a desk on which something waits, by name."""
    subject = papers.write(SELLING, people.robin)
    row = propose(people)
    assert row
    return {
        "desk": desk_of(people),
        "case": f"{desk_of(people)}paper/{subject}/",
        "person": person_of(people, people.robin),
        "ban": f"{desk_of(people)}away/{row.pk}/",
        "tending": f"{desk_of(people)}tending/",
    }


@pytest.mark.parametrize("name", ["desk", "case", "person", "ban", "tending"])
def test_only_moderators_of_the_group_come_in(people: People, papers: Papers, name: str) -> None:
    path = _pages(people, papers)[name]
    stranger = Client()
    sign_in(stranger, make_member("far-away"), strong=True)
    for client in (stranger, browser(people.robin, strong=True), operator()):
        assert client.get(path).status_code == 403
        assert send(client, path, do="kept").status_code in {403, 405}
    weak = browser(people.bo).get(path)
    assert (weak.status_code, weak.headers["Location"][:10]) == (302, "/me/steps/")
    moderator = browser(people.bo, strong=True)
    assert moderator.get(path).status_code == 200
    assert moderator.put(path).status_code == 405
    assert Client().get(path).headers["Location"].startswith("/sign-in/")


def test_the_desk_shows_the_most_urgent_first_with_its_reason(
    people: People, papers: Papers
) -> None:
    papers.write("Hello, I am new.", people.robin)
    papers.write("I do not want to be alive any more.", people.kim)
    page = text(browser(people.ana, strong=True), desk_of(people))
    assert page.index(">Kim</a>") < page.index(">Robin</a>")
    assert "By their own words the author may not be safe." in page
    assert "the first things that somebody writes" in page


def test_what_is_about_a_moderator_is_not_on_their_desk(people: People, papers: Papers) -> None:
    subject = papers.write("A word.", people.robin)
    actions.report(
        reporter=people.ana.user, kind="paper", subject=subject, reason="other", words="",
        key=uuid4(),
    )  # fmt: skip
    ana, path = browser(people.ana, strong=True), f"{desk_of(people)}paper/{subject}/"
    assert subject not in text(ana, desk_of(people))
    assert ana.get(path).status_code == 404
    assert send(ana, path, do="kept").status_code == 302
    assert Hold.objects.waiting().exists()
    assert path in text(browser(people.bo, strong=True), desk_of(people))


# -- one case ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("do", "typed", "missing", "state"),
    [
        ("edited", {"text": "Calmer words", "note": "Softer"}, "note", {"text": "Calmer words"}),
        ("folded", {"label": "about money", "note": "Hm"}, "label", {"label": "about money"}),
        ("removed", {"note": "Not here", "reason": "Sells"}, "note", {"state": "refused"}),
    ],
)
def test_a_decision_needs_its_words_and_is_made_once(
    people: People, papers: Papers, do: str, typed: dict[str, str], missing: str,
    state: dict[str, str],
) -> None:  # fmt: skip
    subject = papers.write(SELLING, people.robin)
    client, path = browser(people.ana, strong=True), f"{desk_of(people)}paper/{subject}/"
    refused = send(client, path, do=do, **typed | {missing: ""})
    assert refused.status_code == 422
    kept = next(value for name, value in typed.items() if name != missing)
    assert kept in refused.content.decode()
    assert "<details open>" in refused.content.decode()
    assert not Decision.objects.exists()
    data = {"do": do, "once": str(uuid4()), **typed}
    for _ in range(3):
        assert client.post(path, data).headers["Location"] == desk_of(people)
    assert Decision.objects.count() == 1
    assert {name: getattr(papers.rows[subject], name) for name in state} == state


def test_a_label_hides_no_signs(people: People, papers: Papers) -> None:
    subject = papers.write(SELLING, people.robin)
    client, path = browser(people.ana, strong=True), f"{desk_of(people)}paper/{subject}/"
    refused = send(client, path, do="folded", label="about\u202emoney", note="Hm")
    assert refused.status_code == 422
    assert "a sign that nobody can see" in refused.content.decode()
    assert not Decision.objects.exists()


def test_a_case_leads_to_who_needs_an_answer(people: People, papers: Papers) -> None:
    subject = papers.write("I do not want to be alive any more.", people.kim)
    page = text(browser(people.ana, strong=True), f"{desk_of(people)}paper/{subject}/")
    assert f'<a class="act" href="/papers/{subject}/">Go there and answer</a>' in page
    assert "What was written before." in page


def test_somebody_is_with_them_while_the_words_still_wait(people: People, papers: Papers) -> None:
    subject = papers.write(f"I do not want to be alive any more. {SELLING}", people.kim)
    client, path = browser(people.ana, strong=True), f"{desk_of(people)}paper/{subject}/"
    assert 'value="seen"' in text(client, path)
    send(client, path, do="seen")
    assert Concern.objects.get().state == "seen"
    assert papers.rows[subject].state == "held"
    assert 'value="seen"' not in text(client, path)
    assert send(client, path, do="seen").status_code == 422
    assert Hold.objects.waiting().exists()
    send(client, path, do="kept")
    assert not Hold.objects.waiting().exists()


def test_letting_through_is_the_main_button_only_for_first_things(
    people: People, papers: Papers
) -> None:
    client, plain = browser(people.ana, strong=True), 'value="kept" class="plain">Let it through'
    for words, is_main in (("Hello, I am new.", True), (SELLING, False)):
        subject = papers.write(words, people.robin)
        page = text(client, f"{desk_of(people)}paper/{subject}/")
        assert "Let it through" in page
        assert (plain not in page) == is_main


# -- one person --------------------------------------------------------------------------------


def test_a_word_a_pause_and_letting_write_again(people: People) -> None:
    client, path = browser(people.ana, strong=True), person_of(people, people.kim)
    told = {"do": "warn", "note": "Please, no names.", "once": str(uuid4())}
    for _ in range(3):
        assert client.post(path, told).headers["Location"] == path
    assert Decision.objects.count() == 1
    send(client, path, do="pause", hours="6", note="Breathe")
    page = text(client, path)
    assert "They cannot write here for" in page
    assert "Breathe" in page
    for _ in range(3):
        assert send(client, path, do="lift").status_code == 302
    assert not Pause.objects.running().exists()
    assert Decision.objects.filter(verdict="lifted").count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"do": "warn", "note": " "},
        {"do": "pause", "hours": "1000", "note": "Kept words"},
        {"do": "pause", "hours": "6", "note": ""},
        {"do": "ban", "until_on": "2020-01-01", "reason": "Kept words"},
        {"do": "ban", "until_on": "never", "reason": "Kept words"},
    ],
)
def test_what_is_refused_keeps_what_was_typed(people: People, typed: dict[str, str]) -> None:
    client, path = browser(people.ana, strong=True), person_of(people, people.kim)
    answer = send(client, path, **typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page or "errorlist" in page or "aria-invalid" in page
    kept = typed.get("reason") or typed["note"].strip()
    assert kept in page
    assert not Decision.objects.exists()
    assert not Ban.objects.exists()


def test_nobody_stands_on_a_page_of_their_own(people: People) -> None:
    client = browser(people.ana, strong=True)
    for who in (people.ana.pk, uuid4()):
        path = f"{desk_of(people)}people/{who}/"
        assert client.get(path).status_code == 404
        assert send(client, path, do="warn", note="x").status_code == 404


def test_who_runs_the_home_acts_only_where_nobody_else_may(people: People) -> None:
    client, path = operator(), f"/console/desk/people/{people.kim.pk}/"
    assert client.get(path).status_code == 404
    for who in (people.ana, people.bo):
        who.positions.all().delete()
    assert "Kim" in text(client, path)
    assert browser(people.robin, strong=True).get(path).status_code == 403
    send(client, path, do="warn", note="Hello")
    assert Decision.objects.get().note == "Hello"


# -- a time away -------------------------------------------------------------------------------


def in_a_month() -> str:
    return (clock.now().date() + 30 * DAY).isoformat()


def test_two_moderators_decide_on_a_time_away(people: People) -> None:
    ana, path = browser(people.ana, strong=True), person_of(people, people.kim)
    data = {"do": "ban", "reason": "Follows newcomers", "until_on": in_a_month()}
    data["once"] = str(uuid4())
    for _ in range(3):
        assert ana.post(path, data).headers["Location"] == path
    row = Ban.objects.get()
    assert not row.everywhere
    here = f"{desk_of(people)}away/{row.pk}/"
    assert "A second person decides." in text(ana, path)
    assert ana.get(here).status_code == 404  # who proposed it is not the second
    assert send(ana, here, do="yes").status_code == 302
    bo = browser(people.bo, strong=True)
    assert "Follows newcomers" in text(bo, here)
    once = str(uuid4())
    for _ in range(3):
        assert bo.post(here, {"do": "yes", "once": once}).headers["Location"] == desk_of(people)
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("running", people.bo.user)


def test_one_alone_is_told_so_and_goes_back_to_the_desk(people: People) -> None:
    people.bo.positions.all().delete()
    ana, path = browser(people.ana, strong=True), person_of(people, people.kim)
    assert "one decided alone" in text(ana, path)
    answer = send(ana, path, do="ban", reason="Threats", until_on=in_a_month())
    assert answer.headers["Location"] == desk_of(people)
    assert ana.get(path).status_code == 404
    log = text(browser(people.robin), f"/groups/{people.group.key}/log/")
    assert "One decided alone on a longer time away" in log


def test_from_all_groups_goes_to_who_runs_the_home(people: People) -> None:
    client, path = browser(people.ana, strong=True), person_of(people, people.kim)
    data = {"do": "ban", "reason": "Threats", "until_on": in_a_month(), "everywhere": "on"}
    alone = send(client, path, **data)
    assert alone.status_code == 422
    assert "nobody else who could decide" in alone.content.decode()
    home = operator()
    send(client, path, **data)
    here = f"/console/desk/away/{Ban.objects.get().pk}/"
    assert "A second moderator is needed: Kim" in text(home, "/console/desk/")
    assert "It is about all groups here." in text(home, here)
    bo = browser(people.bo, strong=True)
    assert "A second moderator is needed" not in text(bo, desk_of(people))
    assert bo.get(here).status_code == 403
    send(home, here, do="yes")
    assert "from all groups here until" in text(
        browser(people.kim), f"/reports/told/{Ban.objects.get().pk}/"
    )


def test_the_person_reads_why_and_asks_once(people: People) -> None:
    row = away(people)
    kim, here = browser(people.kim), f"/reports/told/{row.pk}/"
    assert here in text(kim, "/reports/told/")
    page = text(kim, here)
    assert "Follows newcomers" in page
    assert "Ana" not in page
    assert browser(people.robin).get(here).status_code == 404
    assert send(browser(people.robin), here, words="x").status_code == 404
    assert kim.put(here).status_code == 405
    assert send(kim, here, words="  ").status_code == 422
    long = send(kim, here, words="long words " * 200)
    assert long.status_code == 422
    assert "long words" in long.content.decode()
    data = {"words": "I only asked.", "once": str(uuid4())}
    for _ in range(3):
        assert kim.post(here, data).headers["Location"] == here
    assert "I only asked." in text(kim, here)
    late = send(kim, here, words="And again")
    assert late.status_code == 422
    assert "You have asked for this already" in late.content.decode()
    assert "And again" in late.content.decode()


def test_a_third_answers_with_words(people: People) -> None:
    row = away(people)
    actions.appeal(ban=row, words="I only asked.", key=uuid4())
    cleo = make_membership(make_member("new-eyes"), people.group, "Cleo", ["moderator"])
    client, here = browser(cleo, strong=True), f"{desk_of(people)}away/{row.pk}/"
    assert browser(people.bo, strong=True).get(here).status_code == 404
    assert "I only asked." in text(client, here)
    assert send(client, here, do="no", answer=" ").status_code == 422
    once = str(uuid4())
    for _ in range(3):
        client.post(here, {"do": "no", "answer": "It stays.", "once": once})
    assert "It stays." in text(browser(people.kim), f"/reports/told/{row.pk}/")


# -- how it is run -----------------------------------------------------------------------------


def test_slow_writing_and_a_rest(people: People) -> None:
    client, path = browser(people.ana, strong=True), f"{desk_of(people)}tending/"
    for bad in ({"do": "slow", "minutes": "7", "hours": "24"}, {"do": "rest", "to": str(uuid4())}):
        assert send(client, path, **bad).status_code == 422
    assert not SlowMode.objects.exists()
    once = str(uuid4())
    for _ in range(3):
        client.post(path, {"do": "slow", "minutes": "15", "hours": "24", "once": once})
    assert "once in 15 minutes" in text(client, path)
    send(client, path, do="end_slow")
    assert not SlowMode.objects.exists()
    once = str(uuid4())
    for _ in range(3):
        client.post(path, {"do": "rest", "to": str(people.bo.pk), "once": once})
    assert Rest.objects.get().to == people.bo.user
    assert "You rest until" in text(client, path)
    send(client, path, do="back")
    assert not Rest.objects.exists()


def test_the_log_tells_of_slow_writing_and_of_people_in_words(people: People) -> None:
    client = browser(people.ana, strong=True)
    send(client, f"{desk_of(people)}tending/", do="slow", minutes="15", hours="24")
    send(client, person_of(people, people.kim), do="pause", hours="6", note="Breathe")
    page = text(browser(people.robin), f"/groups/{people.group.key}/log/")
    assert "The group: All wrote slowly for a time" in page
    assert "A member: A pause from writing" in page
    assert "Breathe" not in page


# -- queries -----------------------------------------------------------------------------------


def _more_waits(people: People, papers: Papers, number: int) -> None:
    """Let one more of everything wait or be decided."""
    who = make_membership(make_member(f"more-people-{number}"), people.group, f"More {number}")
    away_by = make_membership(make_member(f"away-people-{number}"), people.group, f"Away {number}")
    papers.write(f"I do not want to be alive any more {number}", who)
    propose(people, person=away_by)
    actions.pause(person=who, length=DAY, note="x", by=people.ana.user_id, key=uuid4())
    actions.warn(person=people.kim, note="x", by=people.ana.user_id, key=uuid4())


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("bo", "/groups/{}/desk/"),
        ("bo", "/groups/{}/desk/tending/"),
        ("robin", "/groups/{}/log/"),
        ("kim", "/reports/told/"),
        ("home", "/console/desk/"),
    ],
)
def test_pages_take_the_same_number_of_queries(
    people: People, papers: Papers, who: str, path: str
) -> None:
    client = operator() if who == "home" else browser(getattr(people, who), strong=True)
    there, counts = path.format(people.group.key), list[int]()
    text(client, there)
    for number in range(3):
        _more_waits(people, papers, number)
        with CaptureQueriesContext(connection) as asked:
            text(client, there)
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


def test_a_persons_page_takes_the_same_number_of_queries(people: People, papers: Papers) -> None:
    client, counts = browser(people.bo, strong=True), list[int]()
    measured: Callable[[], Any] = lambda: text(client, person_of(people, people.kim))  # noqa: E731
    measured()
    for number in range(3):
        _more_waits(people, papers, number)
        with CaptureQueriesContext(connection) as asked:
            measured()
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]
