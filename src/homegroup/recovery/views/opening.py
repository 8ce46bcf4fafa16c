"""Opening one page to one person, closing it again, and what others opened to me."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.access import only, private
from homegroup.core.errors import HouseError
from homegroup.core.flash import go
from homegroup.core.forms import OnceForm
from homegroup.recovery import actions, opening, queries
from homegroup.recovery.companions import Companion, companions_of
from homegroup.recovery.views.frame import id_in
from homegroup.vault.pages import told_if_unreadable
from homegroup.vault.vaults import Vault, opened


@private
@told_if_unreadable
@only("GET", "POST")
def share(request: HttpRequest, page: UUID) -> HttpResponse:
    """Who can read a page; open it to one more person, or close it to one."""
    vault = opened(request)
    companions = companions_of(vault.owner)
    form = OnceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            said = _change(request, vault, page, companions, form)
            return go(reverse("recovery:share", args=[page]), said)
    readers = opening.readers_of(vault, page, companions)
    known = {reader.id for reader in readers}
    context = {
        "form": form,
        "page": queries.page(vault, page),
        "readers": readers,
        "companions": [each for each in companions if each.id not in known],
    }
    return render(request, "recovery/share.html", context, status=form.status)


def _change(
    request: HttpRequest, vault: Vault, page: UUID, companions: list[Companion], form: OnceForm
) -> str:
    """Open or close the page as the form says; give what to say then."""
    closed = id_in(request.POST.get("close", ""))
    if closed:
        actions.close_page_to(vault=vault, page=page, person=closed, key=form.key)
        return "journal.closed"
    wanted = id_in(request.POST.get("with", ""))
    for each in companions:
        if each.id == wanted:
            actions.open_page_to(vault=vault, page=page, companion=each, key=form.key)
            return "journal.opened"
    raise HouseError(_("Choose somebody from one of your groups."))


@private
@told_if_unreadable
@only("GET")
def shared(request: HttpRequest) -> HttpResponse:
    """The pages that others opened to me."""
    vault = opened(request)
    pages = opening.from_others(vault, companions_of(vault.owner))
    return render(request, "recovery/shared.html", {"pages": pages})


@private
@told_if_unreadable
@only("GET", "POST")
def shared_page(request: HttpRequest, page: UUID) -> HttpResponse:
    """One page that somebody opened to me; I can take it off my list."""
    vault = opened(request)
    form = OnceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.put_away(vault=vault, page=page, key=form.key)
        return go(reverse("recovery:shared"), "journal.away")
    shown = opening.from_other(vault, page, companions_of(vault.owner))
    return render(request, "recovery/shared_page.html", {"shown": shown, "form": form})
