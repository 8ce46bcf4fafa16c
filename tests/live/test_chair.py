"""The chair: what each button does, what a shaking thumb does not, and who leads on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from tests.factories import NOW, at
from tests.live.rooms import Person, agenda, guest, member, open_room, said, state

from homegroup.audit.models import Entry
from homegroup.core.errors import Conflict, NotAllowed
from homegroup.groups.models import Group
from homegroup.live.actions import chairing, sharing
from homegroup.live.choices import Phase, Task
from homegroup.live.models import Room

pytestmark = pytest.mark.django_db


@pytest.fixture
def led(room: Room) -> Person:
    return member(room, "Robin", ["chair"])


@pytest.fixture
def on(led: Person) -> Person:
    """The meeting is on, at the shares."""
    led.lead("begin")
    led.lead("part", part=2, seen=0)
    return led


def test_a_press_that_saw_another_step_does_nothing(led: Person) -> None:
    led.lead("begin")
    led.lead("next", seen=0)
    led.lead("next", seen=0)
    assert state(led.room).step == 1
    led.lead("back", seen=1)
    assert state(led.room).step == 0
    led.lead("back", seen=0)
    assert state(led.room).step == 0


def test_the_script_ends_at_its_end(led: Person) -> None:
    led.lead("begin")
    led.lead("part", part=99, seen=0)
    assert state(led.room).step == 5
    led.lead("next", seen=5)
    assert state(led.room).step == 5
    assert "End the meeting" in led.get()


def test_before_it_begins_nothing_is_read(led: Person) -> None:
    led.lead("next", seen=0, status=409)
    assert "Hello to all." not in said_part(led)
    led.lead("begin")
    assert "Hello to all." in said_part(led)


def said_part(person: Person) -> str:
    import re

    return re.sub(r"<div class=\"(part|step)\"[^>]* hidden>.*?</div>", "", person.get(), flags=re.S)


def test_calling_twice_in_a_moment_calls_one(on: Person) -> None:
    kim, ann = guest(on.room, "Kim"), guest(on.room, "Ann")
    kim.press("hand")
    ann.press("hand")
    on.lead("call", seen=0)
    turn = state(on.room).turn
    assert turn
    on.lead("call", seen=turn.number)
    assert state(on.room).turn == turn
    with at(NOW + timedelta(seconds=3)):
        on.lead("call", seen=turn.number)
    after = state(on.room).turn
    assert after
    assert after.name == "Ann"


def test_nobody_waits(on: Person) -> None:
    assert "Nobody has raised a hand" in said(on.lead("call", seen=0, status=409))


def test_a_chosen_hand_is_called(on: Person) -> None:
    for name in ("Kim", "Ann"):
        guest(on.room, name).press("hand")
    second = state(on.room).hands[1]
    on.lead("call", seen=0, hand=second.number, stay="1")
    turn = state(on.room).turn
    assert turn
    assert turn.name == second.name
    assert [hand.name for hand in state(on.room).hands] == ["Kim"]


def test_the_chair_gives_time_and_ends_a_turn(on: Person) -> None:
    kim = guest(on.room, "Kim")
    kim.press("hand")
    on.lead("call", seen=0)
    turn = state(on.room).turn
    assert turn
    assert turn.until - turn.since == 4 * 60
    on.lead("more", minutes=2)
    longer = state(on.room).turn
    assert longer
    assert longer.until - turn.until == 120
    with at(NOW + timedelta(minutes=9)):
        on.lead("more")
        later = state(on.room).turn
        assert later
        assert later.until == int((NOW + timedelta(minutes=10)).timestamp())
    on.lead("skip", seen=1)
    assert state(on.room).turn
    on.lead("skip", seen=turn.number)
    assert state(on.room).turn is None
    assert kim.seat.shares == 0


def test_people_in_the_hall_are_put_on_the_list_by_hand(group: Group) -> None:
    room = open_room(group, way="spoken")
    led = member(room, "Robin", ["chair"])
    led.lead("begin")
    led.lead("part", part=2, seen=0)
    guest(room, "Ann").press("hand")
    led.lead("add", name="Old Bill")
    led.lead("add", name="", status=422)
    assert [hand.name for hand in state(room).hands] == ["Ann", "Old Bill"]
    led.lead("call", seen=0, hand=state(room).hands[1].number)
    assert "Old Bill has the word." in led.get()
    turn = state(room).turn
    assert turn
    led.lead("thanks", seen=turn.number)
    assert state(room).turn is None


def test_in_a_spoken_meeting_nobody_types_shares(group: Group) -> None:
    room = open_room(group, way="spoken")
    led = member(room, "Robin", ["chair"])
    led.lead("begin")
    kim = guest(room, "Kim")
    kim.press("hand")
    led.lead("call", seen=0)
    assert "speak aloud" in said(kim.post("write/", status=422, text="Hello"))
    kim.press("done")
    assert kim.seat.shares == 1


def test_pause_and_quiet_and_hush(on: Person) -> None:
    kim = guest(on.room, "Kim")
    kim.press("hand")
    on.lead("call", seen=0)
    on.lead("pause")
    assert "stands still" in said(kim.post("write/", status=422, text="I was saying"))
    assert "I was saying" in said(kim.post("write/", status=422, text="I was saying"))
    on.lead("go-on")
    kim.post("write/", text="I was saying")
    on.lead("quiet")
    kim.post("write/", status=422, text="more")
    with at(NOW + timedelta(seconds=61)):
        kim.post("write/", text="more")
        on.lead("hush")
        kim.post("write/", text="still my turn")
    assert len(state(on.room).talk) == 3


def test_chat_follows_the_rule_of_the_part(group: Group) -> None:
    room = open_room(group, agenda_of=agenda(crosstalk="after-share"))
    led, kim = member(room, "Robin", ["chair"]), guest(room, "Kim")
    kim.post("write/", text="before we begin")
    led.lead("begin")
    led.lead("part", part=2, seen=0)
    kim.post("write/", text="between shares")
    ann = guest(room, "Ann")
    ann.press("hand")
    led.lead("call", seen=0)
    kim.post("write/", status=422, text="into a share")
    led.lead("hush")
    ann.post("write/", text="my share")
    ann.press("done")
    kim.post("write/", status=422, text="hushed")
    led.lead("speak")
    kim.post("write/", text="and again")
    assert [each.text for each in state(room).talk] == [
        "before we begin", "between shares", "my share", "and again",
    ]  # fmt: skip


def test_without_crosstalk_nobody_answers(on: Person) -> None:
    kim = guest(on.room, "Kim")
    assert "We do not answer each other" in said(kim.post("write/", status=422, text="You should"))


def test_a_muted_person_listens(on: Person) -> None:
    kim = guest(on.room, "Kim")
    on.post("people/", do="mute", seat=kim.seat.number)
    kim.press("hand")
    on.lead("call", seen=0)
    kim.post("write/", status=422, text="noise")
    on.post("people/", do="unmute", seat=kim.seat.number)
    kim.post("write/", text="sorry")
    assert [each.text for each in state(on.room).talk] == ["sorry"]


def test_a_reading_is_given_to_somebody(led: Person) -> None:
    kim = member(led.room, "Kim")
    led.lead("read", part="text", seat=kim.seat.number, stay="1")
    assert "You were asked to read: A text." in kim.get()
    assert "You were asked to read" not in led.get()
    led.lead("read", part="nothing", seat=kim.seat.number, status=422)
    assert state(led.room).readings == {"text": kim.seat.number}


def test_names_can_be_changed_by_the_chair(on: Person) -> None:
    kim = guest(on.room, "Kim Surname")
    number = kim.seat.number
    on.post("people/", do="name", seat=number, name="Kim")
    assert {each.name for each in state(on.room).here} == {"Robin", "Kim"}
    on.post("people/", status=400, do="name", seat=number, name="Robin")


@pytest.mark.parametrize(
    "do", ["begin", "next", "call", "pause", "hush", "lock", "quiet", "end", "more", "add", "read"]
)
def test_members_press_none_of_it(on: Person, do: str) -> None:
    before = state(on.room).number
    kim = member(on.room, "Kim")
    kim.lead(do, status=403, seen=3, name="X")
    assert state(on.room).number == before + 1
    with pytest.raises((NotAllowed, PermissionDenied)):
        chairing.end(room=on.room, by=kim.seat.number, token=uuid4())


def test_an_unknown_button_goes_back_to_the_room(on: Person) -> None:
    assert on.lead("dance").headers["Location"] == on.room.page
    assert on.press("dance").headers["Location"] == on.room.page


# -- who leads ---------------------------------------------------------------------------------


def test_the_first_with_a_position_leads_the_second_is_the_reserve(room: Room) -> None:
    kim = member(room, "Kim")
    robin, ines = member(room, "Robin", ["chair"]), member(room, "Ines", ["host"])
    assert robin.seat.tasks == {Task.CHAIR}
    assert ines.seat.tasks == {Task.RESERVE}
    assert kim.seat.tasks == frozenset()


def test_positions_bring_tasks(room: Room) -> None:
    maple = member(room, "Maple", ["greeter", "newcomer-contact", "timekeeper"])
    assert maple.seat.tasks == {Task.GREETER, Task.NEWCOMER_CONTACT, Task.TIMEKEEPER}


def test_the_chair_is_handed_over_and_becomes_the_reserve(led: Person) -> None:
    kim = member(led.room, "Kim")
    led.post("people/", do="give", task="chair", seat=kim.seat.number)
    assert kim.seat.tasks == {Task.CHAIR}
    assert led.seat.tasks == {Task.RESERVE}
    kim.post("people/", status=400, do="take", task="chair", seat=kim.seat.number)
    assert kim.seat.leads


def test_a_guest_is_neither_chair_nor_reserve(led: Person) -> None:
    ann = guest(led.room, "Ann")
    for task in ("chair", "reserve"):
        led.post("people/", status=400, do="give", task=task, seat=ann.seat.number)
    led.post("people/", do="give", task="reader", seat=ann.seat.number)
    assert ann.seat.tasks == {Task.READER}


def test_the_reserve_leads_when_the_chair_is_gone_for_thirty_seconds(on: Person) -> None:
    ines = member(on.room, "Ines", ["host"])
    on.get()
    with at(NOW + timedelta(seconds=29)):
        ines.get()
        assert on.seat.leads
    with at(NOW + timedelta(seconds=31)):
        assert '"chair": true' in ines.get("pulse/")
        assert ines.seat.tasks == {Task.CHAIR}
        assert on.seat.tasks == {Task.RESERVE}
        on.get()
        assert not on.seat.leads


def test_a_sign_of_life_keeps_the_chair(on: Person) -> None:
    ines = member(on.room, "Ines", ["host"])
    for seconds in (0, 20, 40, 60):
        with at(NOW + timedelta(seconds=seconds)):
            on.get("pulse/")
            ines.get("pulse/")
    assert on.seat.leads


def test_a_chair_without_scripts_may_fill_in_a_page(on: Person) -> None:
    ines = member(on.room, "Ines", ["host"])
    on.get("lead/?calm=1")
    with at(NOW + timedelta(seconds=120)):
        ines.get()
        assert on.seat.leads
    with at(NOW + timedelta(seconds=181)):
        ines.get()
        assert ines.seat.leads


def test_any_members_look_lets_the_reserve_lead(on: Person) -> None:
    ines, kim = member(on.room, "Ines", ["host"]), guest(on.room, "Kim")
    on.get()
    with at(NOW + timedelta(seconds=31)):
        kim.get()
    assert ines.seat.leads


def test_a_chair_who_leaves_hands_over(on: Person) -> None:
    ines = member(on.room, "Ines", ["host"])
    on.press("leave")
    assert ines.seat.leads
    on.come_in()
    assert on.seat.tasks == frozenset()


def test_where_nobody_leads_a_servant_may_at_once_and_members_after_five_minutes(
    room: Room,
) -> None:
    kim, noor, ann = member(room, "Kim"), member(room, "Noor", ["treasurer"]), guest(room, "Ann")
    assert "I can lead today" not in kim.get()
    assert "I can lead today" in noor.get()
    kim.press("lead", status=409)
    with at(NOW + timedelta(minutes=5)):
        assert "I can lead today" in kim.get()
        assert "I can lead today" not in ann.get()
        ann.press("lead", status=409)
        kim.press("lead")
        assert kim.seat.leads
        noor.press("lead", status=409)


def test_the_end_is_audited_without_names(on: Person) -> None:
    troll = guest(on.room, "Troll")
    on.post("people/", do="out", seat=troll.seat.number)
    on.lead("end")
    on.post("close/")
    rows = Entry.objects.filter(action__startswith="live.").order_by("pk")
    assert [row.action for row in rows] == ["live.open_room", "live.put_out", "live.close_room"]
    assert all(row.data == {} for row in rows)
    assert rows[1].actor == on.user.pk  # type: ignore[union-attr]


def test_a_running_room_is_not_closed_by_a_press(on: Person) -> None:
    on.post("close/")
    assert Room.objects.get().phase == Phase.RUNNING


def test_after_the_end_nothing_goes_on(on: Person) -> None:
    kim = guest(on.room, "Kim")
    on.lead("end")
    kim.press("hand", status=409)
    on.lead("call", seen=0, status=409)
    with pytest.raises(Conflict):
        sharing.begin_to_share(room=on.room, seat=kim.seat.number, token=uuid4())
