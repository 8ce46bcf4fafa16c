"""What people do from their seats: raise a hand, share, pass, thank, chat, ask for help."""

import json
from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.core.writing import clean_text
from homegroup.groups.choices import Crosstalk
from homegroup.live.actions.adding import Now, add
from homegroup.live.choices import (
    LONGEST_WIRE,
    LOOKING_AFTER,
    MOST_HANDS,
    MOST_LETTERS,
    Phase,
    Way,
)
from homegroup.live.course import doors, order
from homegroup.live.course.folding import Payload, wire
from homegroup.live.course.state import Seat, State
from homegroup.live.formats.schema import Order
from homegroup.live.models import Room
from homegroup.moderation import weighing
from homegroup.moderation.access import check_may_write, is_new, out_of_contact
from homegroup.moderation.rules import book
from homegroup.moderation.rules.looking import look

_AROUND = 110  # bytes of a line besides its text: number, names of fields, whose it is


def check_pace(room: Room, seat: int) -> None:
    """Raise Conflict for who presses too often."""
    if doors.is_too_fast(room.pk, seat):
        raise Conflict(_("That was a lot at once. Wait a few seconds."))


def raise_hand(*, room: Room, seat: int, urgent: bool, token: UUID) -> int:
    """Ask for the word. A second hand changes nothing, unless it is urgent now."""

    def make(now: Now) -> list[Payload]:
        who = now.seat(seat)
        if now.state.phase == Phase.OVER:
            raise Conflict(_("The meeting has ended."))
        before = now.state.hand_of(seat)
        if (before and not (urgent and before.key[0])) or _has_word(now, seat):
            return []
        if urgent and not may_be_urgent(now):
            raise Conflict(_("This is for the last part of the meeting. Raise your hand instead."))
        if len(now.state.hands) >= MOST_HANDS:
            raise Conflict(_("Very many hands are up. Please wait for a while."))
        lower = [{"k": "down", "q": before.number, "s": seat}] if before else []
        return [*lower, hand_line(now, who.number, who.name, urgent=urgent, after=len(lower))]

    return add(room, make, token=token)


def _has_word(now: Now, seat: int) -> bool:
    return now.state.turn is not None and now.state.turn.seat == seat


def may_be_urgent(now: Now) -> bool:
    """Tell whether "before I go" may be said now: in the last part, or when the end is near."""
    near = now.state.began_at and now.second >= (
        now.state.began_at + now.room.minutes * 60 - order.URGENT_LAST
    )
    return bool(near) or now.script.is_last_call(now.state.step)


def hand_line(now: Now, seat: int, name: str, *, urgent: bool = False, after: int = 0) -> Payload:
    """Give the line of a raised hand, with its place in the queue; `after` lines before it."""
    ranks = order.rank(
        now.state.seats.get(seat), urgent=urgent, quiet_first=now.script.agenda.quiet_first
    )
    place = order.place(now.state, ranks) - after if after else order.place(now.state, ranks)
    told = {"k": "hand", "s": seat, "n": name, "p": max(0, place), "_o": ranks}
    return told | ({"g": 1} if urgent else {})


def lower_hand(*, room: Room, seat: int, token: UUID) -> int:
    """Take one's hand down."""

    def make(now: Now) -> list[Payload]:
        hand = now.state.hand_of(now.seat(seat).number)
        return [{"k": "down", "q": hand.number, "s": seat}] if hand else []

    return add(room, make, token=token)


def begin_to_share(*, room: Room, seat: int, token: UUID) -> int:
    """Take the word, where the format lets whoever likes begin. Raises Conflict elsewhere."""

    def make(now: Now) -> list[Payload]:
        who = now.seat(seat)
        now.check_running()
        if _has_word(now, seat):
            return []
        if now.script.order is not Order.FREE or not now.script.is_sharing(now.state.step):
            raise Conflict(_("Raise your hand. You will be called."))
        if now.state.turn is not None:
            raise Conflict(_("Somebody speaks just now. You are next if you like."))
        minutes = now.script.share_minutes(now.state.step)
        return [{"k": "call", "s": seat, "n": who.name, "q": 0, "u": now.second + minutes * 60,
                 "_a": now.second}]  # fmt: skip

    return add(room, make, token=token)


