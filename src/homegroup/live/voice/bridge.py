"""Joining the voice of a room, staying, leaving; and who is heard.

Everyone is muted at the media server but who has the word: `settle` makes it so. It looks at the
room's state and at what Janus has, and changes what differs, so that it may run at any time, in
every process, and again. It runs when something happened in the room, and whenever a browser says
that it is still there.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.core import clock
from homegroup.core.errors import Conflict, HouseError
from homegroup.live.choices import Phase, Way
from homegroup.live.course import keys, lines
from homegroup.live.course.folding import Payload
from homegroup.live.course.state import State
from homegroup.live.models import Room
from homegroup.live.voice import janus
from homegroup.live.voice.halls import Hall, hall_of
from homegroup.live.voice.janus import Janus, JanusAway, JanusRefused

BITS_A_SECOND = 24_000  # of the sound that a listener gets
SAMPLES_A_SECOND = 16_000  # speech, not music
COMPLEXITY = 1  # of Opus, 0 to 10: more costs the processor, and speech gains little
MOST_VOICES = 100  # people of one room who listen or speak
LONGEST_OFFER = 20_000
BEAT = 15  # seconds after which a browser says again that it is there; Janus waits for 60
_ROUNDS = 3
# Lines after which somebody else may be heard, or nobody.
_MATTERS = frozenset({"call", "done", "over", "out", "leave", "mute", "pause", "quiet"})
_log = logging.getLogger(__name__)


class VoiceAway(HouseError):
    """There is no voice just now; the meeting goes on in writing."""

    status = 503

    def __init__(self) -> None:
        super().__init__(_("The sound is not there just now. The meeting goes on in writing."))


def speaker(state: State) -> int:
    """Give the seat of who may be heard now; 0 for nobody."""
    turn = state.turn
    seat = state.seats.get(turn.seat) if turn else None
    is_still = state.is_paused or state.quiet_until > clock.now().timestamp()
    if state.phase != Phase.RUNNING or seat is None or is_still:
        return 0
    return seat.number if seat.is_here and not seat.is_muted else 0


def join(*, room: Room, seat: int, offer: str) -> str:
    """Let somebody's browser in, muted; give the answer to its offer (SDP).

    Who was in already, from another page, is out there. Raises HouseError.
    """
    _check(room, offer)
    with _told_kindly():
        hall, server = hall_of(room.pk), janus.server()
        if len(_people(server, hall)) >= MOST_VOICES:
            raise Conflict(_("Very many people listen already. You can follow in writing."))
        answer = _join(server, hall, seat, _without_addresses(offer))
        settle(room)
    return answer


@contextmanager
def _told_kindly() -> Iterator[None]:
    """Raise VoiceAway for whatever is amiss at Janus, or for a room that has just closed."""
    try:
        yield
    except (JanusAway, JanusRefused) as trouble:
        _log.warning("Voice is away: %s", trouble)
        raise VoiceAway from trouble
    except (keys.KeyGone, Room.DoesNotExist) as closed:
        raise VoiceAway from closed


def _check(room: Room, offer: str) -> None:
    if room.way != Way.VOICE or not janus.is_on():
        raise Conflict(_("There is no voice in this meeting."))
    if room.phase == Phase.OVER:
        raise Conflict(_("The meeting has ended."))
    if len(offer) > LONGEST_OFFER or not offer.startswith("v=0") or "m=audio" not in offer:
        raise HouseError(_("Your browser did not say how it can hear. Try again."))


def _without_addresses(offer: str) -> str:
    """Give an offer without the addresses of a device in its own network.

    Janus has one that all can reach, and answers to where it is asked from.
    """
    kept = [line for line in offer.splitlines() if not line.startswith("a=candidate:")]
    return "\r\n".join([*kept, ""])


def _join(server: Janus, hall: Hall, seat: int, offer: str) -> str:
    """Join, once more where the same seat was joining in this moment from somewhere else."""
    try:
        return _join_now(server, hall, seat, offer)
    except JanusRefused as refusal:
        if refusal.code not in janus.CROSSED:
            raise
    return _join_now(server, hall, seat, offer)


def _join_now(server: Janus, hall: Hall, seat: int, offer: str) -> str:
    session = hall.session(seat)
    server.end_session(session)
    server.open_session(session)
    body = {
        "request": "join",
        "room": hall.number,
        "pin": hall.pin,
        "id": hall.person(seat),
        "muted": True,
        "bitrate": BITS_A_SECOND,
        "quality": COMPLEXITY,
    }
    _told, answer = server.request(session, server.attach(session), body, offer)
    if not answer:
        raise JanusAway("no answer to an offer")
    return answer


def _people(server: Janus, hall: Hall) -> list[dict[str, Any]]:
    """Give who is in, as Janus tells it; makes the place where there is none (any more)."""
    try:
        return _listed(server, hall)
    except JanusRefused as refusal:
        if refusal.code != janus.NO_ROOM:
            raise
    with _passing_over(janus.ROOM_EXISTS):
        server.ask(
            {
                "request": "create",
                "room": hall.number,
                "secret": hall.secret,
                "pin": hall.pin,
                "permanent": False,
                "is_private": True,
                "sampling_rate": SAMPLES_A_SECOND,
                "default_bitrate": BITS_A_SECOND,
                "audiolevel_event": False,
                "record": False,
                "mjrs": False,
                "allow_rtp_participants": False,
            }
        )
    return []


def _listed(server: Janus, hall: Hall) -> list[dict[str, Any]]:
    found = server.ask({"request": "listparticipants", "room": hall.number}).get("participants")
    if not isinstance(found, list):
        raise JanusAway("a list that is none")
    return [each for each in found if isinstance(each, dict) and isinstance(each.get("id"), int)]


@contextmanager
def _passing_over(code: int) -> Iterator[None]:
    """Pass over a refusal with this code."""
    try:
        yield
    except JanusRefused as refusal:
        if refusal.code != code:
            raise


def stay(*, room: Room, seat: int) -> bool:
    """Take a sign of a browser that it is there; tell whether it still is in.

    False: it may join again. Raises VoiceAway.
    """
    if room.way != Way.VOICE or not janus.is_on() or room.phase == Phase.OVER:
        return False
    with _told_kindly():
        there = janus.server().keep(hall_of(room.pk).session(seat))
        return settle(room, seat) and there


def leave(*, room: Room, seat: int) -> None:
    """Take somebody out of the voice; they stay in the meeting."""
    if room.way != Way.VOICE or not janus.is_on():
        return
    with suppress(JanusAway, JanusRefused):
        janus.server().end_session(hall_of(room.pk).session(seat))


def settle(room: Room, seat: int = 0) -> bool:
    """Let who has the word be heard, and nobody else; take out who is not in the room any more.

    Tells whether this seat is in. Since others do the same meanwhile, the state is read again
    after every change, and what was done before on an older one is corrected.
    """
    server, hall = janus.server(), hall_of(room.pk)
    is_in = False
    for _round in range(_ROUNDS):
        state = lines.state_of(Room.objects.get(pk=room.pk))
        try:
            people = _listed(server, hall)
        except JanusRefused as refusal:
            if refusal.code != janus.NO_ROOM:
                raise
            return False
        is_in = any(each["id"] == hall.person(seat) for each in people)
        if not _change(server, hall, state, people):
            break
    return is_in


def _change(server: Janus, hall: Hall, state: State, people: list[dict[str, Any]]) -> bool:
    """Bring Janus in line with a state; tell whether something was to do."""
    here = {hall.person(seat.number): seat.number for seat in state.here}
    heard = hall.person(speaker(state)) if speaker(state) else 0
    rule = {"room": hall.number, "secret": hall.secret}
    changed = False
    for each in people:
        person, is_muted = each["id"], each.get("muted") is not False
        if person not in here:
            wanted = "kick"
        elif is_muted == (person != heard):
            continue
        else:
            wanted = "unmute" if person == heard else "mute"
        changed = True
        with _passing_over(janus.NO_PERSON):
            server.ask({**rule, "request": wanted, "id": person})
    return changed


def follow(room: Room, told: Sequence[Payload]) -> None:
    """After lines were added to a room: let the voice follow."""
    if room.way != Way.VOICE or not janus.is_on():
        return
    kinds = {line["k"] for line in told} & _MATTERS
    if not kinds:
        return
    try:
        if "over" in kinds:
            _end(hall_of(room.pk))
        else:
            settle(room)
        for line in told:
            if line["k"] in {"out", "leave"}:
                janus.server().end_session(hall_of(room.pk).session(line["s"]))
    except (JanusAway, JanusRefused) as trouble:
        _log.warning("Voice: the queue could not be followed: %s", trouble)
    except (keys.KeyGone, Room.DoesNotExist):
        return


def say_goodbye(room: Room, _state: State) -> None:
    """Before a room closes: close its place at Janus, too, once that is certain."""
    if room.way != Way.VOICE or not janus.is_on():
        return
    with suppress(keys.KeyGone):
        hall = hall_of(room.pk)
        transaction.on_commit(lambda: _end_quietly(hall, room.pk))


def _end_quietly(hall: Hall, room: UUID) -> None:
    try:
        _end(hall)
    except (JanusAway, JanusRefused) as trouble:
        _log.warning("Voice: the place of a room that has closed may be there still: %s", trouble)


def _end(hall: Hall) -> None:
    with _passing_over(janus.NO_ROOM):
        janus.server().ask({"request": "destroy", "room": hall.number, "secret": hall.secret})
