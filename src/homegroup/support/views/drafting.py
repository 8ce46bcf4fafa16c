"""Drafts of shares and answers: kept by a script every few seconds, or by a button."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts import keeping
from homegroup.accounts.access import only, private
from homegroup.accounts.drafting import is_script, said, while_typing
from homegroup.accounts.models import User
from homegroup.accounts.visits import present
from homegroup.core import once
from homegroup.core.flash import go
from homegroup.groups.access import member_group
from homegroup.support import access, drafts
from homegroup.support.access import Reader
from homegroup.support.actions import drafting
from homegroup.support.addresses import page_of
from homegroup.support.forms import DraftForm
from homegroup.vault.pages import told_if_unreadable
from homegroup.vault.vaults import Vault, opened


def _place(request: HttpRequest, slug: str, share: UUID | None) -> tuple[str, str]:
    """Give the place where one writes, and its address."""
    me = member_group(request, slug)
    if share is None:
        return drafts.place_of_new(me.group), reverse("support:new", args=[me.group.key])
    row = access.share_for(Reader(me), share)
    row.group = me.group
    return drafts.place_of_answer(row), f"{page_of(row)}?begun=1#answer"


@while_typing
@told_if_unreadable
@only("POST")
def keep(request: HttpRequest, slug: str, share: UUID | None = None) -> HttpResponse:
    """Keep what is typed so far."""
    place, address = _place(request, slug, share)
    form = DraftForm(request.POST)
    is_kept = False
    if form.is_valid():
        with form.refusals():
            is_kept = drafting.keep(
                vault=opened(request), place=place, address=address, typed=form.typed, form=form.key
            )
    if is_script(request):
        return said(request, is_kept=is_kept, form=form)
    if form.errors:
        context = {"form": form, "address": request.path, "back": address}
        return render(request, "support/draft.html", context, status=form.status)
    return go(address.split("?")[0], "shares.begun" if is_kept else "")


@private
@told_if_unreadable
@only("POST")
def throw_away(request: HttpRequest, slug: str, share: UUID | None = None) -> HttpResponse:
    """Throw away what was begun."""
    place, address = _place(request, slug, share)
    drafting.throw_away(vault=opened(request), place=place)
    return go(address.split("?")[0])


def vault_if_open(request: HttpRequest) -> Vault | None:
    """Give the member's vault while their private pages are open."""
    visit = present(request)
    return opened(request) if visit and visit.account_key() is not None else None


def begun(request: HttpRequest, place: str) -> dict[str, Any]:
    """Give what a form at a place starts with: {} where nothing was begun, or all is locked."""
    vault = vault_if_open(request)
    draft = drafts.at_place(vault, place) if vault else None
    return draft.typed if draft else {}


def was_begun(request: HttpRequest) -> bool:
    """Tell whether something was kept of a form that was sent."""
    return request.POST.get("begun") == "1"


def let_go(request: HttpRequest, place: str) -> None:
    """Forget what was kept of a form: it has been shared."""
    user = request.user
    if isinstance(user, User):
        keeping.let_go(user, request.POST.get(keeping.FIELD, ""))
    # It may have been sent before it learned that something was kept of it.
    keeps = request.POST.get("keeps") == "1"
    vault = vault_if_open(request) if keeps or was_begun(request) else None
    if vault:
        form = "" if was_begun(request) else request.POST.get(once.FIELD, "-")
        drafting.throw_away(vault=vault, place=place, form=form)
