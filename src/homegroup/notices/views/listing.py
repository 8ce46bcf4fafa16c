"""The list of notices, and the way from a notice to what it tells of."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.access import member, only
from homegroup.core import clock, errors, flash
from homegroup.notices import access, actions, queries
from homegroup.notices.forms import ReadForm

_MOST_PAGES = 1_000


def account(request: HttpRequest) -> UUID:
    """Give the account of who is signed in; only behind `@member`."""
    assert isinstance(request.user.pk, UUID)
    return request.user.pk


@member
@only("GET")
def show(request: HttpRequest) -> HttpResponse:
    """What is new, newest first."""
    number = _page_number(request.GET.get("page", ""))
    page = queries.page(account(request), number)
    if page.vanished:
        actions.forget_vanished(user=account(request), notices=page.vanished)
    context = {
        "page": page,
        "number": number,
        "form": ReadForm(initial={"until": clock.now().isoformat()}),
        "has_unread": queries.count_for(request) > 0,
    }
    return render(request, "notices/list.html", context)


def _page_number(told: str) -> int:
    short = told.isascii() and told.isdigit() and len(told) < 5
    return max(1, min(int(told), _MOST_PAGES)) if short else 1


@member
@only("GET")
def follow(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Go to what a notice tells of; it counts as read, unless a browser only looks ahead."""
    found = access.own_notice(account(request), notice)
    shown = queries.with_words([found], account(request))
    if "prefetch" not in request.headers.get("Sec-Purpose", ""):
        actions.mark_read(notice=found)
    path = shown[0].line.path if shown else ""
    return HttpResponseRedirect(path or reverse("notices:list"))


@member
@only("POST")
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark as read what the list had shown."""
    form = ReadForm(request.POST)
    if not form.is_valid():
        text = _("This form was not whole. Go back, reload the page and send it again.")
        return errors.problem_page(request, status=422, title=_("That did not work"), text=text)
    actions.mark_all_read(user=account(request), until=form.cleaned_data["until"], key=form.key)
    response = HttpResponseRedirect(reverse("notices:list"))
    flash.say(response, "notices.read")
    return response
