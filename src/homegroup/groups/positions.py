"""Service positions: what each may do in its group, and how long it is usually held.

Several people may hold one position, and one person several.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from homegroup.groups.choices import PositionKind as Kind
from homegroup.groups.choices import Power

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Duty:
    """A position: its powers, its usual term in months, and what it is about in one line."""

    powers: frozenset[Power]
    months: int
    about: "str | StrPromise"


def _duty(months: int, about: "str | StrPromise", *powers: Power) -> Duty:
    return Duty(frozenset(powers), months, about)


DUTIES: dict[Kind, Duty] = {
    Kind.SECRETARY: _duty(
        12, _("Keeps the group running: meetings, people, notices."),
        Power.EDIT_MEETINGS, Power.WORK_CORRECTIONS, Power.LEAD_MEETINGS, Power.WELCOME,
        Power.INVITE, Power.ADMIT, Power.REMOVE, Power.POSITIONS, Power.GUIDELINES,
        Power.SETTINGS, Power.MODERATE, Power.LITERATURE, Power.PHONE_LIST,
    ),
    Kind.GROUP_CHAIR: _duty(
        12, _("Leads the business meeting."),
        Power.LEAD_MEETINGS, Power.WELCOME, Power.INVITE, Power.GUIDELINES,
    ),
    Kind.CHAIR: _duty(
        3, _("Runs a meeting."),
        Power.LEAD_MEETINGS, Power.WELCOME,
    ),
    Kind.TREASURER: _duty(
        12, _("Keeps the money and tells the group about it."),
        Power.MONEY,
    ),
    Kind.MODERATOR: _duty(
        6, _("Looks after what is written here, so that all are safe."),
        Power.MODERATE, Power.ADMIT, Power.REMOVE, Power.WELCOME,
    ),
    Kind.HOST: _duty(
        6, _("Opens the online room and keeps it safe."),
        Power.LEAD_MEETINGS, Power.WELCOME,
    ),
    Kind.GREETER: _duty(
        3, _("Says hello at the door and finds out who is new."),
        Power.WELCOME, Power.INVITE,
    ),
    Kind.NEWCOMER_CONTACT: _duty(
        6, _("Is there for people in their first weeks."),
        Power.WELCOME, Power.INVITE,
    ),
    Kind.PHONE_LIST: _duty(
        6, _("Keeps the list of people who like to be called."),
        Power.WELCOME, Power.PHONE_LIST,
    ),
    Kind.LITERATURE: _duty(
        12, _("Looks after books, leaflets and the free packet."),
        Power.LITERATURE,
    ),
    Kind.REPRESENTATIVE: _duty(24, _("Speaks for the group in the wider body, and reports back.")),
    Kind.ALTERNATE: _duty(24, _("Stands in for the representative.")),
    Kind.OUTREACH: _duty(
        12, _("Carries the group's word to hospitals and prisons."),
        Power.INVITE,
    ),
    Kind.SETUP: _duty(3, _("Opens the room, sets the chairs, makes tea.")),
    Kind.READER_LIST: _duty(3, _("Finds people who read at the meeting.")),
    Kind.TOKENS: _duty(3, _("Keeps the tokens and hands them out.")),
    Kind.TIMEKEEPER: _duty(3, _("Watches the time, so that all get a turn.")),
}  # fmt: skip

# Powers over people: who holds one of them needs a second step to use it.
OVER_PEOPLE = frozenset(
    {Power.ADMIT, Power.REMOVE, Power.POSITIONS, Power.SETTINGS, Power.MODERATE}
)


def powers_of(kind: str) -> frozenset[Power]:
    """Give the powers of a position; none for one that this version does not know."""
    duty = DUTIES.get(Kind(kind)) if kind in Kind.values else None
    return duty.powers if duty else frozenset()


def kinds_with(powers: frozenset[Power]) -> list[str]:
    """Give the positions that hold at least one of these powers."""
    return [kind.value for kind, duty in DUTIES.items() if duty.powers & powers]
