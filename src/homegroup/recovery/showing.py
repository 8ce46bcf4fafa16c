"""What this room shows on pages of others: "I need help now" and a member's today page."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.accounts.visits import Present, present
from homegroup.core import clock, help_panels, today_panels
from homegroup.core.zones import viewer_zone
from homegroup.recovery import kept_open, queries
from homegroup.recovery.choices import Kind
from homegroup.recovery.queries import Person
from homegroup.vault.vaults import Vault

TODAY = gettext_lazy("What I noted")
_MOST_DRAFTS = 3


def _signed_in(request: HttpRequest) -> Present | None:
    visit = present(request)
    return visit if visit is not None and request.user.is_authenticated else None


def help_panel(request: HttpRequest) -> help_panels.Panel | None:
    """Give the people whom the member chose to call; while locked, those kept open here."""
    visit = _signed_in(request)
    if visit is None:
        return None
    key = visit.account_key()
    people: list[Person] = queries.people(Vault(key)) if key else kept_open.people_kept(request)
    context = {"people": people, "is_locked": key is None}
    body = render_to_string("recovery/_people_to_call.html", context, request)
    return help_panels.Panel(_("People you chose"), body)


def today_panel(request: HttpRequest) -> today_panels.Panel | None:
    """Give what the member noted today and what they began to write; None while locked."""
    visit = _signed_in(request)
    key = visit.account_key() if visit else None
    if key is None:
        return None
    vault, today = Vault(key), clock.today(viewer_zone(request))
    entries = vault.entries()
    begun = [queries.draft_of(each) for each in entries if each.kind == Kind.DRAFT]
    context = {
        "noted": queries.check_in_on(vault, today, among=entries),
        "drafts": sorted(begun, key=lambda draft: draft.made, reverse=True)[:_MOST_DRAFTS],
    }
    body = render_to_string("recovery/_today.html", context, request)
    return today_panels.Panel(TODAY, body)


def register() -> None:
    """Offer both panels."""
    help_panels.register(help_panel, order=10)
    today_panels.register(today_panel, order=20, locked_heading=TODAY)
