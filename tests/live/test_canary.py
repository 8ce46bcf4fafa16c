"""What people type in a meeting is found in plain nowhere, and after it nowhere at all."""

import logging
from pathlib import Path

import pytest
from django.conf import settings
from tests.canary.looking import database, files, found, memory
from tests.groups.making import make_group
from tests.live.rooms import Person, guest, member, open_room, state

from homegroup.live import queries
from homegroup.live.course import doors, keys, lines
from homegroup.live.models import Line, Room

pytestmark = pytest.mark.django_db(transaction=True)
MARKS = [f"canary{number:02d}otter" for number in range(7)]


def _hold(room: Room) -> list[Person]:
    """Let a meeting go on with marked names, shares, private words and a written line."""
    chair, kim = member(room, "Robin", ["chair"]), member(room, "Kim")
    chair.post("people/", do="name", seat=kim.seat.number, name=MARKS[0])
    kim.name = MARKS[0]
    ann = guest(room, MARKS[1])
    kim.post("write/", text=f"{MARKS[2]} before we begin")
    chair.lead("begin")
    chair.lead("part", part=2, seen=0)
    for person, mark in ((kim, MARKS[3]), (ann, MARKS[4])):
        person.press("hand")
        turn = state(room).turn
        chair.lead("call", seen=turn.number if turn else 0)
        person.post("write/", text=f"I say {mark} aloud.\n{mark}", then="done")
    ann.post("not-ok/")
    chair.post(f"aside/{ann.seat.number}/", text=f"{MARKS[5]} in private")
    chair.lead("add", name=MARKS[6])
    return [chair, kim, ann]


def _kept() -> bytes:
    return database() + memory() + files(Path(settings.HOME))


def test_nothing_of_a_meeting_is_found(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    room = open_room(make_group())
    chair, _kim, ann = _hold(room)
    assert MARKS[3] in ann.get()  # it was really said
    assert found(MARKS, _kept()) == []
    sealed = [bytes(each) for each in Line.objects.values_list("sealed", flat=True)]
    assert len(sealed) > 20
    key = keys.key_of(room.pk)
    chair.lead("end")
    chair.post("close/")
    assert Line.objects.count() == 0
    stored = _kept()
    assert found(MARKS, stored) == []
    assert key not in stored
    assert not (keys.folder() / f"{room.pk.hex}.key").exists()
    assert room.pk not in lines._kept
    assert room.pk not in doors._households
    assert found(MARKS, caplog.text.encode()) == []
    held = queries.held_by(room.group)
    assert [(each.people, each.format) for each in held] == [(None, "Test meeting")]
