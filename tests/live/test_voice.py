"""Voice: who joins, who is heard, and that the meeting goes on when the media server does not."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.accounts.people import make_member, sign_in
from tests.factories import NOW, at
from tests.groups.making import make_group, make_membership
from tests.live.fake_janus import OFFER, SECRET, FakeJanus, serving
from tests.live.rooms import Person, enter, guest, member, open_room, state

from homegroup.accounts.visits import KEY_COOKIE
from homegroup.config.asgi import Lanes
from homegroup.core.headers import POLICY
from homegroup.groups.models import Group
from homegroup.live.actions import entering, opening
from homegroup.live.choices import Way
from homegroup.live.course import keys
from homegroup.live.voice import bridge, janus
from homegroup.live.voice.halls import hall_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_is_enough]  # what a Janus is asked


@pytest.fixture
def fake(settings: Any) -> Iterator[FakeJanus]:
    with serving() as server:
        settings.JANUS_URL, settings.JANUS_SECRET = server.url, SECRET
        yield server
        janus.forget()


@pytest.fixture
def on(group: Group, fake: FakeJanus) -> Person:
    """The chair of a meeting by voice that is at its shares."""
    led = member(open_room(group, way=Way.VOICE), "Robin", ["chair"])
    led.lead("begin")
    led.lead("part", part=2, seen=0)
    return led


def told(person: Person, do: str, status: int = 200, **more: str) -> dict[str, Any]:
    answer = person.post("voice/", status=status, do=do, **more)
    assert answer.headers["Cache-Control"] == "no-store"
    return dict(json.loads(answer.content))


def listening(person: Person) -> Person:
    assert told(person, "join", offer=OFFER)["answer"].startswith("v=0")
    return person


def number(person: Person) -> int:
    return hall_of(person.room.pk).person(person.seat.number)


def call(on: Person, person: Person) -> None:
    person.press("hand")
    turn = state(on.room).turn
    on.lead("call", seen=turn.number if turn else 0)


# -- joining -----------------------------------------------------------------------------------


def test_joining_is_listening(on: Person, fake: FakeJanus) -> None:
    kim = listening(guest(on.room, "Kim"))
    assert fake.people() == {number(kim): True}
    hall = next(iter(fake.halls.values()))
    assert (hall["record"], hall["mjrs"], hall["permanent"]) == (False, False, False)
    assert hall["is_private"]
    assert hall["allow_rtp_participants"] is False
    assert told(kim, "stay") == {"in": True}


def test_the_media_server_learns_no_name_and_no_address_of_a_home(
    on: Person, fake: FakeJanus
) -> None:
    kim = listening(guest(on.room, "Kim"))
    said = json.dumps([fake.bodies, fake.offers])
    for word in ("Kim", "Robin", "Lamp", "192.168.7.7", on.room.code, on.room.pk.hex):
        assert word not in said
    assert fake.offers[0].startswith("v=0\r\nm=audio")
    assert number(kim) != kim.seat.number


def test_numbers_and_secrets_are_of_this_room_alone(group: Group, fake: FakeJanus) -> None:
    one = hall_of(open_room(group, way=Way.VOICE).pk)
    other = hall_of(open_room(group, way=Way.VOICE).pk)
    assert len({one.number, other.number, one.person(1), other.person(1), one.person(2),
                one.session(1), other.session(1)}) == 7  # fmt: skip
    assert len({one.secret, one.pin, other.secret, other.pin}) == 4
    assert all(0 < each < 2**53 for each in (one.number, one.person(1), one.session(9)))


def test_who_joins_from_a_second_page_is_out_of_the_first(on: Person, fake: FakeJanus) -> None:
    kim = guest(on.room, "Kim")
    listening(kim)
    listening(kim)
    assert fake.people() == {number(kim): True}


def test_joining_three_times_at_once_is_joining_once(
    on: Person, fake: FakeJanus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same seat joins from elsewhere just between two steps of this one."""
    kim = guest(on.room, "Kim")
    listening(on)
    session = hall_of(on.room.pk).session(kim.seat.number)
    real = janus.Janus.open_session
    crossed: list[int] = []

    def crossing(self: janus.Janus, number: int) -> None:
        if number == session and not crossed:
            crossed.append(number)
            real(self, number)
        real(self, number)

    monkeypatch.setattr(janus.Janus, "open_session", crossing)
    listening(kim)
    assert crossed == [session]
    assert fake.people() == {number(on): True, number(kim): True}


def test_leaving_the_voice_is_not_leaving_the_meeting(on: Person, fake: FakeJanus) -> None:
    kim = listening(guest(on.room, "Kim"))
    assert told(kim, "leave") == {"in": False}
    assert fake.people() == {}
    assert kim.seat.is_here
    assert told(kim, "stay") == {"in": False}


