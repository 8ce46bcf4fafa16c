"""What people do from their seats, and who is looked after."""

from uuid import uuid4

import pytest
from django.test import Client
from tests.accounts.people import make_member, sign_in
from tests.factories import add_online, whole
from tests.groups.making import make_group, make_membership
from tests.live.rooms import Person, agenda, guest, member, open_room, said, state

from homegroup.groups.models import Group, Membership
from homegroup.live.actions import opening, sharing
from homegroup.live.course import doors, lines
from homegroup.live.models import Held, RoomRule
from homegroup.meetings.models import Meeting
from homegroup.moderation import actions as moderation
from homegroup.vault.models import Entry

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def on(group: Group) -> Person:
    """The chair of a meeting that is at its shares."""
    led = member(open_room(group), "Robin", ["chair"])
    led.lead("begin")
    led.lead("part", part=2, seen=0)
    return led


def called(on: Person, person: Person) -> Person:
    person.press("hand")
    turn = state(on.room).turn
    on.lead("call", seen=turn.number if turn else 0)
    return person


# -- hands and shares --------------------------------------------------------------------------


def test_a_second_hand_changes_nothing(on: Person) -> None:
    kim = guest(on.room, "Kim")
    kim.press("hand")
    kim.press("hand")
    assert len(state(on.room).hands) == 1
    assert "Take my hand down" in kim.get()
    kim.press("down")
    kim.press("down")
    assert state(on.room).hands == ()


def test_who_must_speak_says_so_only_near_the_end(on: Person) -> None:
    ann, kim = guest(on.room, "Ann"), guest(on.room, "Kim")
    ann.press("hand")
    kim.press("hand", urgent="1", status=409)
    on.lead("part", part=3, seen=3)
    assert "I must speak before I go" in kim.get()
    kim.press("hand")
    kim.press("hand", urgent="1")
    assert [hand.name for hand in state(on.room).hands] == ["Kim", "Ann"]


def test_a_share_arrives_in_pieces_and_whole(on: Person) -> None:
    kim = called(on, guest(on.room, "Kim"))
    kim.post("write/", text="First line.")
    kim.post("write/", text="Second line.\n\n" + "long " * 200)
    talk = [each for each in state(on.room).talk if each.kind == "say"]
    assert len(talk) > 4
    assert {each.turn for each in talk} == {talk[0].turn}
    assert state(on.room).shared[kim.seat.number][:2] == ("First line.", "Second line.")
    assert kim.get().count("<strong>Kim</strong>") == 1


def test_send_and_done_at_once(on: Person) -> None:
    kim = called(on, guest(on.room, "Kim"))
    answer = kim.post("write/", text="All of it.", then="done")
    assert answer.headers["Location"] == on.room.page
    assert state(on.room).turn is None
    assert kim.seat.shares == 1


def test_done_without_a_word_is_a_pass(on: Person) -> None:
    kim = called(on, guest(on.room, "Kim"))
    kim.press("done")
    assert kim.seat.shares == 0


def test_thanks_are_silent_and_reach_who_shared(on: Person) -> None:
    kim, ann = called(on, guest(on.room, "Kim")), guest(on.room, "Ann")
    kim.post("write/", text="Something.")
    turn = state(on.room).turn
    assert turn
    ann.press("thank", turn=turn.number)
    ann.press("thank", turn=turn.number)
    kim.press("thank", turn=turn.number)
    thanks = [event for event in lines.read_events(on.room.log, 0) if event.data["k"] == "thank"]
    assert [(event.to, event.data) for event in thanks] == [
        (f"s{kim.seat.number}", {"k": "thank", "q": turn.number})
    ]


def test_where_whoever_likes_begins(group: Group) -> None:
    room = open_room(group, agenda_of=agenda(order="free"))
    led, kim = member(room, "Robin", ["chair"]), guest(room, "Kim")
    led.lead("begin")
    kim.press("begin", status=409)
    led.lead("part", part=2, seen=0)
    assert "I would like to share" in kim.get()
    kim.press("begin")
    kim.press("begin")
    ann = guest(room, "Ann")
    ann.press("begin", status=409)
    turn = state(room).turn
    assert turn
    assert turn.name == "Kim"


