"""Which formats a group may take, and which its meetings have."""

from typing import Any, cast

from django.utils.translation import gettext as _

from homegroup.groups.models import Group
from homegroup.live import formats
from homegroup.live.formats.schema import Format
from homegroup.meetings.models import Meeting
from homegroup.packs import queries, shipped
from homegroup.packs.models import Copy
from homegroup.packs.shipped import Pack, Shelf


def ready_for(group: Group) -> list[tuple[Shelf, Pack]]:
    """Give the ready-made formats in the reader's language: those for the group's way first."""
    way = group.fellowship.way if group.fellowship else ""
    found = [(shelf, shelf.best()) for shelf in shipped.packs(formats.KIND).values()]

    def order(pair: tuple[Shelf, Pack]) -> tuple[bool, str]:
        ways = cast(Format, pair[1].content).ways
        return bool(ways) and way not in ways, pair[1].content.title

    return sorted(found, key=order)


def meeting_at(group: Group, slug: str) -> Meeting | None:
    """Give one of a group's meetings that goes on, None where there is none at that address."""
    return (
        Meeting.objects.running()
        .select_related("fellowship")
        .filter(group=group, slug=slug)
        .first()
    )


def meetings_with_formats(group: Group) -> list[tuple[Meeting, str]]:
    """Give the group's meetings and the title of the format of each, in the reader's language."""
    meetings = list(
        Meeting.objects.running().filter(group=group).select_related("fellowship").order_by("name")
    )
    uses = queries.uses_of(formats.KIND, [formats.thing(meeting) for meeting in meetings])
    ready = shipped.packs(formats.KIND)

    def title(meeting: Meeting) -> str:
        use = uses.get(formats.thing(meeting))
        if use and use.copy:
            return use.copy.title
        wanted = (use.slug if use else "", formats.usual_slug(meeting), formats.USUAL)
        return next(ready[slug].best().content.title for slug in wanted if slug in ready)

    return [(meeting, title(meeting)) for meeting in meetings]


def choices_for(meeting: Meeting) -> list[Any]:
    """Give the formats that a meeting may have, as the choices of a form."""
    group = cast(Group, meeting.group)
    ready = ready_for(group)
    titles = {shelf.slug: pack.content.title for shelf, pack in ready}
    title = titles.get(formats.usual_slug(meeting)) or titles[formats.USUAL]
    copies = [(str(copy.pk), copy.title) for copy in formats.copies_of(group)]
    rest = [(shelf.slug, pack.content.title) for shelf, pack in ready]
    own = [(_("Our own"), copies)] if copies else []
    return [("", _("The usual one: %s") % title), *own, (_("Ready-made"), rest)]


def chosen_for(meeting: Meeting) -> str:
    """Give what is chosen for a meeting, as one of `choices_for`."""
    use = queries.uses_of(formats.KIND, [formats.thing(meeting)]).get(formats.thing(meeting))
    return "" if use is None else use.slug or str(use.copy_id)


def told(group: Group, choice: str) -> tuple[Copy | None, str]:
    """Give what one of `choices_for` means: a group's copy, or a ready-made one's slug."""
    copy = next((each for each in formats.copies_of(group) if str(each.pk) == choice), None)
    return copy, "" if copy else choice
