"""Weighing a text before others see it: which rules hold it, and whether its author needs help.

A room that lets people write does this:

    # its action, in one transaction
    weighing.help_first(text, seen=help_seen)       # raises HelpFirst: help is shown first
    access.check_may_write(user=author, group=group)
    ...the row is saved...
    held = actions.screen(kind="share", subject=str(row.pk), text=text, author=author, group=group)

    # its view: {"help": weighing.help_shown(request, form), "form": form}
    # its template, within the form and in place of its button:
    #   {% if help %}{% include "components/help_first.html" %}{% else %}<button>...{% endif %}
    # The help itself stands above the fields (components/form.html).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from homegroup.accounts.models import User
from homegroup.core import clock, countries, help_panels, site
from homegroup.core.errors import HouseError
from homegroup.core.forms import HouseForm
from homegroup.core.help_panels import Panel
from homegroup.core.writing import MOST
from homegroup.core.zones import viewer_zone
from homegroup.groups.access import positions_in
from homegroup.groups.choices import Power
from homegroup.groups.models import Group, Membership
from homegroup.groups.positions import powers_of
from homegroup.helplines import lines
from homegroup.helplines.lines import Call, Line
from homegroup.moderation.access import is_new
from homegroup.moderation.choices import HoldState
from homegroup.moderation.models import Hold
from homegroup.moderation.rules import book
from homegroup.moderation.rules.looking import is_crisis, look

HELP_SEEN = "help_seen"
FIRST_POSTS = 2  # of a person in a group, that a moderator reads first
_FOR_NEWCOMERS = frozenset({"contact"})
_FEW_LINES = 3
_READ = 2 * MOST  # letters of a text that was refused for its length


@dataclass(frozen=True)
class Weighed:
    """What was found: the rules that hold a text, the most serious first, and a crisis."""

    rules: tuple[str, ...]
    crisis: bool


class HelpFirst(HouseError):
    """By their own words somebody may not be safe: help is shown to them before anything else."""

    status = 422

    def __init__(self) -> None:
        super().__init__(_("Wait a moment. Here are people who can be with you right now."))


def weigh(
    text: str, *, author: User, group: Group | None, member: Membership | None = None
) -> Weighed:
    """Give which rules hold a text; () means that it is seen at once.

    Who looks after the group, or runs the home, is not held by any. `member` is the author's
    membership where it is at hand, with its positions.
    """
    found = look(text)
    crisis = book.CRISIS in found
    held = _positions(author, group, member)
    if author.is_operator or any(Power.MODERATE in powers_of(kind) for kind in held):
        return Weighed((), crisis)
    rules = [rule for rule in book.ORDER if rule in found]
    if any(rule in _FOR_NEWCOMERS for rule in rules) and not is_new(author):
        rules = [rule for rule in rules if rule not in _FOR_NEWCOMERS]
    if not held and _is_among_first(author, group):
        rules.append(book.FIRST)
    return Weighed(tuple(rules), crisis)


def _positions(author: User, group: Group | None, member: Membership | None) -> frozenset[str]:
    if member is not None:
        return frozenset(position.kind for position in member.held)
    return positions_in(author, group) if group else frozenset()


def _is_among_first(author: User, group: Group | None) -> bool:
    """Tell whether fewer than two things of this person were let through in the group."""
    passed = Hold.objects.filter(about=author, group=group, state=HoldState.RELEASED)
    return len(passed.order_by().values_list("pk")[:FIRST_POSTS]) < FIRST_POSTS


def help_first(text: str, *, seen: bool) -> None:
    """Raise HelpFirst for a text of somebody who may not be safe, unless they have seen the help.

    Call it for texts that a group reads; never for what lies in the vault.
    """
    if not seen and is_crisis(text):
        raise HelpFirst


@dataclass(frozen=True)
class HelpShown:
    """What `components/reach.html` shows: numbers, lines, the person's own people."""

    emergency: list[Call]
    lines: Sequence[Line]
    panels: list[Panel]


def was_help_seen(request: HttpRequest) -> bool:
    """Tell whether the form that was sent stood below the help."""
    return request.POST.get(HELP_SEEN) == "1"


def help_shown(
    request: HttpRequest, form: HouseForm, *, struggles: bool = False
) -> HelpShown | None:
    """Give what stands above a form that was refused, where its author may not be safe, else None.

    However it was refused: somebody on a pause, or whose text is too long, gets help as well.
    `struggles`: they said so.
    """
    if form.status == HTTPStatus.OK:
        return None
    is_first = struggles or isinstance(form.refusal, HelpFirst) or was_help_seen(request)
    typed = (str(form.data.get(form.add_prefix(name), "")) for name in form.fields)
    if not is_first and not any(is_crisis(text) for text in typed if len(text) <= _READ):
        return None
    form.help = found = help_for(request)
    return found


def help_for(request: HttpRequest) -> HelpShown:
    """Give who can help this person now: numbers of their country, their own people."""
    known = lines.for_country(countries.of_visitor(request, site.current().country))
    today = clock.today(viewer_zone(request))
    fresh = [line for line in known.lines if not line.is_stale(today)]
    panels = help_panels.panels_for(request, in_crisis=True)
    return HelpShown(known.emergency_calls, fresh[:_FEW_LINES], panels)