def test_where_who_has_shared_asks_the_next(group: Group) -> None:
    room = open_room(group, agenda_of=agenda(order="tag"))
    led, kim, ann = member(room, "Robin", ["chair"]), guest(room, "Kim"), guest(room, "Ann")
    led.lead("begin")
    led.lead("part", part=2, seen=0)
    led.lead("ask", seat=kim.seat.number)
    kim.post("write/", text="My turn.")
    assert "Ask somebody to go on" in kim.get()
    ann.press("pick", seat=kim.seat.number, status=409)
    kim.press("pick", seat=ann.seat.number)
    turn = state(room).turn
    assert turn
    assert turn.name == "Ann"
    assert kim.seat.shares == 1


def test_the_wrong_moment_keeps_what_was_typed(on: Person) -> None:
    kim = guest(on.room, "Kim")
    answer = kim.post("write/", status=422, text="What I meant to say")
    assert "What I meant to say" in answer.content.decode()


@pytest.mark.parametrize("text", ["", "   ", "\u202eback", "x" * 4_001])
def test_texts_that_cannot_be(on: Person, text: str) -> None:
    kim = called(on, guest(on.room, "Kim"))
    kim.post("write/", status=422, text=text)
    assert state(on.room).talk == ()


@pytest.mark.parametrize(
    "text", ["i sell coke", "where can i buy some weed", "my number is +1 202 555 0134"]
)
def test_what_has_no_place_in_a_meeting(on: Person, text: str) -> None:
    kim = called(on, guest(on.room, "Kim"))
    assert "This stays out of meetings" in said(kim.post("write/", status=422, text=text))
    assert state(on.room).talk == ()


def test_help_comes_first_and_somebody_is_told_if_it_is_shared(on: Person) -> None:
    maple = member(on.room, "Maple", ["greeter"])
    kim = called(on, guest(on.room, "Kim"))
    text = "I want to kill myself."
    page = kim.post("write/", status=422, text=text).content.decode()
    assert "You matter." in page
    assert text in page
    assert state(on.room).talk == ()
    kim.post("write/", text=text, help_seen="1")
    assert [each.text for each in state(on.room).talk] == [text]
    assert "Kim is not OK." in maple.get()
    assert "Kim is not OK." not in on.get()