def finish(*, room: Room, seat: int, how: str, token: UUID) -> int:
    """Give the word back: "done", or "pass" for who does not want to share."""

    def make(now: Now) -> list[Payload]:
        now.seat(seat)
        if not _has_word(now, seat):
            return []
        said = any(each.turn == now.state.turn.number for each in now.state.talk)  # type: ignore[union-attr]
        spoke = how == "done" and (said or now.room.way != Way.TYPED)
        return [{"k": "done", "s": seat, "h": "done" if spoke else "pass"}]

    return add(room, make, token=token)


def pick_next(*, room: Room, seat: int, chosen: int, token: UUID) -> int:
    """Give the word to the next person, where who has shared asks somebody (`Order.TAG`)."""

    def make(now: Now) -> list[Payload]:
        now.seat(seat)
        now.check_running()
        if now.script.order is not Order.TAG or not _has_word(now, seat):
            raise Conflict(_("The chair calls the next person."))
        person = now.person(chosen)
        if not person.is_here or person.number == seat:
            raise Conflict(_("Choose somebody else."))
        minutes = now.script.share_minutes(now.state.step)
        done = {"k": "done", "s": seat, "h": "done"}
        return [done, order.call(person, now=now.second, minutes=minutes)]

    return add(room, make, token=token)


def say(
    *, room: Room, seat: int, text: str, user: User | None, help_seen: bool, token: UUID
) -> int:
    """Share: add to what one says while one has the word. Gives the number of the first line.

    Raises `weighing.HelpFirst` for words that tell that somebody may not be safe.
    """
    written = _checked(room, text, user, help_seen=help_seen)

    def make(now: Now) -> list[Payload]:
        who = _may_write(now, seat)
        now.check_running()
        if now.room.way == Way.SPOKEN:
            raise Conflict(_("People speak aloud in this meeting."))
        if not _has_word(now, seat):
            raise Conflict(_("It is not your turn now. Your words are still here."))
        if now.state.is_paused or now.state.quiet_until > now.second:
            raise Conflict(_("The meeting stands still for a moment. Your words are still here."))
        told = list(in_lines({"k": "say", "s": seat, "_a": now.second}, written))
        return [*told, *_worry(now, who, written, user, help_seen=help_seen)]

    return add(room, make, token=token)


def chat(
    *, room: Room, seat: int, text: str, user: User | None, help_seen: bool, token: UUID
) -> int:
    """Say something between shares, where the format has it. See `say`."""
    written = _checked(room, text, user, help_seen=help_seen)

    def make(now: Now) -> list[Payload]:
        who = _may_write(now, seat)
        if not may_chat(now):
            raise Conflict(_("We do not answer each other here. Raise your hand to share."))
        told = in_lines({"k": "chat", "s": seat, "n": who.name, "_a": now.second}, written)
        return [*told, *_worry(now, who, written, user, help_seen=help_seen)]

    return add(room, make, token=token)


def may_chat(now: Now) -> bool:
    """Tell whether people may write outside of shares now; see `Crosstalk`."""
    state = now.state
    if state.is_muted or state.is_paused or state.quiet_until > now.second:
        return False
    if state.phase != Phase.RUNNING:
        return True
    rule = now.script.crosstalk(state.step)
    return rule == Crosstalk.OPEN or (rule == Crosstalk.AFTER_SHARE and state.turn is None)


def _may_write(now: Now, seat: int) -> Seat:
    who = now.seat(seat)
    if who.is_muted:
        raise NotAllowed(_("The chair asked you to listen for now."))
    return who