@pytest.mark.parametrize("offer", ["", "v=0\r\nm=video", "x" * 30_000, "v=0 m=audio" * 3_000])
def test_an_offer_that_is_none_is_refused(on: Person, fake: FakeJanus, offer: str) -> None:
    assert told(guest(on.room, "Kim"), "join", 422, offer=offer)["said"]
    assert fake.people() == {}
    assert told(on, "dance", 422) == {"said": ""}


def test_very_many_cannot_listen(
    on: Person, fake: FakeJanus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridge, "MOST_VOICES", 1)
    listening(on)
    refused = told(guest(on.room, "Kim"), "join", 409, offer=OFFER)
    assert "follow in writing" in refused["said"]


# -- who may -----------------------------------------------------------------------------------


def test_who_is_not_in_the_room_cannot_join(on: Person, fake: FakeJanus) -> None:
    address = f"{on.room.page}voice/"
    sent = {"do": "join", "offer": OFFER}
    stranger = Client().post(address, sent)
    assert (stranger.status_code, stranger["Location"]) == (302, f"{on.room.page}door/")
    user = make_member("far-away")
    make_membership(user, make_group("Other Group"), "Far")
    outsider = Client()
    sign_in(outsider, user)
    assert outsider.post(address, sent).status_code == 302
    assert on.client.get(address).status_code == 405
    assert fake.people() == {}


def test_who_waits_at_the_door_cannot_join(group: Group, fake: FakeJanus) -> None:
    led = member(open_room(group, way=Way.VOICE, guests="wait"), "Robin", ["chair"])
    kim = guest(led.room, "Kim")
    kim.post("voice/", do="join", offer=OFFER)
    assert fake.people() == {}
    led.post("people/", do="let", seat=kim.seat.number)
    listening(kim)
    assert fake.people() == {number(kim): True}


def test_who_is_put_out_hears_and_says_nothing_more(on: Person, fake: FakeJanus) -> None:
    kim, ann = listening(guest(on.room, "Kim")), listening(guest(on.room, "Ann"))
    call(on, kim)
    assert fake.heard() == [number(kim)]
    session = hall_of(on.room.pk).session(kim.seat.number)
    on.post("people/", do="out", seat=kim.seat.number)
    assert fake.people() == {number(ann): True}
    assert session not in fake.sessions
    kim.post("voice/", status=403, do="join", offer=OFFER)
    assert fake.people() == {number(ann): True}


def test_who_leaves_the_meeting_is_out_of_the_voice(on: Person, fake: FakeJanus) -> None:
    kim = listening(guest(on.room, "Kim"))
    kim.press("leave")
    assert fake.people() == {}


def test_there_is_no_voice_in_a_meeting_in_writing(group: Group, fake: FakeJanus) -> None:
    led = member(open_room(group), "Robin", ["chair"])
    assert told(led, "join", 409, offer=OFFER)["said"] == "There is no voice in this meeting."
    assert told(led, "stay") == {"in": False}
    led.lead("begin")
    assert fake.asked == []


# -- who is heard ------------------------------------------------------------------------------


def test_only_who_has_the_word_is_heard(on: Person, fake: FakeJanus) -> None:
    kim, ann = listening(guest(on.room, "Kim")), listening(guest(on.room, "Ann"))
    listening(on)
    assert fake.heard() == []
    call(on, kim)
    assert fake.heard() == [number(kim)]
    ann.press("hand")
    with at(NOW + timedelta(seconds=10)):  # a second call within two would be the same press
        on.lead("call", seen=state(on.room).turn.number)  # type: ignore[union-attr]
        assert fake.heard() == [number(ann)]
        ann.press("pass")
    assert fake.heard() == []


def test_thanks_pauses_quiet_and_the_end_are_silent(on: Person, fake: FakeJanus) -> None:
    kim = listening(guest(on.room, "Kim"))
    call(on, kim)
    on.lead("pause")
    assert fake.heard() == []
    on.lead("go-on")
    assert fake.heard() == [number(kim)]
    on.post("people/", do="mute", seat=kim.seat.number)
    assert fake.heard() == []
    on.post("people/", do="unmute", seat=kim.seat.number)
    assert fake.heard() == [number(kim)]
    on.lead("thanks", seen=state(on.room).turn.number)  # type: ignore[union-attr]
    assert fake.heard() == []
    call(on, kim)
    on.lead("end")
    assert fake.halls == {}
    assert told(kim, "join", 409, offer=OFFER)["said"] == "The meeting has ended."
    assert told(kim, "stay") == {"in": False}


