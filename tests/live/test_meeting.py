"""A whole meeting through the pages, without JavaScript."""

import pytest
from tests.groups.making import make_group
from tests.live.rooms import agenda, guest, member, open_room, state

from homegroup.live.choices import Phase
from homegroup.live.models import Held, Line, Room

pytestmark = pytest.mark.django_db


def test_a_meeting_from_the_door_to_the_end() -> None:
    room = open_room(make_group())
    chair = member(room, "Robin", ["chair"])
    kim, ann = member(room, "Kim"), guest(room, "Ann", is_new="on")
    assert "You lead today." in chair.get()
    assert "You lead today." not in kim.get()
    chair.lead("begin")
    page = kim.get()
    assert "Hello to all." in page
    chair.lead("next", seen=0)
    chair.lead("next", seen=1)
    chair.lead("next", seen=2)
    assert state(room).step == 3
    kim.press("hand")
    ann.press("hand")
    assert [hand.name for hand in state(room).hands] == ["Ann", "Kim"]  # new people come first
    chair.lead("call", seen=0)
    assert "You have the word." in ann.get()
    assert "Ann has the word." in kim.get()
    kim.post("write/", status=422, text="I am not called")
    ann.post("write/", text="I am glad to be here.\nIt is my first time.")
    assert "It is my first time." in kim.get()
    turn = state(room).turn
    assert turn
    kim.press("thank", turn=turn.number)
    ann.press("done")
    assert state(room).turn is None
    assert state(room).seats[ann.seat.number].shares == 1
    chair.lead("call", seen=0)
    kim.press("pass")
    chair.lead("end")
    assert state(room).phase == Phase.OVER
    assert "Keep what I shared" in ann.get()
    assert "Thank you all" in kim.get()
    chair.post("close/")
    assert not Room.objects.exists()
    assert not Line.objects.exists()
    held = Held.objects.get()
    assert (held.format, held.people) == ("Test meeting", None)
    kim.get(status=404)


def test_the_pages_of_the_chair() -> None:
    room = open_room(make_group(), agenda_of=agenda())
    chair, kim = member(room, "Robin", ["chair"]), member(room, "Kim")
    chair.lead("begin")
    for page in ("lead/", "people/", f"people/?who={kim.seat.number}", "write/", "not-ok/"):
        assert "<h1" in chair.get(page)
    kim.get("lead/", status=403)
    kim.post("not-ok/")
    assert "Kim is not OK." in chair.get()
    assert "We have quietly told" in kim.get("not-ok/")
    chair.post(f"aside/{kim.seat.number}/", text="I am with you.")
    assert "I am with you." in kim.get(f"aside/{chair.seat.number}/")
    assert "Robin is there for you." in kim.get("not-ok/")
