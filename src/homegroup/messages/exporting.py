"""What the member's own messages say, in words, for the export of an opened vault."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.messages.queries.talks import Names
from homegroup.vault import kinds
from homegroup.vault.kinds import Kind, Readable
from homegroup.vault.vaults import Opened


def _to(opened: Opened) -> str:
    names = Names.read(opened.header, opened.owner)
    return _("To %(name)s (%(group)s)") % {"name": names.other, "group": names.group}


def message(opened: Opened) -> Readable:
    """Give one message that the member wrote."""
    on = date.fromisoformat(str(opened.header["on"]))
    return Readable(_to(opened), on, str(opened.body.get("text", "")).split("\n\n"))


def number(opened: Opened) -> Readable:
    """Give a number that the member shows to one person."""
    told = [str(opened.body.get(name, "")) for name in ("number", "words")]
    return Readable(_to(opened), None, [each for each in told if each])


def register() -> None:
    """Let the export know what this room seals."""
    kinds.register(Kind("message", gettext_lazy("Messages that you wrote"), message))
    kinds.register(Kind("number", gettext_lazy("Numbers that you show"), number))
