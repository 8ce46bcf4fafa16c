"""What a member began to share and did not, on their own today page."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from homegroup.accounts.visits import present
from homegroup.core import today_panels
from homegroup.support import drafts
from homegroup.vault.vaults import Vault

_MOST = 3


def panel(request: HttpRequest) -> today_panels.Panel | None:
    """Give the way back to what was begun; None while locked or where nothing was."""
    visit = present(request)
    key = visit.account_key() if visit else None
    found = drafts.all_of(Vault(key))[:_MOST] if key else []
    if not found:
        return None
    body = render_to_string("support/_begun.html", {"drafts": found}, request)
    return today_panels.Panel(_("You began to write"), body)