def test_after_a_minute_of_quiet_the_next_sign_lets_them_be_heard(
    on: Person, fake: FakeJanus
) -> None:
    kim = listening(guest(on.room, "Kim"))
    call(on, kim)
    on.lead("quiet")
    assert fake.heard() == []
    with at(NOW + timedelta(seconds=61)):
        assert told(kim, "stay") == {"in": True}
    assert fake.heard() == [number(kim)]


def test_who_joins_while_they_have_the_word_is_heard(on: Person, fake: FakeJanus) -> None:
    kim = guest(on.room, "Kim")
    call(on, kim)
    listening(kim)
    assert fake.heard() == [number(kim)]


def test_who_is_unmuted_in_another_way_is_muted_again(on: Person, fake: FakeJanus) -> None:
    kim, ann = listening(guest(on.room, "Kim")), listening(guest(on.room, "Ann"))
    hall = next(iter(fake.halls.values()))
    hall["people"][number(kim)] = False
    hall["people"][4711] = False
    told(ann, "stay")
    assert fake.people() == {number(kim): True, number(ann): True}


def test_what_another_process_did_meanwhile_is_put_right(
    on: Person, fake: FakeJanus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The word is given back just while this process lets somebody be heard."""
    kim = listening(guest(on.room, "Kim"))
    call(on, kim)
    hall = next(iter(fake.halls.values()))
    hall["people"][number(kim)] = True
    before = fake._unmute

    def slowly(body: dict[str, Any]) -> dict[str, Any]:
        answer = before(body)
        monkeypatch.setattr(bridge, "speaker", lambda _state: 0)
        return answer

    monkeypatch.setattr(fake, "_unmute", slowly)
    bridge.settle(on.room)
    assert fake.heard() == []


def test_a_share_by_voice_counts_as_one(on: Person, fake: FakeJanus) -> None:
    kim = guest(on.room, "Kim")
    call(on, kim)
    kim.press("done")
    assert kim.seat.shares == 1


def test_who_likes_writes(on: Person, fake: FakeJanus) -> None:
    kim = guest(on.room, "Kim")
    call(on, kim)
    kim.post("write/", text="I write today.")
    assert "I write today." in on.get()


# -- when the media server goes wrong ----------------------------------------------------------


@pytest.mark.parametrize("trouble", ["garbage", "broken", "list", "empty"])
def test_the_meeting_goes_on_when_the_server_talks_nonsense(
    on: Person, fake: FakeJanus, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    kim = listening(guest(on.room, "Kim"))
    fake.trouble = trouble
    call(on, kim)
    assert state(on.room).turn
    assert "goes on in writing" in told(kim, "stay", 503)["said"]
    assert "goes on in writing" in told(kim, "join", 503, offer=OFFER)["said"]
    kim.press("leave")
    fake.trouble = ""
    assert "192.168" not in caplog.text
    assert fake.heard() == []
    told(on, "stay")
    assert fake.people() == {}


def test_a_server_that_hangs_is_waited_for_once(
    on: Person, fake: FakeJanus, monkeypatch: pytest.MonkeyPatch
) -> None:
    kim = listening(guest(on.room, "Kim"))
    impatient = janus.Janus(fake.url, SECRET, seconds=0.1)
    monkeypatch.setattr(janus, "server", lambda: impatient)
    fake.trouble, before = "slow", len(fake.asked)
    call(on, kim)
    fake.trouble = ""
    kim.press("done")
    told(kim, "stay", 503)
    assert len(fake.asked) == before
    impatient._away_until = 0.0
    call(on, kim)
    assert fake.heard() == [number(kim)]
    impatient.close()


def test_a_server_that_is_gone_leaves_the_meeting_alone(
    group: Group, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with serving() as server:
        gone = server.url
    settings.JANUS_URL, settings.JANUS_SECRET = gone, SECRET
    led = member(open_room(group, way=Way.VOICE), "Robin", ["chair"])
    led.lead("begin")
    assert "goes on in writing" in told(led, "join", 503, offer=OFFER)["said"]
    led.lead("end")
    assert opening.close(room=led.room)
    janus.forget()


def test_after_a_restart_of_the_server_people_join_again(on: Person, fake: FakeJanus) -> None:
    kim = listening(guest(on.room, "Kim"))
    call(on, kim)
    fake.restart()
    assert told(kim, "stay") == {"in": False}
    listening(kim)
    assert fake.heard() == [number(kim)]


def test_another_process_of_ours_finds_the_same_place(on: Person, fake: FakeJanus) -> None:
    kim = listening(guest(on.room, "Kim"))
    janus.forget()
    keys.forget()
    call(on, kim)
    assert fake.heard() == [number(kim)]
    assert told(kim, "stay") == {"in": True}


# -- the end -----------------------------------------------------------------------------------


def test_closing_a_room_closes_its_place(
    on: Person, fake: FakeJanus, django_capture_on_commit_callbacks: Any
) -> None:
    kim = listening(guest(on.room, "Kim"))
    with django_capture_on_commit_callbacks(execute=True):
        opening.close(room=on.room)
    assert fake.halls == {}
    with pytest.raises(keys.KeyGone):
        hall_of(on.room.pk)
    with pytest.raises(bridge.VoiceAway):
        bridge.stay(room=on.room, seat=1)
    kim.post("voice/", status=404, do="join", offer=OFFER)


def test_nothing_is_asked_when_nobody_listens(group: Group, fake: FakeJanus) -> None:
    room = open_room(group, way=Way.VOICE)
    first = enter(room, "Ann")
    entering.leave(room=room, seat=first.number, token=uuid4())
    assert set(fake.asked) <= {"create session", "listparticipants"}
    assert fake.halls == {}


def test_a_sign_of_the_page_is_no_touch_of_the_visit(on: Person, fake: FakeJanus) -> None:
    """A phone that lies there and listens locks its private pages as before."""
    listening(on)
    with at(NOW + timedelta(minutes=3)):
        stayed = on.post("voice/", status=200, do="stay")
        pulse = on.client.get(f"{on.room.page}pulse/")
        assert pulse.status_code == 200
        left = on.post("voice/", status=200, do="leave")
    assert KEY_COOKIE not in stayed.cookies
    assert KEY_COOKIE not in pulse.cookies
    assert KEY_COOKIE in left.cookies


# -- lanes and pages ---------------------------------------------------------------------------


def test_voice_waits_in_a_lane_of_its_own() -> None:
    async def asked() -> list[str]:
        lanes, taken = Lanes(), []

        def lane(name: str) -> Callable[..., Awaitable[None]]:
            async def answer(*_: object) -> None:
                taken.append(name)

            return answer

        lanes._voice, lanes._rooms, lanes._pages = lane("voice"), lane("rooms"), lane("pages")
        for method, path in (("POST", "/rooms/ab/voice/"), ("POST", "/rooms/ab/do/"),
                             ("GET", "/rooms/ab/voice/"), ("POST", "/voice/")):  # fmt: skip
            await lanes({"type": "http", "method": method, "path": path}, None, None)
        return taken

    assert asyncio.run(asked()) == ["voice", "rooms", "pages", "pages"]


def test_the_page_says_when_voice_is_not_set_up(group: Group, settings: Any) -> None:
    led = member(open_room(group, way=Way.VOICE), "Robin", ["chair"])
    answer = led.client.get(led.room.page)
    page = answer.content.decode()
    assert "Voice is not set up on this site." in page
    assert "live/voice" not in page
    assert answer.headers["Permissions-Policy"] == POLICY
    assert told(led, "join", 409, offer=OFFER)["said"] == "There is no voice in this meeting."
    settings.JANUS_URL = "http://192.0.2.1:8088/janus"
    settings.JANUS_SECRET = "x"
    assert "Voice is not set up" in led.get()


def test_only_a_page_with_voice_may_ask_for_the_microphone(on: Person, group: Group) -> None:
    answer = on.client.get(on.room.page)
    policy = answer.headers["Permissions-Policy"]
    assert "microphone=(self)" in policy
    assert "autoplay=(self)" in policy
    assert "camera=()" in policy
    page = answer.content.decode()
    assert "about 25 MB an hour" in page
    assert "you need a newer browser" in page
    door = Client().get(f"{on.room.page}door/").content.decode()
    assert "People talk aloud in this room." in door
    for other in (f"{on.room.page}people/", group.page, "/today/"):
        assert "microphone=()" in on.client.get(other).headers["Permissions-Policy"]
    written = member(open_room(group), "Ann")
    answer = written.client.get(written.room.page)
    assert "microphone=()" in answer.headers["Permissions-Policy"]
    assert "voice" not in answer.content.decode()


def test_voice_can_be_chosen_where_the_site_has_it(on: Person, group: Group, settings: Any) -> None:
    page = on.client.get(f"/groups/{group.key}/rooms/").content.decode()
    assert "By voice, on this page" in page
    settings.JANUS_URL = ""
    page = on.client.get(f"/groups/{group.key}/rooms/").content.decode()
    assert "By voice, on this page" not in page
    assert "Voice is not set up on this site." in page
