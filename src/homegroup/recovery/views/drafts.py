"""Drafts: what is typed so far, kept by a script every few seconds or by a button."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts import keeping
from homegroup.accounts.access import guarded, only, private
from homegroup.accounts.models import User
from homegroup.accounts.visits import present
from homegroup.core import clock
from homegroup.core.errors import HouseError
from homegroup.recovery import actions, queries
from homegroup.recovery.forms import DraftForm, PageForm
from homegroup.recovery.views.frame import (
    OnceForm,
    go,
    id_in,
    today_of,
    told_if_unreadable,
)
from homegroup.vault.vaults import Vault, opened


def _is_script(request: HttpRequest) -> bool:
    return request.method == "POST" and bool(getattr(request, "htmx", None))


def _said(request: HttpRequest, **context: object) -> HttpResponse:
    return render(request, "recovery/_draft_said.html", {"at": clock.now(), **context})


def _told_in_place(request: HttpRequest) -> HttpResponseBase | None:
    """Tell a script that the door is closed, so that the page with the text stays as it is.

    While locked, the newest state is sealed to the member in place of the one before; the form
    carries its number along.
    """
    if not _is_script(request):
        return None
    visit = present(request)
    if not isinstance(request.user, User):
        return _said(request, is_signed_out=True)
    if visit is None or visit.account_key() is not None:
        return None
    return _said(request, is_locked=True, kept_form=_seal_in_place(request, request.user))


@transaction.atomic
def _seal_in_place(request: HttpRequest, user: User) -> int | None:
    """Seal what is typed in place of what was sealed of this form before; None without room."""
    keeping.let_go(user, request.POST.get(keeping.FIELD, ""))
    before = set(user.kept_forms.values_list("pk", flat=True))
    keeping.keep_form(request)
    return user.kept_forms.exclude(pk__in=before).values_list("pk", flat=True).first()


@private
@told_if_unreadable
@only("POST")
def _keep(request: HttpRequest) -> HttpResponse:
    """Keep what is typed so far."""
    vault, page = opened(request), id_in(request.GET.get("page", ""))
    form = DraftForm(request.POST)
    is_kept = False
    if form.is_valid():
        with form.refusals():
            is_kept = actions.keep_draft(
                vault=vault, slot=form.cleaned_data["slot"], page=page, typed=form.typed
            )
    if _is_script(request):
        return _said(request, is_kept=is_kept, form=form)
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


keep = guarded(_keep, _told_in_place, "private")


@private
@told_if_unreadable
@only("POST")
def throw_away(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Throw away what was begun."""
    form = OnceForm(request.POST)
    if form.is_valid():
        actions.throw_draft_away(vault=opened(request), draft=draft, key=form.key)
    return go(reverse("recovery:journal"))