def test_pressing_too_fast_is_stopped(on: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    kim = guest(on.room, "Kim")
    for _ in range(doors.MOST_AT_ONCE // 2):
        kim.press("hand")
        kim.press("down")
    assert "That was a lot at once" in said(kim.press("hand", status=409))
    assert state(on.room).hands == ()


# -- scripts ask -------------------------------------------------------------------------------


def test_a_script_gets_numbers_and_reasons(on: Person) -> None:
    kim = guest(on.room, "Kim")
    token = str(uuid4())
    address = f"{on.room.page}do/"
    first = kim.client.post(address, {"do": "hand", "once": token}, headers=JSON)
    again = kim.client.post(address, {"do": "hand", "once": token}, headers=JSON)
    assert first.json() == again.json() == {"n": state(on.room).hands[0].number}
    refused = kim.client.post(
        f"{on.room.page}write/", {"text": "x", "once": str(uuid4())}, headers=JSON
    )
    assert refused.status_code == 422
    assert "We do not answer" in refused.json()["said"]
    called(on, kim)
    crisis = {"text": "I want to kill myself", "once": str(uuid4())}
    assert kim.client.post(f"{on.room.page}write/", crisis, headers=JSON).json() == {"help": 1}
    said_it = kim.client.post(
        f"{on.room.page}write/", {"text": "Hello", "once": str(uuid4())}, headers=JSON
    )
    assert said_it.json()["n"] == state(on.room).number


def test_without_streams_what_was_missed_can_be_asked_for(on: Person) -> None:
    kim = guest(on.room, "Kim")
    before = state(on.room).number
    kim.press("hand")
    text = kim.client.get(f"{on.room.page}new/?after={before}").content.decode()
    assert '"k":"hand"' in text
    assert f"id:{before + 1}\n" in text
    fresh = kim.client.get(f"{on.room.page}new/").content.decode()
    assert '"k"' not in fresh


def test_who_waits_is_told_nothing_of_the_room(group: Group) -> None:
    room = open_room(group, guests="wait")
    led, ann = member(room, "Robin", ["chair"]), guest(room, "Ann")
    led.post("write/", text="words among us")
    assert "words" not in ann.client.get(f"{room.page}new/?after=0").content.decode()
    led.post("people/", do="let", seat=ann.seat.number)
    text = ann.client.get(f"{room.page}new/?after=0").content.decode()
    assert '"k":"let"' in text


# -- not OK ------------------------------------------------------------------------------------


def test_not_ok_reaches_the_greeter_and_nobody_else(on: Person) -> None:
    maple, kim, ann = (
        member(on.room, "Maple", ["greeter"]), member(on.room, "Kim"), guest(on.room, "Ann"),
    )  # fmt: skip
    answer = ann.post("not-ok/")
    page = ann.get("not-ok/")
    assert answer.headers["Location"].endswith("/not-ok/")
    assert "We have quietly told" in page
    assert "/help-now/" in page
    assert "Ann is not OK." in maple.get()
    for other in (kim, on):
        assert "is not OK." not in said_of(other)
        assert other.client.get(f"{on.room.page}aside/{ann.seat.number}/").status_code in {200, 302}
    maple.press("leave")
    assert "Ann is not OK." in on.get()  # then the next one who looks after people
    events = [e for e in lines.read_events(on.room.log, 0) if e.data["k"] == "need"]
    assert [event.to for event in events] == [f"s{maple.seat.number}"]


def said_of(person: Person) -> str:
    import re

    return re.sub(r"data-words-\w+=\"[^\"]*\"", "", person.get())


def test_they_write_to_each_other_in_private(on: Person) -> None:
    maple, kim = member(on.room, "Maple", ["greeter"]), member(on.room, "Kim")
    ann = guest(on.room, "Ann")
    ann.post("not-ok/")
    ann.post(f"aside/{maple.seat.number}/", text="hello?")
    assert state(on.room).talk == ()  # the greeter writes first
    maple.post(f"aside/{ann.seat.number}/", text="I am here.")
    ann.post(f"aside/{maple.seat.number}/", text="Thank you.")
    assert "Maple is there for you." in ann.get("not-ok/")
    assert "Thank you." in maple.get(f"aside/{ann.seat.number}/")
    for other in (kim, on):
        page = other.get()
        assert "I am here." not in page
        text = other.client.get(f"{on.room.page}new/?after=0").content.decode()
        assert "I am here." not in text
    assert kim.client.get(f"{on.room.page}aside/{ann.seat.number}/").status_code == 302
    maple.post(f"aside/{ann.seat.number}/", status=422, text="")


def test_somebody_they_avoid_is_not_told(on: Person) -> None:
    maple, kim = member(on.room, "Maple", ["greeter"]), member(on.room, "Kim")
    them = Membership.objects.get(user=maple.user)
    moderation.block(blocker=kim.user, person=them)  # type: ignore[arg-type]
    kim.post("not-ok/")
    assert "Kim is not OK." not in said_of(maple)
    assert "Kim is not OK." in said_of(on)


def test_where_nobody_looks_after_people_help_is_shown_all_the_same(group: Group) -> None:
    ann = guest(open_room(group), "Ann")
    ann.post("not-ok/")
    assert "/help-now/" in ann.get("not-ok/")


# -- keeping one's own -------------------------------------------------------------------------


def test_a_member_keeps_their_own_share_and_nobody_elses(on: Person) -> None:
    ann = guest(on.room, "Ann")
    called(on, ann)
    ann.post("write/", text="Ann's words", then="done")
    kim = called(on, member(on.room, "Kim"))
    kim.post("write/", text="What I shared", then="done")
    page = kim.get("keep/")
    assert "What I shared" in page
    assert "Ann&#x27;s words" not in page
    kim.post("keep/", text="What I shared")
    assert Entry.objects.filter(owner=kim.user).count() == 1
    assert "What I shared" in kim.client.get("/journal/").content.decode()


def test_a_guest_is_asked_to_sign_in_for_keeping(on: Person) -> None:
    ann = guest(on.room, "Ann")
    assert ann.client.get(f"{on.room.page}keep/").headers["Location"].startswith("/sign-in/")


def test_pressing_keep_twice_keeps_one_page(on: Person) -> None:
    kim = member(on.room, "Kim")
    once = str(uuid4())
    for _ in range(2):
        kim.post("keep/", text="Mine", once=once)
    assert Entry.objects.filter(owner=kim.user).count() == 1


# -- pages of those who run meetings -----------------------------------------------------------


@pytest.fixture
def runner(group: Group) -> Client:
    user = make_member("runner")
    make_membership(user, group, "Robin", ["chair"])
    client = Client()
    sign_in(client, user)
    return client


def test_rooms_are_set_and_opened(group: Group, runner: Client) -> None:
    meeting = add_online("Night Owls")
    Meeting.objects.filter(pk=meeting.pk).update(group=group)
    page = f"/groups/{group.key}/rooms/"
    assert "Night Owls" in runner.get(page).content.decode()
    rule = f"{page}{meeting.slug}/"
    told = {"is_on": "on", "way": "spoken", "guests": "open", "opens_before": "10",
            "once": str(uuid4())}  # fmt: skip
    assert runner.post(rule, told).status_code == 302
    row = RoomRule.objects.get()
    assert (row.is_on, row.way, row.guests, row.opens_before) == (True, "spoken", "open", 10)
    assert runner.post(rule, {**told, "opens_before": "999"}).status_code == 422
    opened = {"meeting": meeting.slug, "format": "open-discussion", "way": "typed",
              "guests": "wait", "once": str(uuid4())}  # fmt: skip
    answer = runner.post(page, opened)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/door/")
    assert runner.post(page, opened).headers["Location"] == page  # the same form again
    refused = runner.post(page, {**opened, "once": str(uuid4())})
    assert "There is a room open" in said(refused)
    assert "The room is open" in runner.get(f"/groups/{group.key}/").content.decode()
    assert "Come in now" in runner.get(whole(meeting).get_absolute_url()).content.decode()
    assert "Night Owls" in runner.get("/today/").content.decode()


def test_what_stays_is_shown_to_those_who_run_meetings(group: Group, runner: Client) -> None:
    room = open_room(group)
    Held.objects.create(
        group=group, starts_at=room.starts_at, minutes=60, format="Speaker", people=15
    )
    opening.close(room=room)
    page = runner.get(f"/groups/{group.key}/rooms/").content.decode()
    assert "about 15 people" in page
    assert "a few people" in page


def test_a_meeting_of_another_group_is_not_there(group: Group, runner: Client) -> None:
    other = make_group("River Group")
    meeting = add_online("Night Owls")
    Meeting.objects.filter(pk=meeting.pk).update(group=other)
    assert runner.get(f"/groups/{group.key}/rooms/{meeting.slug}/").status_code == 404
    assert runner.get(f"/groups/{other.slug}/rooms/").status_code == 403


def test_the_list_of_rooms_takes_the_same_number_of_queries(
    group: Group, runner: Client, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in range(3):
        meeting = add_online(f"Night Owls {number}")
        Meeting.objects.filter(pk=meeting.pk).update(group=group)
        open_room(group, meeting=whole(meeting))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert runner.get(f"/groups/{group.key}/rooms/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_a_page_of_the_room_takes_few_queries_however_many_are_there(on: Person) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    kim = guest(on.room, "Kim")
    counts = []
    for number in range(3):
        guest(on.room, f"Guest {number}").press("hand")
        with CaptureQueriesContext(connection) as asked:
            kim.get()
        counts.append(len(asked))
    assert counts[0] == counts[2]
    assert counts[0] < 12


def test_pages_are_light(on: Person) -> None:
    import gzip

    for number in range(30):
        guest(on.room, f"Guest number {number}").press("hand")
    sent = len(gzip.compress(on.get().encode()))
    assert sent < 14_000  # styles and scripts take about 30 kB more
    assert len(gzip.compress(guest(on.room, "Kim").get().encode())) < 12_000


def test_nothing_is_kept_by_browsers(on: Person) -> None:
    ann = guest(on.room, "Ann")
    for page in ("", "new/", "pulse/", "people/", "door/", "not-ok/"):
        answer = ann.client.get(f"{on.room.page}{page}")
        assert "no-store" in answer.headers["Cache-Control"], page


def test_the_room_refreshes_itself_without_scripts_and_pages_to_write_on_do_not(on: Person) -> None:
    assert '<noscript><meta http-equiv="refresh"' in on.get()
    for page in ("write/", "lead/", "people/", "not-ok/"):
        assert 'http-equiv="refresh"' not in on.get(page), page


def test_nobody_begins_twice_by_the_action(on: Person) -> None:
    number = state(on.room).number
    on.lead("begin")
    assert state(on.room).number == number
    assert sharing.lower_hand(room=on.room, seat=on.seat.number, token=uuid4()) == number
