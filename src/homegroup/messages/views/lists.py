"""The phone list of a group: reading, standing on it, printing, keeping it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.access import member, only
from homegroup.core.errors import problem_page
from homegroup.core.limits import within_limit
from homegroup.core.typesetting import NotPrinted
from homegroup.core.zones import viewer_zone
from homegroup.groups.access import member_group, servant
from homegroup.groups.choices import Power
from homegroup.messages import printing
from homegroup.messages.actions import lists as actions
from homegroup.messages.choices import LIST_DAYS
from homegroup.messages.forms import PhoneForm
from homegroup.messages.queries import lists as queries
from homegroup.messages.queries.lists import Line
from homegroup.messages.views.frame import go, signed_in

PRINTS, SECONDS = 20, 600
# A PDF runs nothing here; browsers' own viewers need what our pages forbid.
_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'"
)


@member
@only("GET")
def phone_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The phone list of a group, for its members."""
    me = member_group(request, slug)
    lines = queries.phone_list(me)
    context = {
        "me": me,
        "group": me.group,
        "lines": [line for line in lines if line.member.pk != me.pk],
        "mine": next((line for line in lines if line.member.pk == me.pk), None),
        "keeps": me.may(Power.PHONE_LIST),
    }
    return render(request, "messages/phone_list.html", context)


@member
@only("GET", "POST")
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """My own line: put it on the list, change it, stay longer, take it off."""
    me = member_group(request, slug)
    there, back = queries.entry_of(me), reverse("messages:phone_list", args=[me.group.key])
    done = request.POST.get("do", "")
    if done == "renew":
        actions.renew(me=me)
        return go(back, "lists.kept")
    if done == "off":
        actions.leave_list(me=me)
        return go(back, "lists.off")
    form = PhoneForm(request.POST or None, initial=_line(there))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with form.refusals():
            actions.stand_on_list(
                me=me, number=data["number"], hours=data["hours"],
                for_newcomers=data["for_newcomers"], agreed=data["agreed"],
            )  # fmt: skip
            return go(back, "lists.kept")
    context = {"me": me, "group": me.group, "form": form, "mine": there, "days": LIST_DAYS.days}
    return render(request, "messages/my_line.html", context, status=form.status)


def _line(there: Line | None) -> dict[str, object]:
    if there is None:
        return {}
    return {
        "number": there.number,
        "hours": there.hours,
        "for_newcomers": there.for_newcomers,
    }


@member
@only("GET")
def print_options(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose paper and size of the print."""
    me = member_group(request, slug)
    context = {
        "me": me,
        "group": me.group,
        "papers": printing.Paper.choices,
        "sizes": printing.Size.choices,
    }
    return render(request, "messages/print_list.html", context)


@member
@only("GET")
def pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The list as PDF, with the name of who printed it across each page."""
    me = member_group(request, slug)
    if not within_limit(request, "print", most=PRINTS, seconds=SECONDS):
        text = _("These were many prints. Please try again in ten minutes.")
        return problem_page(request, status=429, title=_("A short break"), text=text)
    options = printing.Options.read(request.GET)
    try:
        content = printing.pdf_of(
            queries.phone_list(me), me, options, zone=viewer_zone(request)
        )  # fmt: skip
    except NotPrinted as problem:
        return problem_page(request, status=503, title=_("One moment"), text=problem.message)
    headers = {
        "Content-Disposition": 'inline; filename="list.pdf"',
        "Content-Security-Policy": _POLICY,
    }
    return HttpResponse(content, "application/pdf", headers=headers)


@servant(Power.PHONE_LIST)
@only("GET", "POST")
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    """Who stands on the list and until when, for who keeps it; taking somebody off."""
    me = member_group(request, slug)
    lines = queries.whole_list(me)
    if request.method == "POST":
        by_id = {str(line.member.pk): line.member for line in lines}
        chosen = by_id.get(request.POST.get("row", ""))
        if chosen is not None:
            actions.take_off(person=chosen, by=signed_in(request).pk)
        here = reverse("messages:keep_list", args=[me.group.key])
        return go(here, "lists.off" if chosen else "")
    return render(request, "messages/keep_list.html", {"group": me.group, "lines": lines})
