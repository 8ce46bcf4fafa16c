"""The door: who comes in, who waits, who was put out and stays out."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from tests.accounts.people import make_member, sign_in
from tests.factories import NOW, add_online, at, weekly, whole
from tests.groups.making import make_group, make_membership
from tests.live.rooms import Person, enter, guest, member, open_room, said, state

from homegroup.core import streams
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.choices import Visibility
from homegroup.groups.models import Break, Group
from homegroup.live.actions import caring, opening
from homegroup.live.choices import Task
from homegroup.live.course import doors
from homegroup.live.models import Held, Room, RoomRule
from homegroup.meetings.models import Meeting

pytestmark = pytest.mark.django_db


# -- names -------------------------------------------------------------------------------------


def test_a_guest_comes_in_without_an_account(room: Room) -> None:
    ann = guest(room, "Ann", is_new="on")
    assert "Make yourself comfortable" in ann.get()
    assert ann.seat.is_new
    assert not ann.seat.is_member


def test_a_member_comes_in_under_another_name(room: Room) -> None:
    user = make_member()
    make_membership(user, room.group, "Robin")
    client = Client()
    sign_in(client, user)
    assert 'value="Robin"' in client.get(f"{room.page}door/").content.decode()
    person = Person(client, room, "Wren", user)
    person.come_in()
    assert [each.name for each in state(room).here] == ["Wren"]


@pytest.mark.parametrize("name", ["", "   ", "Moderator", "a\u200bnn", "x" * 61])
def test_names_that_cannot_be_are_refused(room: Room, name: str) -> None:
    answer = Client().post(f"{room.page}door/", {"name": name, "once": str(uuid4())})
    assert answer.status_code == 422
    assert state(room).seats == {}


def test_two_people_cannot_look_the_same(room: Room) -> None:
    guest(room, "Kim")
    twin = Person(Client(), room, "K1m")
    assert "has this name already" in said(twin.come_in(status=422))


def test_coming_in_twice_is_one_seat(room: Room) -> None:
    client, data = Client(), {"name": "Ann", "once": str(uuid4())}
    first = client.post(f"{room.page}door/", data)
    client.cookies.clear()
    again = client.post(f"{room.page}door/", data)
    assert first.cookies["__Host-seat"].value == again.cookies["__Host-seat"].value
    assert len(state(room).seats) == 1


def test_the_cookie_goes_with_the_browser_and_is_closed(room: Room) -> None:
    answer = Client().post(f"{room.page}door/", {"name": "Ann", "once": str(uuid4())})
    cookie = answer.cookies["__Host-seat"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert cookie["max-age"] == ""


def test_a_member_has_one_seat_on_two_devices(room: Room) -> None:
    kim = member(room, "Kim")
    other = Client()
    sign_in(other, kim.user)  # type: ignore[arg-type]
    assert other.get(room.page).status_code == 200
    assert len(state(room).seats) == 1


def test_who_left_comes_back_by_the_door(room: Room) -> None:
    kim = member(room, "Kim")
    kim.press("leave")
    assert state(room).here == []
    answer = kim.client.get(room.page)
    assert answer.headers["Location"] == f"{room.page}door/"
    kim.come_in()
    assert [each.name for each in state(room).here] == ["Kim"]


def test_the_names_at_the_door_are_limited(room: Room, settings: object) -> None:
    settings.STREAMS_AN_ADDRESS = 1  # type: ignore[attr-defined]
    for name in ("Ann", "Ben", "Cem"):
        guest(room, name)
    assert "Very many came in" in said(Person(Client(), room, "Dot").come_in(status=422))
    cache.clear()


# -- who comes in ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("guests", "status", "waits"),
    [("open", 302, False), ("wait", 302, True), ("invited", 422, None), ("none", 422, None)],
)
def test_guests_as_the_group_has_it(
    group: Group, guests: str, status: int, waits: bool | None
) -> None:
    room = open_room(group, guests=guests)
    ann = Person(Client(), room, "Ann")
    ann.come_in(status=status)
    if waits is not None:
        assert ann.seat.is_waiting is waits
        page = ann.get()
        assert ("You are at the door" in page) is waits
    else:
        assert state(room).seats == {}


def test_who_waits_sees_and_does_nothing(group: Group) -> None:
    room = open_room(group, guests="wait")
    chair = member(room, "Robin", ["chair"])
    ann = guest(room, "Ann")
    for page in ("people/", "write/", "not-ok/"):
        assert ann.client.get(f"{room.page}{page}").headers["Location"] == room.page
    assert "You are at the door" in said(ann.press("hand", status=403))
    assert state(room).hands == ()
    assert "Ann" in chair.get("people/")
    chair.post("people/", do="let", seat=ann.seat.number)
    assert "Make yourself comfortable" not in chair.get("people/")
    assert "Who is here" in ann.get()


def test_members_wait_where_the_group_wants_it_but_servants_do_not(group: Group) -> None:
    room = open_room(group, members_wait=True)
    assert member(room, "Kim").seat.is_waiting
    assert not member(room, "Noor", ["treasurer"]).seat.is_waiting


def test_greeters_let_people_in_and_others_do_not(group: Group) -> None:
    room = open_room(group, guests="wait")
    greeter, kim = member(room, "Maple", ["greeter"]), member(room, "Kim")
    ann = guest(room, "Ann")
    kim.post("people/", status=403, do="let", seat=ann.seat.number)
    assert ann.seat.is_waiting
    assert "1" in greeter.get("people/")
    greeter.post("people/", do="let", seat=ann.seat.number)
    assert not ann.seat.is_waiting


def test_a_personal_invitation_is_for_one(group: Group) -> None:
    room = open_room(group, guests="invited")
    kim = member(room, "Kim")
    answer = kim.post("invite/", status=200)
    code = answer.content.decode().split("?i=")[1].split("<")[0]
    ann = Person(Client(), room, "Ann")
    assert f'value="{code}"' in ann.client.get(f"{room.page}door/?i={code}").content.decode()
    ann.come_in(i=code)
    assert not ann.seat.is_waiting
    assert "was used already" in said(Person(Client(), room, "Ben").come_in(status=422, i=code))


def test_a_guest_invites_nobody(room: Room) -> None:
    guest(room, "Ann").post("invite/", status=403)


def test_who_is_on_a_break_does_not_come_in(room: Room) -> None:
    user = make_member()
    Break.objects.create(group=room.group, user=user, name="Kim", reason="Rest.",
                         from_on=NOW.date(), until_on=NOW.date() + timedelta(days=9))  # fmt: skip
    client = Client()
    sign_in(client, user)
    assert "asked you to stay away" in said(Person(client, room, "Kim").come_in(status=422))


def test_a_closed_door_lets_nobody_new_in_but_who_was_there(room: Room) -> None:
    chair, kim = member(room, "Robin", ["chair"]), member(room, "Kim")
    kim.press("leave")
    chair.lead("lock")
    Person(Client(), room, "Ann").come_in(status=422)
    kim.come_in()
    assert kim.seat.is_here
    chair.lead("unlock")
    guest(room, "Ann")


def test_a_full_room_says_so(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homegroup.live.actions.entering.MOST_SEATS", 1)
    enter(room, "Ann")
    with pytest.raises(Conflict, match="full"):
        enter(room, "Ben")


# -- put out, and kept out ---------------------------------------------------------------------


@pytest.fixture
def led(room: Room) -> Person:
    return member(room, "Robin", ["chair"])


def put_out(chair: Person, person: Person) -> None:
    chair.post("people/", do="out", seat=person.seat.number)


def test_who_was_put_out_stays_out_by_the_same_link(led: Person) -> None:
    troll = guest(led.room, "Troll")
    put_out(led, troll)
    for page in ("", "new/", "people/"):
        assert "cannot take part" in troll.get(page, status=403)
    troll.press("hand", status=403)
    assert "cannot take part" in said(troll.client.get(f"{led.room.page}door/"))
    assert troll.client.post(f"{led.room.page}door/", {"name": "Rose"}).status_code == 403
    assert [seat.name for seat in state(led.room).here] == ["Robin"]


def test_and_as_another_guest_from_there(led: Person) -> None:
    troll = guest(led.room, "Troll")
    put_out(led, troll)
    Person(Client(), led.room, "Rose").come_in(status=422)
    elsewhere = Person(Client(REMOTE_ADDR="192.0.2.9"), led.room, "Ann")
    elsewhere.come_in()
    assert elsewhere.seat.is_here


def test_and_by_the_same_account(led: Person) -> None:
    troll = member(led.room, "Troll")
    put_out(led, troll)
    fresh = Client()
    sign_in(fresh, troll.user)  # type: ignore[arg-type]
    assert fresh.get(f"{led.room.page}door/").status_code == 403
    guest(led.room, "Ann")  # a member who was put out closes the door to nobody else


def test_and_by_the_same_invitation(group: Group) -> None:
    room = open_room(group, guests="invited")
    led = member(room, "Robin", ["chair"])
    code = led.post("invite/", status=200).content.decode().split("?i=")[1].split("<")[0]
    troll = guest(room, "Troll", i=code)
    put_out(led, troll)
    far = Person(Client(REMOTE_ADDR="192.0.2.9"), room, "Rose")
    assert "cannot take part" in said(far.come_in(status=422, i=code))


def test_and_before_the_meeting_began_and_from_the_door(group: Group) -> None:
    room = open_room(group, guests="wait")
    led = member(room, "Robin", ["chair"])
    troll = guest(room, "Troll")
    put_out(led, troll)
    assert "cannot take part" in troll.get(status=403)
    assert state(room).waiting == []


def test_other_processes_hear_of_it(led: Person) -> None:
    household = "feed" * 6
    assert not doors.is_kept_out(led.room.pk, household)
    doors.hear(streams.Notice("event", f"live-out:{led.room.pk}", "out", household))
    assert doors.is_kept_out(led.room.pk, household)
    opening.hear(streams.Notice("end", f"room:{led.room.pk}"))
    assert not doors.is_kept_out(led.room.pk, household)


def test_the_chair_puts_out_neither_themselves_nor_the_chair(led: Person) -> None:
    kim = member(led.room, "Kim", ["host"])
    assert Task.RESERVE in kim.seat.tasks
    led.post("people/", status=400, do="out", seat=led.seat.number)
    kim.post("people/", status=403, do="out", seat=led.seat.number)
    with pytest.raises(NotAllowed):
        caring.put_out(room=led.room, by=kim.seat.number, seat=led.seat.number, leader=None,
                       token=uuid4())  # fmt: skip
    with pytest.raises(HouseError):
        caring.put_out(room=led.room, by=led.seat.number, seat=led.seat.number, leader=None,
                       token=uuid4())  # fmt: skip
    assert len(state(led.room).here) == 2


# -- opening by schedule -----------------------------------------------------------------------


@pytest.fixture
def meeting(group: Group) -> Meeting:
    made = add_online("Night Owls", time_zone="UTC", schedules=(weekly("3", "19:00"),))
    Meeting.objects.filter(pk=made.pk).update(group=group)
    RoomRule.objects.create(meeting=made, is_on=True, guests="open")
    return whole(made)


def test_a_room_opens_a_quarter_of_an_hour_before(meeting: Meeting, client: Client) -> None:
    address = f"/meetings/{meeting.slug}/room/"
    with at("2026-03-04T18:44"):
        page = client.get(address)
        assert page.status_code == 200
        assert "It opens at" in page.content.decode()
        assert (
            "The room of this meeting" in client.get(f"/meetings/{meeting.slug}/").content.decode()
        )
    with at("2026-03-04T18:45"):
        assert "Come in now" in client.get(f"/meetings/{meeting.slug}/").content.decode()
        answer = client.get(address)
    room = Room.objects.get()
    assert answer.headers["Location"] == f"/rooms/{room.code}/door/"
    assert room.starts_at.isoformat() == "2026-03-04T19:00:00+00:00"
    with at("2026-03-04T18:50"):
        client.get(address)
    assert Room.objects.count() == 1


def test_a_room_that_was_closed_does_not_open_again_that_day(meeting: Meeting) -> None:
    rule = RoomRule.objects.get()
    with at("2026-03-04T18:50"):
        room = opening.open_due(meeting, rule)
        assert room
        opening.close(room=room)
        assert opening.open_due(meeting, rule) is None
    assert Held.objects.get().minutes == 0
    with at("2026-03-11T18:50"):
        assert opening.open_due(meeting, rule)


def test_no_room_where_the_group_wants_none(meeting: Meeting, client: Client) -> None:
    RoomRule.objects.update(is_on=False)
    with at("2026-03-04T18:50"):
        answer = client.get(f"/meetings/{meeting.slug}/room/")
    assert answer.headers["Location"] == meeting.get_absolute_url()
    assert not Room.objects.exists()
    assert "/room/" not in client.get(f"/meetings/{meeting.slug}/").content.decode()


def test_an_unlisted_group_does_not_show_its_rooms(client: Client) -> None:
    hidden = make_group("Hidden", visibility=Visibility.UNLISTED)
    room = open_room(hidden, guests="none")
    assert client.get(f"{room.page}door/").status_code == 404


def test_an_ended_meeting_closes_after_a_while(led: Person) -> None:
    led.lead("begin")
    led.lead("end")
    assert opening.close_old() == 0
    with at(NOW + timedelta(minutes=14)):
        assert opening.close_old() == 0
        assert "Thank you all" in led.get()
    with at(NOW + timedelta(minutes=15)):
        assert opening.close_old() == 1
    assert not Room.objects.exists()


def test_a_forgotten_room_closes_at_last(room: Room) -> None:
    with at(NOW + timedelta(minutes=241)):
        assert opening.close_old() == 1
