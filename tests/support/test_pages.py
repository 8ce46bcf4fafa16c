"""Pages: who reads what, in which order, with how many queries, and what stays when refused."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.accounts.people import make_member, sign_in
from tests.factories import NOW, at
from tests.groups.making import make_group, make_guidelines, make_membership
from tests.support.conftest import (
    Browser,
    People,
    answer,
    browser,
    let_through,
    make_old,
    share,
    struggling,
    trust,
)
from tests.support.test_answering import ADVICE

from homegroup.accounts.models import User
from homegroup.accounts.visits import KEY_COOKIE
from homegroup.groups.actions.everyone import open_to_everyone
from homegroup.groups.models import Membership
from homegroup.moderation import actions as moderation
from homegroup.moderation.actions import block
from homegroup.moderation.models import Hold, Pause
from homegroup.search.registry import find as search_source
from homegroup.support import queries, showing
from homegroup.support.access import Reader
from homegroup.support.actions import rota, tending
from homegroup.support.choices import PAGE, Caring, Kind
from homegroup.support.models import Reply, Share
from homegroup.support.queries import Point

pytestmark = pytest.mark.django_db


def many(people: People, count: int, **more: Any) -> list[Share]:
    """Make shares, one a minute, the newest last."""
    rows = [
        Share(group=people.group, author=people.kim, text=f"Share number {number}.",
              written_at=(when := NOW - timedelta(minutes=count - number)), came_at=when, **more)
        for number in range(count)
    ]  # fmt: skip
    return Share.objects.bulk_create(rows)


# -- the feed --------------------------------------------------------------------------------


def test_newest_first_by_pages_that_do_not_overlap(people: People) -> None:
    many(people, PAGE * 2 + 3)
    reader, seen = Reader(people.robin), list[str]()
    after: Point | None = None
    for number in range(3):
        page = queries.feed(reader, after)
        seen += [row.text for row in page.shares]
        assert (page.older is None) is (number == 2)
        after = Point.read(str(page.older))
    assert seen == [f"Share number {number}." for number in reversed(range(PAGE * 2 + 3))]


def test_shares_of_one_moment_are_neither_lost_nor_doubled(people: People) -> None:
    rows = many(people, PAGE + 5)
    Share.objects.update(came_at=NOW)
    first = queries.feed(Reader(people.robin), None)
    second = queries.feed(Reader(people.robin), first.older)
    assert sorted(row.pk for row in first.shares + second.shares) == sorted(r.pk for r in rows)


@pytest.mark.parametrize("text", ["", "x", "1.2", "9" * 30 + ".0", "12.zz", "²." + "0" * 32])
def test_a_place_that_is_none_is_the_beginning(people: People, text: str) -> None:
    share(people.kim)
    assert Point.read(text) is None
    robin = browser(people.robin)
    assert "Today was hard." in robin.get(robin.at(f"shares/?after={text}"))


def queries_of(who: Browser, address: str) -> int:
    """Count the queries of a page."""
    who.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        who.get(address)
    return len(caught)


@pytest.mark.parametrize("rest", ["shares/", "waiting/", "shares/{share}/", "today/"])
def test_more_rows_take_no_more_queries(people: People, rest: str) -> None:
    row = share(people.kim, kind=Kind.GRATITUDE)
    answer(people.robin, row)
    tending.pin(share=row, by=people.ana.user_id)
    gus = browser(people.gus)
    address = gus.at(rest.format(share=row.pk))
    share(people.robin)
    one = queries_of(gus, address)
    for number in range(3):
        answer(people.robin, row, f"Again {number}.")
        share(people.robin, f"Share {number}")
    assert queries_of(gus, address) == one


def test_what_others_do_not_see_stands_on_ones_own_feed_only(people: People) -> None:
    row = share(people.wren, "My first words here.")
    wren, robin, ana = (browser(each) for each in (people.wren, people.robin, people.ana))
    assert "Waits for a moderator" in wren.get(wren.at())
    assert "My first words here." in wren.get(wren.at())
    assert "My first words" not in robin.get(robin.at())
    assert "My first words" not in ana.get(ana.at())
    robin.get(robin.at(f"shares/{row.pk}/"), 404)
    ana.get(ana.at(f"shares/{row.pk}/"))  # a moderator reads it where it stands
    let_through(row, people.ana)
    assert "My first words here." in robin.get(robin.at())


def test_who_struggles_can_be_answered_while_held(people: People) -> None:
    row = struggling(people.wren)
    gus, robin, wren = (browser(each) for each in (people.gus, people.robin, people.wren))
    robin.get(robin.at(f"shares/{row.pk}/"), 404)
    assert "Wren" in gus.get(gus.at("waiting/"))
    gus.post(gus.at(f"shares/{row.pk}/"), text="I am here.")
    page = wren.get(wren.at(f"shares/{row.pk}/"))
    assert "I am here." in page
    assert "You are not alone with this." in page
    assert row.text not in gus.get(gus.at())


def test_long_shares_show_their_beginning(people: People) -> None:
    text = "A sentence of middling length stands here. " * 60
    row = share(people.kim, text)
    robin = browser(people.robin)
    page = robin.get(robin.at())
    assert "Read on" in page
    assert len(page) < 20_000
    assert robin.get(robin.at(f"shares/{row.pk}/")).count("A sentence of middling") == 60


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("word " * 400, "word …"),
        ("One. Two! " * 100, "! …"),
        ("x" * 5_000, "x…"),
        ("a" * 500 + "\n\n" + "b" * 5_000, "a …"),
        ("short", "short"),
    ],
)
def test_an_excerpt_ends_where_something_ends(text: str, end: str) -> None:
    cut = showing.excerpt(text)
    assert cut.endswith(end)
    assert len(cut) <= showing.EXCERPT * 5 // 4


def test_folded_words_open_by_a_press(people: People) -> None:
    row = share(people.kim, "The hard part.")
    Share.objects.filter(pk=row.pk).update(fold_label="about a hospital")
    robin = browser(people.robin)
    for address in (robin.at(), robin.at(f"shares/{row.pk}/")):
        assert "<details><summary>about a hospital</summary>" in robin.get(address)


# -- no contact, and reading no more ---------------------------------------------------------


def lists_of(who: Browser, row: Share) -> str:
    """All that somebody reads of a group."""
    pages = [who.at(), who.at("waiting/"), who.at("today/"), "/today/", "/notices/"]
    return "".join(who.get(each) for each in pages)


@pytest.mark.parametrize("way", ["blocker", "blocked"])
def test_out_of_contact_it_looks_as_if_nothing_was_written(people: People, way: str) -> None:
    mine = share(people.robin, "Mine.")
    theirs = struggling(people.kim)
    answer(people.kim, mine, "An answer of theirs.")
    tending.pin(share=theirs, by=people.ana.user_id)
    rota.go_on_duty(me=people.robin, weekdays=[3], from_minute=0, until_minute=0, zone="UTC",
                    key=uuid4())  # fmt: skip
    pair = (people.robin, people.kim) if way == "blocker" else (people.kim, people.robin)
    block(blocker=pair[0].user, person=pair[1])
    robin = browser(people.robin)
    told = lists_of(robin, mine) + robin.get(robin.at(f"shares/{mine.pk}/"))
    assert theirs.text not in told
    assert "An answer of theirs." not in told
    robin.get(robin.at(f"shares/{theirs.pk}/"), 404)
    robin.post(robin.at(f"shares/{theirs.pk}/respond/"), 404, kind=Caring.HEAR)
    again = struggling(people.kim)
    assert str(again.pk) not in lists_of(robin, mine)
    assert queries.newer(Reader(people.robin), Point(NOW - timedelta(days=1), uuid4())) == 0
    assert search_source("share").shown([str(theirs.pk)], people.robin.user) == {}  # type: ignore[union-attr]


def test_muted_words_stand_in_no_list_and_come_back(people: People) -> None:
    theirs = share(people.kim, "Too loud for me.")
    robin = browser(people.robin)
    mute = robin.at(f"members/{people.kim.pk}/mute/")
    assert "Read no more of Kim" in robin.get(mute)
    robin.post(mute)
    assert theirs.text not in lists_of(robin, theirs)
    assert search_source("share").shown([str(theirs.pk)], people.robin.user) == {}  # type: ignore[union-attr]
    robin.get(robin.at(f"shares/{theirs.pk}/"))  # by its address it opens
    assert "Kim" in robin.get(robin.at("muted/"))
    robin.post(robin.at("muted/"), person=str(people.kim.pk))
    assert theirs.text in robin.get(robin.at())
    robin.post(robin.at("muted/"), person="nonsense")
    kim = browser(people.kim)
    kim.get(kim.at(f"members/{people.kim.pk}/mute/"), 404)
    kim.get(kim.at(f"members/{uuid4()}/mute/"), 404)


# -- writing by the pages --------------------------------------------------------------------


def test_sharing_by_the_page(people: People) -> None:
    robin = browser(people.robin)
    answer = robin.post(robin.at("shares/new/"), text="I stayed.", kind="milestone")
    assert answer["Location"] == robin.at()
    page = robin.get(robin.at())
    assert "Thank you for sharing." in page
    assert "A milestone" in page


@pytest.mark.parametrize(
    "typed",
    [{"text": "", "kind": "share"}, {"text": "Words\u202e.", "kind": "share"},
     {"text": "Words.", "kind": "day"}, {"text": "x" * 20_001, "kind": "share"}],
)  # fmt: skip
def test_what_is_refused_keeps_what_was_typed(people: People, typed: dict[str, Any]) -> None:
    robin = browser(people.robin)
    answer = robin.post(robin.at("shares/new/"), 422, **typed)
    assert typed["text"] in answer.content.decode()
    assert not Share.objects.exists()


def test_what_was_typed_signed_out_comes_back(people: People) -> None:
    answer = Client().post(f"/groups/{people.group.key}/shares/new/", {"text": "Half a share."})
    assert answer.status_code == 403
    assert "Half a share." in answer.content.decode()


def test_help_and_the_nudge_keep_what_was_typed(people: People) -> None:
    row = share(people.robin)
    kim = browser(people.kim)
    crisis = "I want to kill myself tonight."
    page = kim.post(kim.at("shares/new/"), 422, text=crisis, kind="share").content.decode()
    assert crisis in page
    assert 'name="help_seen"' in page
    kim.post(kim.at("shares/new/"), text=crisis, kind="share", help_seen="1")
    here = kim.at(f"shares/{row.pk}/")
    page = kim.post(here, 422, text=ADVICE).content.decode()
    assert ADVICE in page
    assert 'name="nudge_seen"' in page
    kim.post(here, text=ADVICE, nudge_seen="1")
    assert Reply.objects.get().text == ADVICE


def test_guidelines_are_read_first_and_lead_back(people: People) -> None:
    make_guidelines(people.group)
    robin = browser(people.robin)
    answer = robin.client.get(robin.at("shares/new/?kind=question"))
    assert answer.status_code == 302
    assert "/guidelines/?next=" in answer["Location"]
    assert "kind%3Dquestion" in answer["Location"]
    row = share_before_guidelines(people)
    assert "Read the guidelines first" in robin.get(robin.at(f"shares/{row.pk}/"))
    page = robin.post(robin.at("shares/new/"), 422, text="Too early.", kind="share")
    assert "Too early." in page.content.decode()


def share_before_guidelines(people: People) -> Share:
    """A share from before there were any."""
    return many(people, 1)[0]


def test_struggling_shows_help_at_once_and_not_for_ever(people: People) -> None:
    robin = browser(people.robin)
    told: dict[str, Any] = {"text": "Tonight is long.", "kind": "struggling"}
    answer = robin.post(robin.at("shares/new/?kind=struggling"), **told)
    here = answer["Location"]
    assert "You are not alone with this." in robin.get(here)
    kim = browser(people.kim)
    assert "You are not alone with this." not in kim.get(here)
    with at(NOW + timedelta(hours=25)):
        assert "You are not alone with this." not in browser(people.robin).get(here)


def test_ones_own_can_be_changed_and_deleted_and_that_of_others_not(people: People) -> None:
    row = share(people.robin)
    reply = answer(people.robin, row, "More.")
    robin, kim = browser(people.robin), browser(people.kim)
    for rest in (f"shares/{row.pk}/edit/", f"shares/{row.pk}/delete/",
                 f"answers/{reply.pk}/edit/", f"answers/{reply.pk}/delete/"):  # fmt: skip
        kim.get(kim.at(rest), 404)
        robin.get(robin.at(rest))
    robin.post(robin.at(f"shares/{row.pk}/edit/"), text="Other words.", listen_only="on")
    robin.post(robin.at(f"answers/{reply.pk}/edit/"), text="Other answer.")
    page = kim.get(kim.at(f"shares/{row.pk}/"))
    assert "Other words." in page
    assert "Other answer." in page
    assert page.count("edited") == 2
    assert "asks for no advice" in page
    robin.post(robin.at(f"answers/{reply.pk}/delete/"))
    robin.post(robin.at(f"shares/{row.pk}/delete/"))
    assert not Share.objects.exists()


def test_a_press_is_for_the_author_alone(people: People) -> None:
    row = share(people.robin)
    here = f"shares/{row.pk}/"
    kim, gus, robin = (browser(each) for each in (people.kim, people.gus, people.robin))
    kim.post(kim.at(f"{here}respond/"), kind=Caring.NEAR)
    assert 'aria-pressed="true"' in kim.get(kim.at(here))
    others = gus.get(gus.at(here))
    assert "aria-pressed" not in others
    assert "They have heard you" not in others
    assert "<strong>I am thinking of you</strong>: Kim" in robin.get(robin.at(here))
    assert "Say it with one press" not in robin.get(robin.at(here))
    kim.post(kim.at(f"{here}respond/"), kind="")
    kim.post(kim.at(f"{here}respond/"), kind="like")
    assert "They have heard you" not in robin.get(robin.at(here))


def test_pinning_by_the_page(people: People) -> None:
    row = share(people.robin, "**Tea** is at seven.")
    ana, kim = browser(people.ana, strong=True), browser(people.kim)
    kim.post(kim.at(f"shares/{row.pk}/pin/"), 403)
    ana.post(ana.at(f"shares/{row.pk}/pin/"))
    assert "<bdi>Tea is at seven.</bdi>" in kim.get(kim.at())
    ana.post(ana.at(f"shares/{row.pk}/pin/"))
    assert "<bdi>" not in kim.get(kim.at())
    held = share(people.wren)
    ana.post(ana.at(f"shares/{held.pk}/pin/"), 409)


# -- who waits, the rota ---------------------------------------------------------------------


def test_who_waits_is_for_those_who_answer(people: People) -> None:
    share(people.robin, "The first.")
    with at(NOW + timedelta(hours=5)):
        share(people.kim, "The second.")
        gus, kim = browser(people.gus), browser(people.kim)
        page = gus.get(gus.at("waiting/"))
        assert page.index("The first.") < page.index("The second.")
        assert "Waits for 5 hours" in page
        offered = kim.get(kim.at("waiting/"))
        assert "The first." not in offered
        assert "Say when I am there" in offered
        assert "People who wait for an answer" in gus.get("/today/")
        assert "People who wait for an answer" not in kim.get("/today/")


def test_what_lies_with_a_moderator_is_counted_for_those_who_answer(people: People) -> None:
    share(people.wren)
    gus, ana, robin = (browser(each) for each in (people.gus, people.ana, people.robin))
    with at(NOW + timedelta(hours=5)):
        greeter, moderator = gus.get(gus.at("waiting/")), ana.get(ana.at("waiting/"))
        other = robin.get(robin.at("waiting/"))
    for page in (greeter, moderator):
        assert "1 more share is read by a moderator first." in page
        assert "Somebody has waited for 5 hours." in page
        assert "Today was hard" not in page
        assert "Everybody has an answer" not in page
    desk = f"/groups/{people.group.key}/desk/"
    assert f'<a href="{desk}">To the desk' in moderator
    assert f'<a href="{desk}">To the desk' not in greeter
    assert "1 more share" not in other
    assert "Somebody has waited for 5 hours." in other


def test_help_stands_above_the_text_with_a_number_in_every_country(people: People) -> None:
    robin = browser(people.robin)
    typed = {"text": "I want to kill myself tonight.", "kind": "share"}
    page = robin.post(robin.at("shares/new/"), 422, **typed).content.decode()
    assert page.index('id="help-first"') < page.index("<textarea")
    assert 'href="tel:112"' in page
    assert "Share it now" in page


def test_a_pause_is_told_with_help_beside_it(people: People) -> None:
    Pause.objects.create(group=people.group, user=people.robin.user, from_at=NOW,
                         until_at=NOW + timedelta(days=1))  # fmt: skip
    robin = browser(people.robin)
    assert "A moderator asked you to take a break." in robin.get(robin.at("shares/new/"))
    for typed in (
        {"text": "I want to kill myself tonight.", "kind": "share", "help_seen": "1"},
        {"text": "It is hard.", "kind": "struggling"},
    ):
        page = robin.post(robin.at("shares/new/"), 422, **typed).content.decode()
        assert "A moderator asked you to take a break." in page
        assert 'id="help-first"' in page
    page = robin.post(robin.at("shares/new/"), 422, text="Fine.", kind="share").content.decode()
    assert 'id="help-first"' not in page


def test_nobody_is_asked_whether_somebody_is_with_themselves(people: People) -> None:
    row, theirs = struggling(people.gus), struggling(people.robin)
    gus = browser(people.gus)
    assert "Somebody is with them" not in gus.get(gus.at(f"shares/{row.pk}/"))
    assert "Somebody is with them" in gus.get(gus.at(f"shares/{theirs.pk}/"))


def test_being_with_somebody_by_the_page(people: People) -> None:
    row = share(people.robin)
    gus, kim = browser(people.gus), browser(people.kim)
    kim.post(kim.at(f"shares/{row.pk}/with-them/"), 403)
    gus.post(gus.at(f"shares/{row.pk}/with-them/"))
    assert "Everybody has an answer." in gus.get(gus.at("waiting/"))


def test_the_rota_by_the_page(people: People) -> None:
    kim, robin, wren = (browser(each) for each in (people.kim, people.robin, people.wren))
    told: dict[str, Any] = {"weekdays": ["3", "5"], "from_time": "18:00", "until_time": "21:30",
            "zone": "Europe/London"}  # fmt: skip
    kim.post(kim.at("duty/"), **told)
    assert "Wednesday, Friday: 18:00 to 21:30 (Europe/London)" in kim.get(kim.at("duty/"))
    others = robin.get(robin.at("duty/"))
    assert "18:00 to 21:30" in others
    assert "Kim" not in others
    assert "first 30 days" in wren.get(wren.at("duty/"))
    wren.post(wren.at("duty/"), 422, **told)
    kim.post(kim.at("duty/"), 422, **(told | {"zone": "Atlantis"}))
    kim.post(kim.at("duty/"), 422, **(told | {"weekdays": []}))
    ids = " ".join(str(pk) for pk in people.kim.duties.values_list("pk", flat=True))
    kim.post(kim.at("duty/"), off="nonsense ² 99")
    kim.post(kim.at("duty/"), off=ids)
    assert not people.kim.duties.exists()


# -- what is new, what was written to me -----------------------------------------------------


def test_what_came_since_is_told_as_a_link(people: People) -> None:
    share(people.kim, "Old.")
    robin, reader = browser(people.robin), Reader(people.robin)
    point = queries.newest_point(queries.feed(reader, None))
    newer = robin.at(f"shares/newer/?after={point}")
    assert robin.get(newer).strip() == ""
    with at(NOW + timedelta(minutes=5)):
        share(people.kim, "New.")
        share(people.robin, "Mine.")
        assert "1 new share<" in robin.get(newer)
        share(people.kim, "Newer.")
        assert "2 new shares<" in robin.get(newer)
    assert robin.get(robin.at("shares/newer/")).strip() == ""


def test_new_answers_are_told_on_the_open_page(people: People) -> None:
    row = share(people.robin)
    answer(people.kim, row, "One.")
    robin = browser(people.robin)
    page = robin.get(robin.at(f"shares/{row.pk}/"))
    address = page.split('hx-get="')[1].split('"')[0]
    assert robin.get(address).strip() == ""
    with at(NOW + timedelta(minutes=5)):
        answer(people.kim, row, "Two.")
        assert "1 new answer<" in robin.get(address)


def test_streams_open_for_members(people: People) -> None:
    row = share(people.kim)
    robin = browser(people.robin)
    for rest in ("shares/stream/", f"shares/{row.pk}/stream/"):
        answer = robin.client.get(robin.at(rest))
        assert answer["Content-Type"].startswith("text/event-stream")


def test_an_open_page_that_asks_by_itself_is_no_touch_of_the_visit(people: People) -> None:
    """A phone that lies there with its feed open locks its private pages as before."""
    row, robin = share(people.kim), browser(people.robin)
    with at(NOW + timedelta(minutes=3)):
        for rest in ("shares/", f"shares/{row.pk}/"):
            for asked in ("newer/", "stream/"):
                assert KEY_COOKIE not in robin.client.get(robin.at(f"{rest}{asked}")).cookies
        assert KEY_COOKIE in robin.client.get(robin.at("shares/")).cookies


def test_the_day_shows_what_people_wrote_to_me(people: People) -> None:
    row = share(people.robin)
    answer(people.kim, row, "I *sat* with it, too.")
    answer(people.robin, row, "Thank you.")
    robin, gus = browser(people.robin), browser(people.gus)
    page = robin.get("/today/")
    assert "What people wrote to me" in page
    assert "I sat with it, too." in page
    assert "What people wrote to me" not in gus.get("/today/")
    with at(NOW + timedelta(days=8)):
        assert "What people wrote to me" not in browser(people.robin).get("/today/")


# -- everyone here ---------------------------------------------------------------------------


def outsider(name: str = "lone-kettle") -> User:
    """A member of the home in no group."""
    return make_old(make_member(name))


def test_everyone_joins_in_one_step_and_reads(people: People) -> None:
    group = open_to_everyone(secretary=make_member("caretaking", operator=True))
    client = Client()
    user = outsider()
    sign_in(client, user)
    page = client.get("/shares/").content.decode()
    assert "Choose a name for it." in page
    action = page.split('<form method="post" action="/groups/')[1].split('"')[0]
    told = {"once": str(uuid4()), "name": "Heron", "agree": "on", "shown": "1"}
    assert client.post(f"/groups/{action}", told)["Location"] == "/shares/"
    me = Membership.objects.get(user=user)
    share(trust(me), "Hello, all.")
    assert "Hello, all." in client.get("/shares/").content.decode()
    assert me.group == group


def test_without_such_a_group_there_are_ones_own(people: People) -> None:
    robin = browser(people.robin)
    assert people.group.name in robin.get("/shares/")
    client = Client()
    sign_in(client, outsider())
    assert "/meetings/" in client.get("/shares/").content.decode()
    assert Client().get("/shares/").status_code == 302


def test_other_groups_are_closed(people: People) -> None:
    row = share(people.kim)
    other = browser(make_membership(outsider(), make_group("River Group"), "Olive"))
    for rest in ("shares/", f"shares/{row.pk}/", "shares/new/", "waiting/", "duty/", "today/"):
        other.get(f"/groups/{people.group.key}/{rest}", 404)
    other.get(other.at(f"shares/{row.pk}/"), 404)


# -- what waits, and what was not let through ------------------------------------------------


def test_the_author_reads_why_it_waits_and_nobody_else_sees_it(people: People) -> None:
    mine, robin, ana = browser(people.wren), browser(people.robin), browser(people.ana)
    typed: dict[str, Any] = {"text": "Where can I get xanax tonight?", "kind": "share"}
    here = mine.post(mine.at("shares/new/"), **typed).headers["Location"]
    page = mine.get(here)
    assert "Only you see this yet." in page
    assert "it may ask or tell where to get drugs" in page
    assert "the first things that somebody writes" in page
    robin.get(here, 404)
    assert "Only you see this yet." not in ana.get(here)


def test_what_was_not_let_through_is_changed_and_sent_again(people: People) -> None:
    mine, row = browser(people.wren), share(people.wren)
    held = Hold.objects.waiting().get(subject=str(row.pk))
    moderation.refuse(held=held, by=people.ana.user_id, note="It names a shop.")
    page, edit = mine.get(mine.at(f"shares/{row.pk}/")), mine.at(f"shares/{row.pk}/edit/")
    assert "It names a shop." in page
    assert edit in page
    assert "It names a shop." in mine.get(edit)
    kept = mine.post(edit, 422, text=row.text).content.decode()
    assert "Change it first" in kept
    assert row.text in kept
    once = str(uuid4())
    for _ in range(3):
        mine.post(edit, text="It was hard. I stayed.", once=once)
    assert Hold.objects.waiting().filter(subject=str(row.pk)).count() == 1
    page = mine.get(mine.at(f"shares/{row.pk}/"))
    assert "now reads what you changed" in page
    assert "It names a shop." not in page


def test_answers_that_wait_say_why_with_one_more_query_however_many(people: People) -> None:
    row, client, counts = share(people.robin), browser(people.wren), list[int]()
    for number in range(3):
        answer(people.wren, row, f"I hear you {number}.")
        with CaptureQueriesContext(connection) as asked:
            page = client.get(client.at(f"shares/{row.pk}/"))
        assert page.count("the first things that somebody writes") == number + 1
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]
