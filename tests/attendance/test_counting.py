"""How long somebody was at a meeting: signs, gaps, the meeting's own time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.attendance.conftest import stay
from tests.factories import NOW, at
from tests.groups.making import make_group
from tests.live.rooms import Person, guest, member, open_room, seat, state

from homegroup.attendance import actions
from homegroup.groups.models import Group
from homegroup.live.actions import presence
from homegroup.live.course import lines, signs
from homegroup.live.models import Line

pytestmark = pytest.mark.django_db


def minutes_of(person: Person, minute: int) -> int:
    """Give how long somebody was there, as it stands at a minute of the meeting."""
    with at(NOW + timedelta(minutes=minute)):
        return presence.so_far(state(person.room), person.seat) // 60


def test_minutes_count_while_the_page_gives_signs(kim: Person) -> None:
    assert minutes_of(kim, 10) == 10
    assert minutes_of(kim, 12) == 12  # the last sign is near enough
    assert minutes_of(kim, 20) == 10  # and here it is not


def test_a_gap_does_not_count(kim: Person) -> None:
    stay(kim, 5, since=20)
    assert minutes_of(kim, 25) == 14  # ten, and four from the first new sign on


def test_only_the_meetings_own_time_counts(group: Group) -> None:
    early = guest(open_room(group), "Ann")
    led = member(early.room, "Robin", ["chair"])
    stay(early, 5)
    with at(NOW + timedelta(minutes=5)):
        led.lead("begin")
    stay(early, 3, since=5)
    with at(NOW + timedelta(minutes=8)):
        led.lead("end")
    stay(early, 4, since=8)
    assert minutes_of(early, 12) == 3


def test_who_waits_at_the_door_is_not_there(group: Group) -> None:
    room = open_room(group, guests="wait")
    led, ann = member(room, "Robin", ["chair"]), guest(room, "Ann")
    led.lead("begin")
    stay(ann, 4)
    with at(NOW + timedelta(minutes=4)):
        led.post("people/", do="let", seat=ann.seat.number)
    stay(ann, 2, since=4)
    assert minutes_of(ann, 6) == 2


def test_leaving_and_coming_back(kim: Person) -> None:
    with at(NOW + timedelta(minutes=10)):
        kim.press("leave")
    with at(NOW + timedelta(minutes=30)):
        kim.client.get(kim.room.page)
    assert minutes_of(kim, 30) == 10


def test_signs_become_one_line_a_minute_for_all(led: Person, kim: Person) -> None:
    before = Line.objects.filter(room=led.room).count()
    for minute in range(11, 16):
        with at(NOW + timedelta(minutes=minute)):
            led.get("pulse/")
            kim.get("pulse/")
            kim.get()
    assert Line.objects.filter(room=led.room).count() - before <= 5
    told = lines.read_events(led.room.log, 0)
    assert {event.to for event in told if event.data["k"] == "here"} == {"nobody"}


def test_a_process_that_ends_loses_nothing_that_the_next_sign_bridges(kim: Person) -> None:
    signs.forget(kim.room.pk)
    lines.forget(kim.room.pk)
    stay(kim, 2, since=10)
    assert minutes_of(kim, 12) == 12


def test_nothing_is_counted_where_the_group_gives_no_proofs() -> None:
    group = make_group("Quiet Group")
    room = open_room(group)
    led = member(room, "Robin", ["chair"])
    led.lead("begin")
    stay(led, 5)
    assert seat(room, "Robin").seconds == 0
    assert not Line.objects.filter(room=room, number__gt=4).exists()
    actions.set_policy(group=group, is_on=True, wording="", days=31, by=uuid4(), key=uuid4())
    stay(led, 5, since=5)
    assert seat(room, "Robin").seconds == 0  # from the next room on
