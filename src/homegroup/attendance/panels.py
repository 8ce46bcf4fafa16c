"""Links on pages of lower rooms: in a room that counts, and in a group's menu."""

from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.groups import panels as group_panels
from homegroup.groups.choices import Power
from homegroup.groups.models import Membership
from homegroup.live import corner
from homegroup.live.access import Here


def proof_link(here: Here) -> corner.Link | None:
    """Give the way to one's proof, in a room whose group gives them."""
    if not here.state.counts:
        return None
    address = reverse("attendance:proof", args=[here.room.code])
    return corner.Link(address, _("Proof that I was here"))


def policy_link(me: Membership) -> group_panels.Link | None:
    """Give the link to what the group has chosen, for those who write its guidelines."""
    if not me.may(Power.GUIDELINES):
        return None
    address = reverse("attendance:policy", args=[me.group.key])
    return group_panels.Link(address, _("Proofs of attendance"))
