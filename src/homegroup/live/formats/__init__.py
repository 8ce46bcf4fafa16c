"""Formats of meetings: what ships, what a group made its own, and which one a meeting has.

    format_of(meeting)           # Format: the one chosen, else one that fits its way
    guidance_for(agenda)         # what to do and say when it gets difficult
    timeline(agenda)             # each part with the minute in which it begins

How a format is written stands in docs/formats.md.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from homegroup.groups.models import Group
from homegroup.live.formats.schema import Format, Guidance, Item, Situation
from homegroup.meetings.models import Meeting
from homegroup.packs import queries, shipped
from homegroup.packs.models import Copy
from homegroup.packs.problems import PackError

KIND = "format"
GUIDANCE = "guidance"
DIFFICULT = "when-it-gets-difficult"
USUAL = "open-discussion"
# What a meeting begins with while nobody has chosen, by the way of its fellowship.
_BY_WAY = {
    "smart": "tools-60",
    "lifering": "how-was-your-week",
    "dharma": "sit-and-share",
    "women": "women-together",
    "moderation": "tools-60",
    "family": "family-group",
}


def owner(group: Group) -> str:
    """Give how a group is told as the owner of packs."""
    return f"group:{group.pk}"


def thing(meeting: Meeting) -> str:
    """Give how a meeting is told as what uses a pack."""
    return f"meeting:{meeting.pk}"


def ready_format(slug: str, language: str = "") -> Format | None:
    """Give a ready-made format in the best language for a reader; None where there is none."""
    pack = shipped.pack(KIND, slug, language)
    return cast(Format, pack.content) if pack else None


def usual_slug(meeting: Meeting) -> str:
    """Give the ready-made format that fits the way of a meeting's fellowship."""
    way = meeting.fellowship.way if meeting.fellowship else ""
    return _BY_WAY.get(way, USUAL)


def format_of(meeting: Meeting, language: str = "") -> Format:
    """Give the format that a meeting has: the one chosen for it, else the usual one of its way.

    A chosen one that is gone or cannot be read any more gives way to the usual one.
    """
    use = queries.uses_of(KIND, [thing(meeting)]).get(thing(meeting))
    try:
        chosen = queries.content_used(use) if use else None
    except PackError:
        chosen = None
    found = cast(Format | None, chosen) or ready_format(usual_slug(meeting), language)
    return found or cast(Format, ready_format(USUAL, language))


def copies_of(group: Group) -> list[Copy]:
    """Give the formats that a group has made its own, by title."""
    return list(Copy.objects.owned_by(owner(group), kind=KIND))


def copy_of(group: Group, copy: UUID) -> Copy | None:
    """Give one of the formats that a group has made its own, None where it has no such one."""
    return Copy.objects.owned_by(owner(group), kind=KIND).filter(pk=copy).first()


def guidance_for(agenda: Format) -> list[Situation]:
    """Give what helps a chair when it gets difficult, in the format's language.

    A situation of the format takes the place of the general one with the same id.
    """
    pack = shipped.pack(GUIDANCE, DIFFICULT, agenda.language)
    general = cast(Guidance, pack.content).situations if pack else ()
    own = {each.id: each for each in agenda.difficult}
    return [*(own.pop(each.id, each) for each in general), *own.values()]


@dataclass(frozen=True)
class Step:
    """A part of a meeting and the minutes, from its beginning, in which it starts and ends."""

    item: Item
    starts: int
    ends: int


def timeline(agenda: Format, *, without: Collection[str] = ()) -> list[Step]:
    """Give the parts in order with their minutes; `without` are ids of parts left out."""
    steps: list[Step] = []
    minute = 0
    for item in agenda.items:
        if item.id not in without:
            steps.append(Step(item, minute, minute + item.minutes))
            minute += item.minutes
    return steps