def _checked(room: Room, text: str, user: User | None, *, help_seen: bool) -> str:
    """Give a text in its written form. Raises HouseError for what has no place in a meeting."""
    written = clean_text(text, most=MOST_LETTERS)
    if not written:
        raise HouseError(_("Write at least one word."), field="text")
    weighing.help_first(written, seen=help_seen)
    if user is not None:
        check_may_write(user=user, group=room.group)
    found = look(written)
    new = user is None or is_new(user)
    for rule in book.ORDER:
        if rule in found and (rule != "contact" or new):
            told = _("This stays out of meetings, because %s Please say it in another way.")
            raise HouseError(told % book.why(rule), field="text")
    return written


def _worry(now: Now, who: Seat, text: str, user: User | None, *, help_seen: bool) -> list[Payload]:
    """Tell who looks after people that somebody who saw the help shares it all the same."""
    is_known = any(need.seat == who.number for need in now.state.needs)
    if not help_seen or is_known or "crisis" not in look(text):
        return []
    return need_lines(now, who, accounts_apart(room=now.room, user=user))


def accounts_apart(*, room: Room, user: User | None) -> frozenset[str]:
    """Give the digests of the accounts with which no contact may come about."""
    apart = out_of_contact(user.pk) if user else ()
    return frozenset(doors.account_digest(room.pk, each) for each in apart)


def need_lines(now: Now, who: Seat, apart: frozenset[str]) -> list[Payload]:
    """Give the lines that tell who looks after people, and nobody else, of who is not OK."""
    line = {"k": "need", "s": who.number, "n": who.name, "_a": now.second, "_apart": sorted(apart)}
    told = [
        line | {"_to": f"s{each.number}", "_for": each.number}
        for each in helpers(now.state, who.number, apart)
    ]
    return told or [line | {"_to": "nobody", "_for": 0}]


def helpers(state: State, seat: int, apart: frozenset[str]) -> list[Seat]:
    """Give who is told when somebody is not OK: the nearest task, without whom they avoid."""
    for task in LOOKING_AFTER:
        found = [
            each
            for each in state.with_task(task)
            if each.number != seat and each.account not in apart - {""}
        ]
        if found:
            return found
    return []


def thank(*, room: Room, seat: int, turn: int, token: UUID) -> int:
    """Thank for a share, silently: only who shared is told, and not by whom."""

    def make(now: Now) -> list[Payload]:
        now.seat(seat)
        shared = next((each for each in now.state.talk if each.turn == turn), None)
        speaker = shared.seat if shared else now.state.turn.seat if now.state.turn else 0
        if not speaker or speaker == seat or (turn, seat) in now.state.thanked:
            return []
        return [{"k": "thank", "q": turn, "_by": seat, "_to": f"s{speaker}"}]

    return add(room, make, token=token)


def in_lines(line: Payload, text: str) -> Iterator[Payload]:
    """Give a text as lines that are short on the wire; `j` on those that go on within one."""
    most = LONGEST_WIRE - _AROUND - len(str(wire(line)).encode())
    for paragraph in text.split("\n"):
        for number, piece in enumerate(_pieces(paragraph, most)):
            yield line | {"t": piece} | ({"j": 1} if number else {})


def _pieces(text: str, most: int) -> Iterator[str]:
    """Cut a text at gaps into pieces of so many bytes at most, as JSON writes them."""
    rest = text
    while len(_told(rest)) > most:
        cut = _fits(rest, most)
        gap = rest.rfind(" ", 0, cut)
        cut = gap + 1 if gap > cut // 2 else cut
        yield rest[:cut]
        rest = rest[cut:]
    yield rest


def _told(text: str) -> bytes:
    return json.dumps(text, ensure_ascii=False).encode()


def _fits(text: str, most: int) -> int:
    """Give how many signs of a text fit; by halving."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if len(_told(text[:middle])) <= most else (low, middle - 1)
    return low
