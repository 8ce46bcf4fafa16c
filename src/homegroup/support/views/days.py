"""The check-in of a day, and who hosts it."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import member, only
from homegroup.core import navigation
from homegroup.core.errors import HouseError
from homegroup.core.flash import go
from homegroup.core.zones import viewer_zone
from homegroup.groups.access import member_group, servant
from homegroup.groups.choices import Power
from homegroup.groups.models import Group, Membership
from homegroup.moderation import weighing
from homegroup.support import queries, showing
from homegroup.support.access import Reader
from homegroup.support.actions import days
from homegroup.support.actions.answering import Words
from homegroup.support.forms import OpeningForm, PledgeForm, ZoneForm
from homegroup.support.models import Share, Space
from homegroup.support.views.writing import ask_for_consent

EVENING = "/check-in/"  # of another room: a private page for the morning and the evening


def _here(group: Group) -> str:
    return reverse("support:day", args=[group.key])


@member
@only("GET", "POST")
def day(request: HttpRequest, slug: str) -> HttpResponse:
    """The check-in of today, or of a day before: what people said they would do."""
    me = member_group(request, slug)
    space = queries.space_of(me.group)
    today = days.today_of(me.group)
    on = _day(request.GET.get("on", ""), today)
    form = PledgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            days.pledge(me=me, words=_words(request, form), key=form.key)
            return go(_here(me.group), "shares.pledged")
    return _day_page(request, me, space, form, on=on, today=today)


def _day(text: str, today: date) -> date:
    try:
        return min(date.fromisoformat(text), today)
    except ValueError:
        return today


def _words(request: HttpRequest, form: PledgeForm | OpeningForm) -> Words:
    seen = weighing.was_help_seen(request)
    return Words(text=form.cleaned_data["text"], help_seen=seen)


def _day_page(
    request: HttpRequest, me: Membership, space: Space, form: PledgeForm, *, on: date, today: date
) -> HttpResponse:
    reader, zone = Reader(me), viewer_zone(request)
    thread = queries.day_of(me.group, on)
    cards = _pledges(request, reader, thread) if thread else []
    mine = next((card for card in cards if card.is_mine), None)
    if mine and not form.is_bound:
        form = PledgeForm(initial={"text": mine.row.text})
    before = queries.day_before(me.group, on)
    context = {
        "group": me.group,
        "on": on,
        "is_today": on == today,
        "opening": showing.card(thread, me, zone)
        if thread and thread.text and thread.is_shown and thread.author_id not in reader.unread
        else None,
        "cards": cards,
        "mine": mine,
        "form": form,
        "help": weighing.help_shown(request, form),
        "host": space.host,
        "is_host": space.host_id == me.pk,
        "needs_host": space.is_free_to_host(today),
        "before": before,
        "evening": EVENING if navigation.answers(EVENING) else "",
    }
    return render(request, "support/day.html", context, status=form.status)


def _pledges(request: HttpRequest, reader: Reader, thread: Share) -> list[showing.Card]:
    thread.group = reader.me.group
    rows, _more = queries.answers(reader, thread, None)
    zone = viewer_zone(request)
    cards = [showing.card(row, reader.me, zone) for row in rows]
    return showing.explained("reply", showing.linked(request, "reply", cards))


@member
@only("GET", "POST")
def host(request: HttpRequest, slug: str) -> HttpResponse:
    """Who hosts the check-in: taking it for a week, opening the day, handing it on."""
    me = member_group(request, slug)
    if asked := ask_for_consent(request, me):
        return asked
    opening = OpeningForm(request.POST if "text" in request.POST else None)
    problem = ""
    if request.method == "POST" and opening.is_bound:
        if opening.is_valid():
            with opening.refusals():
                days.open_day(me=me, words=_words(request, opening), key=opening.key)
                return go(_here(me.group), "shares.hosted")
    elif request.method == "POST":
        try:
            _do(me, request.POST.get("do", ""), request.POST.get("to", ""))
            return go(reverse("support:host", args=[me.group.key]), "shares.hosted")
        except HouseError as refusal:
            problem = str(refusal.message)
    return _host_page(request, me, opening, problem)


def _do(me: Membership, what: str, to: str) -> None:
    if what == "take":
        days.be_host(me=me)
    elif what == "decline":
        days.decline(me=me)
    elif what == "stop":
        days.stop_hosting(me=me)
    elif what == "anyone":
        days.hand_on(me=me, to=None)
    elif what == "to":
        days.hand_on(me=me, to=_member(me.group, to))


def _member(group: Group, told: str) -> Membership | None:
    try:
        return group.memberships.members().filter(pk=UUID(told)).first()
    except ValueError:
        return None


def _host_page(
    request: HttpRequest, me: Membership, opening: OpeningForm, problem: str
) -> HttpResponse:
    space = queries.space_of(me.group)
    context = {
        "group": me.group,
        "me": me,
        "space": space,
        "opening": opening,
        "help": weighing.help_shown(request, opening),
        "problem": problem,
        "is_host": space.host_id == me.pk,
        "is_asked": space.next_host_id == me.pk and space.host_id not in Reader(me).apart,
        "is_free": space.is_free_to_host(days.today_of(me.group)),
        "others": queries.others_in(me) if space.host_id == me.pk else [],
        "zone_form": ZoneForm(initial={"zone": queries.zone_of(space).key}),
        "may_settle": me.may(Power.SETTINGS),
    }
    status = 409 if problem else opening.status
    return render(request, "support/host.html", context, status=status)


@servant(Power.SETTINGS)
@only("POST")
def zone(request: HttpRequest, slug: str) -> HttpResponse:
    """Set by which time zone a day of the group begins."""
    me = member_group(request, slug)
    form = ZoneForm(request.POST)
    if form.is_valid():
        days.set_zone(group=me.group, zone=form.cleaned_data["zone"], by=me.user_id)
        return go(reverse("support:host", args=[me.group.key]), "shares.hosted")
    return render(request, "support/zone.html", {"group": me.group, "form": form}, status=422)
