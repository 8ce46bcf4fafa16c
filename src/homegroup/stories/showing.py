"""What the room shows on pages of others: the day's page, what waits, a group's menu."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.accounts.models import User
from homegroup.accounts.visits import present
from homegroup.core import clock, today_panels
from homegroup.core.waiting import Waiting
from homegroup.core.zones import viewer_zone
from homegroup.groups.models import Membership
from homegroup.groups.panels import Link
from homegroup.stories import access, prompts, queries
from homegroup.stories.choices import Stage
from homegroup.stories.models import Offer
from homegroup.vault.vaults import Vault

HEADING = gettext_lazy("A few words")
SHARING = "support:everyone"  # where all share, if that room is there
_MOST_DRAFTS = 3


def today_panel(request: HttpRequest) -> today_panels.Panel | None:
    """Give what the member has begun, what came back, and the prompt of the day."""
    visit, user = present(request), request.user
    if visit is None or not isinstance(user, User):
        return None
    key = visit.account_key()
    context = {
        "drafts": queries.begun(Vault(key))[:_MOST_DRAFTS] if key else [],
        "back": Offer.objects.filter(author=user, stage=Stage.BACK).defer("chapters"),
        "prompt": prompts.of_day(clock.today(viewer_zone(request))),
        "share": _sharing(),
    }
    body = render_to_string("stories/_today.html", context, request)
    return today_panels.Panel(HEADING, body) if body.strip() else None


def _sharing() -> str:
    try:
        return reverse(SHARING)
    except NoReverseMatch:
        return ""


def waiting(request: HttpRequest) -> Waiting | None:
    """Tell an editor how many stories wait to be read."""
    user = request.user
    if not isinstance(user, User):
        return None
    rows = [row for row in access.offers_for(user) if row.stage == Stage.WAITING]
    return Waiting(_("Stories to be read"), len(rows), reverse("stories:desk"))


def group_link(me: Membership) -> Link:
    """Give the menu of a group the way to its stories; of the whole home's, to those of all."""
    if me.group.for_everyone:
        return Link(reverse("stories:list"), _("Stories"))
    return Link(reverse("stories:group", args=[me.group.key]), _("Stories"))
