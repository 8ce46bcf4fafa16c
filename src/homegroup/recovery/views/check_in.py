"""The check-in: a line in the morning, a note in the evening, and what was noted before."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import only, private
from homegroup.core.errors import Conflict
from homegroup.core.flash import go
from homegroup.core.forms import OnceForm
from homegroup.recovery import actions, queries
from homegroup.recovery.forms import CheckInForm
from homegroup.recovery.queries import CheckIn
from homegroup.recovery.views.frame import months, today_of
from homegroup.vault.pages import told_if_unreadable
from homegroup.vault.vaults import opened


@private
@told_if_unreadable
@only("GET", "POST")
def check_in(request: HttpRequest) -> HttpResponse:
    """Today's words to write, and those of the days before by month."""
    vault, today = opened(request), today_of(request)
    form = CheckInForm(request.POST, today=today) if request.method == "POST" else None
    overtaken: date | None = None
    if form is not None and form.is_valid():
        data = form.cleaned_data
        try:
            actions.keep_check_in(
                vault=vault,
                on=data["on"],
                morning=data["morning"],
                evening=data["evening"],
                revision=data["revision"],
                key=form.key,
            )
            return go(reverse("recovery:check_in"), "day.kept")
        except Conflict as conflict:
            overtaken = data["on"]
            form.refuse(conflict)
    return _shown(request, queries.check_ins(vault), form, overtaken)


def _shown(
    request: HttpRequest, noted: list[CheckIn], form: CheckInForm | None, overtaken: date | None
) -> HttpResponse:
    """Give the page; `overtaken` is the day that another device has written of meanwhile."""
    today = today_of(request)
    now = next((each for each in noted if each.on == today), CheckIn(on=today))
    past = [each for each in noted if each.on != today]
    context: dict[str, Any] = {"today": today, "months": months(request, [e.on for e in past])}
    first = context["months"].shown
    context["past"] = [each for each in past if each.on.replace(day=1) == first]
    if form is None:
        initial = {"morning": now.morning, "evening": now.evening, "on": today.isoformat(),
                   "revision": now.revision}  # fmt: skip
        form = CheckInForm(today=today, initial=initial)
    elif overtaken:
        other = next((each for each in noted if each.on == overtaken), CheckIn(on=overtaken))
        form.show_again(revision=other.revision)
        context["other"] = other
    context["form"] = form
    return render(request, "recovery/check_in.html", context, status=form.status)


@private
@told_if_unreadable
@only("GET", "POST")
def delete(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Ask once, then delete the words of one day."""
    vault = opened(request)
    form = OnceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.delete_check_in(vault=vault, entry=entry, key=form.key)
        return go(reverse("recovery:check_in"), "journal.deleted")
    noted = queries.check_in(vault, entry)
    context = {
        "form": form,
        "what": noted.morning or noted.evening,
        "day": noted.on,
        "back": reverse("recovery:check_in"),
    }
    return render(request, "recovery/sure.html", context, status=form.status)
