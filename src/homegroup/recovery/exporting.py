"""What this room's sealed entries say, in words, for the export of an opened vault."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.recovery import queries
from homegroup.recovery.choices import Kind as Ours
from homegroup.vault import kinds
from homegroup.vault.kinds import Kind, Readable
from homegroup.vault.vaults import Opened


def page(opened: Opened) -> Readable:
    """Give a page of the journal."""
    told = queries.page_of(opened)
    paragraphs = told.text.split("\n\n")
    if told.tags:
        paragraphs.append(_("Tags: %s") % ", ".join(told.tags))
    return Readable(told.first, told.on, paragraphs)


def draft(opened: Opened) -> Readable:
    """Give what was begun and not kept."""
    return Readable(_("You had begun"), None, str(opened.body.get("text", "")).split("\n\n"))


def people(opened: Opened) -> Readable:
    """Give the people to call, one on each line."""
    lines = [
        " · ".join(part for part in (each.name, ", ".join(each.numbers), each.when) if part)
        for each in queries.people_in(opened.body["people"])
    ]
    return Readable(_("People to call"), None, lines)


def check_in(opened: Opened) -> Readable:
    """Give the words of one day."""
    told = queries.check_in_of(opened)
    lines = [_("This morning: today I … %s") % told.morning] if told.morning else []
    evening = told.evening.split("\n\n") if told.evening else []
    return Readable(_("Check-in"), told.on, lines + evening)


def shown(opened: Opened) -> Readable:
    """Give to whom a page was opened."""
    names = {"name": opened.body["to_name"], "group": opened.body["group"]}
    return Readable(_("Opened to %(name)s (%(group)s)") % names)


def register() -> None:
    """Let the export know what this room seals."""
    for kind in (
        Kind(Ours.PAGE, gettext_lazy("Journal"), page),
        Kind(Ours.CHECK_IN, gettext_lazy("Check-in"), check_in),
        Kind(Ours.PEOPLE, gettext_lazy("People to call"), people),
        Kind(Ours.DRAFT, gettext_lazy("Begun"), draft),
        Kind(Ours.SHOWN, gettext_lazy("Opened to others"), shown),
    ):
        kinds.register(kind)
