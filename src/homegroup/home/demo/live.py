"""A meeting that is on while one looks around: opened at each start, through the room's actions."""

from datetime import timedelta
from uuid import uuid4

from homegroup.accounts.models import User
from homegroup.attendance import actions as attendance
from homegroup.attendance.choices import Lasts
from homegroup.core import clock
from homegroup.core.names import likeness
from homegroup.groups.models import Group, Membership
from homegroup.live import formats, queries
from homegroup.live.actions import chairing, entering, opening, presence, sharing
from homegroup.live.actions.entering import Arrival
from homegroup.live.choices import Guests, Way
from homegroup.live.course import lines, script
from homegroup.live.formats import editing
from homegroup.live.models import Room
from homegroup.meetings.models import Meeting
from homegroup.packs import actions as packs
from homegroup.packs import reading

_GROUP = "spool-mill"
_LEADS, _GREETS, _SHARES = "demo-chair", "demo-sponsor", "demo-member"
_GUESTS = ("Juno", "Pim")
_SHARED = """This morning I stood in front of the old corner and my feet wanted to go in.
I rang somebody from the list. She did not say anything clever. She told me about her soup.
Ten minutes later I was at the bus stop. That is all. I am glad I can tell it here."""
_FAVOUR = "The Spool Mill Group belongs to nobody, and gives this as a favour."
_OWN_TITLE = "An hour at the mill"
_OWN_PART = {
    "title": "Tea and names",
    "who": "all",
    "minutes": 4,
    "words": "Take a cup of tea if there is one near you. Who likes says a name, and how today "
    "was in three words. You may pass.",
    "note": "Our own part, since the winter in which the heating broke.",
}
_BEGAN = 12  # minutes ago
_HELLO = "Hello everybody. First time here, I will just listen."


def set_rules(secretary: User) -> None:
    """Let rooms of two meetings open by their schedule."""
    for slug, guests in (("first-shift", Guests.OPEN), ("new-faces", Guests.WAIT)):
        for meeting in Meeting.objects.filter(slug__endswith=slug, group__slug=_GROUP):
            opening.set_rule(
                meeting=meeting,
                is_on=True,
                way=Way.SPOKEN,
                guests=guests,
                members_wait=False,
                opens_before=15,
                by=secretary.pk,
                key=uuid4(),
            )


def choose(secretary: User) -> None:
    """Let the group have a format of its own, and give proofs of attendance."""
    group = Group.objects.filter(slug=_GROUP).first()
    if group is None:
        return
    attendance.set_policy(
        group=group, is_on=True, wording=_FAVOUR, days=Lasts.QUARTER, by=secretary.pk, key=uuid4()
    )
    copy = packs.copy_pack(
        kind=formats.KIND, slug=formats.USUAL, language="en", owner=formats.owner(group),
        title=_OWN_TITLE, by=secretary.pk, key=uuid4(),
    )  # fmt: skip
    assert copy
    document = reading.read(copy.text)
    data = editing.added(document.data, _OWN_PART, after="welcome")
    packs.save_data(
        copy=copy, data=data, body=document.body, number=copy.number, note="Tea comes first",
        by=secretary.pk, key=uuid4(),
    )  # fmt: skip
    for meeting in Meeting.objects.filter(slug__endswith="first-shift", group=group):
        packs.use_pack(kind=formats.KIND, thing=formats.thing(meeting), copy=copy, by=secretary.pk)


def open_now() -> Room | None:
    """Open a room with a few people in it, unless one is open; None where its people are gone."""
    group = Group.objects.filter(slug=_GROUP).first()
    people = {name: _person(name, group) for name in (_LEADS, _GREETS, _SHARES)} if group else {}
    if group is None or None in people.values() or queries.open_rooms([group.pk]):
        return None
    here = [me for me in people.values() if me is not None]
    with clock.standing_at(clock.now() - timedelta(minutes=_BEGAN)):
        room = opening.open_by_hand(
            group=group, meeting=None, agenda=queries.format_for(group, _own_of(group), None),
            how=opening.Rule(guests=Guests.OPEN), by=here[0].user_id, key=uuid4(),
        )  # fmt: skip
        assert room is not None
        _come_in(room, here)
    _stay(room)
    _share(room, here)
    return room


def _own_of(group: Group) -> str:
    return next((str(copy.pk) for copy in formats.copies_of(group)), "")


def _person(name: str, group: Group | None) -> Membership | None:
    rows = Membership.objects.members().whole().select_related("user")
    return rows.filter(group=group, user__name_key=likeness(name)).first()


def _come_in(room: Room, people: list[Membership]) -> None:
    """Let the people and two guests come in, and the meeting begin."""
    for me in people:
        arrival = Arrival(me.user, me, household="")
        entering.enter(room=room, name=me.name, is_new=False, arrival=arrival, token=uuid4())
    for name in _GUESTS:
        arrival = Arrival(None, None, household="")
        entering.enter(room=room, name=name, is_new=True, arrival=arrival, token=uuid4())
    seats = _seats(room)
    guest, chair = seats[_GUESTS[0]], seats[people[0].name]
    sharing.chat(room=room, seat=guest, text=_HELLO, user=None, help_seen=False, token=uuid4())
    chairing.begin(room=room, by=chair, token=uuid4())


def _seats(room: Room) -> dict[str, int]:
    room.refresh_from_db()
    return {seat.name: seat.number for seat in lines.state_of(room).seats.values()}


def _stay(room: Room) -> None:
    """Let everybody have been there until now."""
    for ago in range(_BEGAN - 1, -1, -1):
        with clock.standing_at(clock.now() - timedelta(minutes=ago)):
            room.refresh_from_db()
            state = lines.state_of(room)
            for seat in state.seats.values():
                presence.note(room=room, state=state, seat=seat)


def _share(room: Room, people: list[Membership]) -> None:
    """Read to the shares, share, and raise hands."""
    seats = _seats(room)
    chair, greeter, sharer = (seats[me.name] for me in people)
    target = _first_share(room)
    chairing.go_to(room=room, step=target, seen=0, by=chair, token=uuid4())
    sharing.raise_hand(room=room, seat=sharer, urgent=False, token=uuid4())
    chairing.call_next(room=room, by=chair, seen=0, token=uuid4())
    sharing.say(room=room, seat=sharer, text=_SHARED, user=None, help_seen=False, token=uuid4())
    for seat in (greeter, seats[_GUESTS[1]]):
        sharing.raise_hand(room=room, seat=seat, urgent=False, token=uuid4())


def _first_share(room: Room) -> int:
    """Give the first step of the part in which people share."""
    agenda = script.read(room.agenda)
    part = next(n for n, item in enumerate(agenda.agenda.items) if item.sharing)
    return agenda.first_of(part)
