"""Calls: who may be called and when, a number for one person, taking it back, blocks."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from tests.accounts.people import sign_in
from tests.factories import NOW, at
from tests.messages.conftest import Somebody, make_somebody, said

from homegroup.accounts.models import KeptForm
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.actions import joining
from homegroup.messages import access, hours
from homegroup.messages.actions import calls
from homegroup.messages.actions.calls import Hours
from homegroup.messages.choices import CallState
from homegroup.messages.models import Call, CallOffer
from homegroup.messages.queries import calls as queries
from homegroup.messages.queries.calls import MyCall
from homegroup.moderation.models import Block
from homegroup.notices.models import Notice
from homegroup.privacy import actions as privacy
from homegroup.vault.models import Thread

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
ALWAYS = Hours("1234567", 0, 0, "Europe/London", "evenings are best", for_newcomers=True)
NUMBER = "+44 1632 960123"


def offer(who: Somebody, told: Hours = ALWAYS) -> None:
    calls.offer(me=who.membership, hours=told)


def ask(who: Somebody, other: Somebody) -> Call:
    person = access.other_member(who.membership, other.membership.pk)
    return calls.ask(me=who.membership, person=person, key=uuid4())


def sees(who: Somebody, call: Call) -> MyCall | None:
    return queries.my_call(who.user, call.pk)


def show(who: Somebody, call: Call, until: str = "168") -> bool:
    mine = sees(who, call)
    assert mine
    return calls.show_number(
        vault=who.vault, mine=mine, number=NUMBER, words="until ten", until=until, key=uuid4()
    )


def standing(who: Somebody, call: Call) -> CallState | None:
    mine = sees(who, call)
    return mine.standing if mine else None


@pytest.fixture
def call(robin: Somebody, kim: Somebody) -> Call:
    """Kim offers calls, and Robin has asked."""
    offer(kim)
    return ask(robin, kim)


# -- when --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "begin", "end", "moment", "now"),
    [
        ("3", 9, 17, "2026-03-04T12:00+00:00", True),  # a Wednesday
        ("3", 9, 17, "2026-03-04T17:00+00:00", False),
        ("3", 9, 17, "2026-03-04T08:59+00:00", False),
        ("12", 9, 17, "2026-03-04T12:00+00:00", False),
        ("3", 22, 2, "2026-03-04T23:30+00:00", True),
        ("3", 22, 2, "2026-03-05T01:30+00:00", True),  # the night that began on Wednesday
        ("3", 22, 2, "2026-03-04T01:30+00:00", False),  # the one before began on Tuesday
        ("3", 22, 2, "2026-03-05T02:00+00:00", False),
        ("1234567", 8, 8, "2026-03-04T03:00+00:00", True),
        ("4", 8, 8, "2026-03-04T03:00+00:00", False),
    ],
)
def test_hours_are_those_of_who_offers(
    days: str, begin: int, end: int, moment: str, now: bool
) -> None:
    row = CallOffer(days=days, from_hour=begin, until_hour=end, zone="Europe/London")
    assert hours.is_now(row, datetime.fromisoformat(moment)) is now


def test_hours_name_the_zone_only_to_readers_of_another() -> None:
    row = CallOffer(days="13", from_hour=18, until_hour=22, zone="Europe/London")
    assert hours.told(row, LONDON) == "Mon, Wed, 6 p.m. to 10 p.m."
    assert hours.told(row, ZoneInfo("America/New_York")).endswith("time of London")
    row = CallOffer(days="1234567", from_hour=0, until_hour=0, zone="Europe/London")
    assert hours.told(row, LONDON) == "every day, at any hour"


@pytest.mark.parametrize(
    "told",
    [
        Hours("", 8, 20, "Europe/London", "", for_newcomers=True),
        Hours("18", 8, 20, "Europe/London", "", for_newcomers=True),
        Hours("1", 8, 24, "Europe/London", "", for_newcomers=True),
        Hours("1", 8, 20, "Europe/Atlantis", "", for_newcomers=True),
    ],
)
def test_hours_that_there_are_not_are_refused(kim: Somebody, told: Hours) -> None:
    with pytest.raises(HouseError):
        offer(kim, told)
    assert not CallOffer.objects.exists()


def test_those_of_now_stand_first(robin: Somebody, kim: Somebody, ana: Somebody) -> None:
    offer(ana, Hours("3", 20, 22, "Europe/London", "", for_newcomers=True))
    offer(kim)
    offers = queries.offers_in(robin.membership, LONDON)
    assert [(each.member.name, each.is_now) for each in offers] == [("Kim", True), ("Ana", False)]
    assert offers[0].words == "evenings are best"
    assert [each.member.name for each in queries.offers_now(robin.user, LONDON, 8)] == ["Kim"]
    assert queries.offers_in(kim.membership, LONDON)[0].member.name == "Ana"


def test_newcomers_see_who_takes_calls_from_them(wren: Somebody, kim: Somebody) -> None:
    offer(kim, Hours("1234567", 0, 0, "Europe/London", "", for_newcomers=False))
    assert queries.offers_in(wren.membership, LONDON) == []
    with pytest.raises(HouseError):
        ask(wren, kim)
    offer(kim)
    assert len(queries.offers_in(wren.membership, LONDON)) == 1
    assert ask(wren, kim).state == CallState.ASKED


def test_words_are_sealed_in_the_table(kim: Somebody) -> None:
    offer(kim)
    assert b"evenings" not in bytes(CallOffer.objects.get().words)


def test_an_offer_ends_by_itself_and_says_so_before(robin: Somebody, kim: Somebody) -> None:
    offer(kim)
    for days, reminded, listed in ((82, 0, 1), (83, 1, 1), (84, 1, 1), (91, 1, 0)):
        with at(NOW + timedelta(days=days)):
            calls.tidy()
            assert Notice.objects.filter(user=kim.user, kind="calls.renew").count() == reminded
            assert len(queries.offers_in(robin.membership, LONDON)) == listed
    assert not CallOffer.objects.exists()


# -- asking and showing ------------------------------------------------------------------------


def test_a_number_is_shown_to_one_person(robin: Somebody, kim: Somebody, call: Call) -> None:
    assert (standing(robin, call), standing(kim, call)) == (CallState.ASKED, CallState.ASKED)
    assert show(kim, call)
    assert standing(robin, call) == standing(kim, call) == CallState.SHOWN
    row = Call.objects.get()
    assert row.ends_at == NOW + timedelta(days=7)
    assert row.thread_id
    for who in (robin, kim):
        page = who.vault.threads.read(row.thread_id)
        assert page.messages[0].body == {"number": NUMBER, "words": "until ten"}
    third = make_somebody("third-leaf", robin.group, "Third")
    assert sees(third, call) is None
    with pytest.raises(Http404):
        third.vault.threads.read(row.thread_id)


def test_asking_and_showing_thrice_is_as_once(robin: Somebody, kim: Somebody) -> None:
    offer(kim)
    key, person = uuid4(), access.other_member(robin.membership, kim.membership.pk)
    asked = [calls.ask(me=robin.membership, person=person, key=key) for _ in range(3)]
    assert len({each.pk for each in asked}) == 1
    mine, key = sees(kim, asked[0]), uuid4()
    assert mine
    done = [
        calls.show_number(vault=kim.vault, mine=mine, number=NUMBER, words="", until="1", key=key)
        for _ in range(3)
    ]
    assert done == [True, False, False]
    assert (Call.objects.count(), Thread.objects.count()) == (1, 1)
    with pytest.raises(Conflict, match="already"):
        ask(robin, kim)


def test_only_who_was_asked_answers(robin: Somebody, kim: Somebody, call: Call) -> None:
    mine = sees(robin, call)
    assert mine
    with pytest.raises(Conflict):
        show(robin, call)
    with pytest.raises(Conflict):
        calls.decline(mine=mine, key=uuid4())
    with pytest.raises(HouseError):
        show(kim, call, until="5000")
    assert not Thread.objects.exists()
    assert standing(kim, call) == CallState.ASKED


def test_not_now_is_silent(robin: Somebody, kim: Somebody, call: Call) -> None:
    mine = sees(kim, call)
    assert mine
    calls.decline(mine=mine, key=uuid4())
    assert standing(robin, call) == CallState.ASKED
    assert ask(robin, kim).pk == call.pk
    assert Call.objects.get().state == CallState.DECLINED
    assert not Notice.objects.unread().exists()
    with pytest.raises(Conflict):
        show(kim, call)


def test_it_is_taken_back(robin: Somebody, kim: Somebody, call: Call) -> None:
    show(kim, call)
    mine = sees(kim, call)
    assert mine
    for _ in range(2):
        calls.take_back(mine=mine)
    assert standing(robin, call) == CallState.ENDED
    assert not Thread.objects.exists()
    assert ask(robin, kim).state == CallState.ASKED  # once more


def test_who_asked_cannot_take_it_back_and_puts_it_away(
    robin: Somebody, kim: Somebody, call: Call
) -> None:
    show(kim, call)
    mine = sees(robin, call)
    assert mine
    calls.take_back(mine=mine)
    assert standing(kim, call) == CallState.SHOWN
    calls.put_away(mine=mine)
    assert not Call.objects.exists()
    assert not Thread.objects.exists()


def test_it_is_over_at_its_moment_and_its_rows_go(
    robin: Somebody, kim: Somebody, call: Call
) -> None:
    show(kim, call, until="1")
    with at(NOW + timedelta(minutes=59)):
        assert (standing(robin, call), calls.tidy()) == (CallState.SHOWN, 0)
    with at(NOW + timedelta(hours=1)):
        assert standing(robin, call) == CallState.ENDED
        assert calls.tidy() == 1
        assert not Thread.objects.exists()
        assert standing(robin, call) == CallState.ENDED
    with at(NOW + timedelta(days=9)):
        calls.tidy()
        assert not Call.objects.exists()


def test_a_question_without_an_answer_is_forgotten(
    robin: Somebody, kim: Somebody, call: Call
) -> None:
    for days, left in ((7, 1), (8, 0)):
        with at(NOW + timedelta(days=days)):
            calls.tidy()
            assert Call.objects.count() == left
    assert not Notice.objects.exists()


def test_one_who_offers_no_calls_is_not_asked(robin: Somebody, kim: Somebody) -> None:
    with pytest.raises(HouseError, match="no calls"):
        ask(robin, kim)
    offer(kim)
    calls.stop_offering(me=kim.membership)
    with pytest.raises(HouseError):
        ask(robin, kim)
    assert not Call.objects.exists()


def test_ten_questions_a_day_are_the_most(robin: Somebody) -> None:
    others = [make_somebody(f"person-{n}", robin.group, f"Person {n}") for n in range(11)]
    for other in others:
        offer(other)
    for other in others[:10]:
        ask(robin, other)
    with pytest.raises(Conflict, match="tomorrow"):
        ask(robin, others[10])
    with at(NOW + timedelta(days=1)):
        ask(robin, others[10])


# -- blocks and leaving ------------------------------------------------------------------------


def test_a_question_to_who_wants_no_contact_looks_asked(robin: Somebody, kim: Somebody) -> None:
    offer(kim)
    kim.block(robin)
    assert queries.offers_in(robin.membership, LONDON) == []
    assert queries.offers_now(robin.user, LONDON, 8) == []
    call = ask(robin, kim)
    assert (standing(robin, call), sees(kim, call)) == (CallState.ASKED, None)
    assert queries.count_waiting(kim.user) == 0
    assert not Notice.objects.filter(user=kim.user).exists()
    Block.objects.all().delete()
    assert sees(kim, call) is None


def test_a_block_closes_a_number_that_was_shown(robin: Somebody, kim: Somebody, call: Call) -> None:
    show(kim, call)
    kim.block(robin)
    assert standing(robin, call) == CallState.ENDED
    assert not Thread.objects.exists()
    Block.objects.all().delete()
    assert standing(robin, call) == CallState.ENDED


def test_a_block_leaves_other_conversations_alone(
    robin: Somebody, kim: Somebody, talk: object
) -> None:
    kim.block(robin)
    assert Thread.objects.count() == 1


def test_one_does_not_ask_whom_one_blocks(robin: Somebody, kim: Somebody) -> None:
    offer(kim)
    robin.block(kim)
    assert queries.offers_in(robin.membership, LONDON) == []
    with pytest.raises(NotAllowed):
        ask(robin, kim)


@pytest.mark.parametrize("leaver", ["robin", "kim"])
def test_leaving_the_group_closes_it_at_once(
    request: pytest.FixtureRequest, robin: Somebody, kim: Somebody, call: Call, leaver: str
) -> None:
    show(kim, call)
    who: Somebody = request.getfixturevalue(leaver)
    joining.leave_group(membership=who.membership)
    assert sees(robin, call) is None
    assert sees(kim, call) is None
    assert calls.tidy() == 1
    assert not Thread.objects.exists()
    assert not Call.objects.exists()


@pytest.mark.parametrize("leaver", ["robin", "kim"])
def test_leaving_the_home_deletes_it(
    request: pytest.FixtureRequest, robin: Somebody, kim: Somebody, call: Call, leaver: str
) -> None:
    show(kim, call)
    who: Somebody = request.getfixturevalue(leaver)
    privacy.leave(user=who.user, keeps=[], key=uuid4(), by=who.user.pk)
    assert not Call.objects.exists()
    assert not Thread.objects.exists()


# -- pages -------------------------------------------------------------------------------------


def test_from_offering_to_taking_back_by_the_pages(robin: Somebody, kim: Somebody) -> None:
    key = kim.group.key
    kim.get(f"/groups/{key}/calls/mine/")
    form = {"days": ["1", "3"], "from_hour": "8", "until_hour": "20", "words": "ring twice",
            "for_newcomers": "on"}  # fmt: skip
    kim.post(f"/groups/{key}/calls/mine/", 302, **form)
    listed = robin.get(f"/groups/{key}/calls/")
    assert "Kim" in listed
    assert "ring twice" in listed
    assert "Kim" in robin.get("/help-now/")
    page = robin.page_of(kim, "call")
    assert "Only you will see it." in robin.get(page)
    asked = robin.post(page).headers["Location"]
    assert "Asked." in said(robin.get(asked))
    assert robin.client.get(page).headers["Location"] == asked
    assert "Robin" in kim.get("/calls/")
    assert asked in kim.get("/calls/")
    assert "Questions for my number" in kim.get("/today/")
    refused = kim.post(asked, 422, number="call me", until="1")
    assert "call me" in refused.content.decode()
    kim.post(asked, number=NUMBER, words="until ten", until="168")
    seen = robin.get(asked)
    assert 'href="tel:+441632960123"' in seen
    assert seen.index("<details>") < seen.index("tel:")  # hidden until pressed
    assert "until ten" in seen
    assert NUMBER not in robin.get("/calls/")
    kim.post(asked, do="back")
    ended = said(robin.get(asked))
    assert "This has ended." in ended
    assert NUMBER not in ended
    robin.post(asked, do="away")
    robin.get(asked, 404)
    kim.post(f"/groups/{key}/calls/mine/", do="stop")
    assert "Kim" not in said(robin.get(f"/groups/{key}/calls/"))


def test_not_now_by_the_page(robin: Somebody, kim: Somebody, call: Call) -> None:
    before = robin.get(f"/calls/{call.pk}/")
    for _ in range(2):
        assert kim.post(f"/calls/{call.pk}/", do="not-now").headers["Location"] == "/calls/"
    assert said(robin.get(f"/calls/{call.pk}/")) == said(before)
    assert f"/calls/{call.pk}/" not in kim.get("/calls/")


def test_a_button_without_a_once_key_changes_nothing(kim: Somebody, call: Call) -> None:
    kim.post(f"/calls/{call.pk}/", do="not-now", once="")
    kim.post(f"/calls/{call.pk}/", do="nonsense")
    assert standing(kim, call) == CallState.ASKED


def test_the_blocked_one_gets_the_same_pages(robin: Somebody, kim: Somebody) -> None:
    third = make_somebody("third-leaf", robin.group, "Third")
    offer(kim)
    kim.block(robin)
    pages = {}
    for who in (robin, third):
        where = who.post(who.page_of(kim, "call")).headers["Location"]
        pages[who.membership.name] = said(who.get(where)), said(who.get("/calls/"))
    assert pages["Robin"] == pages["Third"]


def test_a_locked_answer_is_kept_and_comes_back(robin: Somebody, kim: Somebody, call: Call) -> None:
    sign_in(kim.client, kim.user, locked=True)
    answer = kim.post(f"/calls/{call.pk}/", number=NUMBER, until="1")
    assert answer.headers["Location"].startswith("/unlock/")
    assert NUMBER.encode() not in bytes(KeptForm.objects.get().sealed)
    assert standing(kim, call) == CallState.ASKED


def test_lists_take_the_same_number_of_queries(robin: Somebody) -> None:
    counts: dict[str, list[int]] = {"group": [], "calls": [], "help": []}
    paths = {"group": f"/groups/{robin.group.key}/calls/", "calls": "/calls/", "help": "/help-now/"}
    for number in range(3):
        other = make_somebody(f"person-{number}", robin.group, f"Person {number}")
        offer(other)
        show(other, ask(robin, other))
        for name, path in paths.items():
            with CaptureQueriesContext(connection) as asked:
                robin.get(path)
            counts[name].append(len(asked))
    assert {name: len(set(found)) for name, found in counts.items()} == dict.fromkeys(counts, 1)
