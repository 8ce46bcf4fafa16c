"""Drafts: what is typed so far, kept by a script every few seconds or by a button."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import only, private
from homegroup.accounts.drafting import is_script, said, while_typing
from homegroup.core.errors import HouseError
from homegroup.core.flash import go
from homegroup.core.forms import OnceForm
from homegroup.recovery import actions, queries
from homegroup.recovery.forms import DraftForm, PageForm
from homegroup.recovery.views.frame import id_in, today_of
from homegroup.vault.pages import told_if_unreadable
from homegroup.vault.vaults import Vault, opened


@while_typing
@told_if_unreadable
@only("POST")
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is typed so far."""
    vault, page = opened(request), id_in(request.GET.get("page", ""))
    form = DraftForm(request.POST)
    is_kept = False
    if form.is_valid():
        with form.refusals():
            is_kept = actions.keep_draft(
                vault=vault, slot=form.cleaned_data["slot"], page=page, typed=form.typed
            )
    if is_script(request):
        return said(request, is_kept=is_kept, form=form)
    if form.is_valid():
        return go(reverse("recovery:journal"), "journal.begun" if is_kept else "")
    return _shown_again(request, vault, page, form)


def _shown_again(
    request: HttpRequest, vault: Vault, page: UUID | None, refused: DraftForm
) -> HttpResponse:
    """Give the page on which one writes once more, with all that was typed and why not."""
    form = PageForm(request.POST, today=today_of(request))
    form.is_valid()
    for problem in refused.non_field_errors():
        form.refuse(HouseError(str(problem)))
    there = {each.id: each for each in queries.overview(vault)[0]}
    context = {"form": form, "page": there.get(page) if page else None}
    return render(request, "recovery/write.html", context, status=422)


@private
@told_if_unreadable
@only("POST")
def throw_away(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Throw away what was begun."""
    form = OnceForm(request.POST)
    if form.is_valid():
        actions.throw_draft_away(vault=opened(request), draft=draft, key=form.key)
    return go(reverse("recovery:journal"))
