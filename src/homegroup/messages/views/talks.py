"""Conversations: the list, one of them, asking, answering, ending, reporting; and who may ask."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homegroup.accounts.access import member, only, private
from homegroup.core import streams
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.limits import within_limit
from homegroup.core.zones import viewer_zone
from homegroup.groups.access import member_group, servant
from homegroup.groups.choices import Power
from homegroup.groups.models import Membership
from homegroup.messages import access, reporting
from homegroup.messages.access import Mine
from homegroup.messages.actions import talks as actions
from homegroup.messages.choices import REACH_DAYS, Standing
from homegroup.messages.forms import (
    DoorForm,
    FirstForm,
    MessageForm,
    OnceForm,
    ReportMessagesForm,
)
from homegroup.messages.queries import talks as queries
from homegroup.messages.views.frame import go, signed_in
from homegroup.moderation.access import is_new
from homegroup.vault.thread_pages import Page, State
from homegroup.vault.vaults import opened

MOST_ENDED = 50
MESSAGES, SECONDS = 120, 600  # of one household


@private
@only("GET")
def listing(request: HttpRequest) -> HttpResponse:
    """Who would like to write with me, with whom I write, whom I asked, and what has ended."""
    user = signed_in(request)
    rows = queries.rows_of(user, opened(request).threads)
    by_standing = {
        standing: [row for row in rows if row.mine.standing == standing] for standing in Standing
    }
    context = {
        "requests": by_standing[Standing.REQUEST],
        "running": by_standing[Standing.OPEN],
        "sent": by_standing[Standing.WAITING],
        "ended": by_standing[Standing.ENDED][:MOST_ENDED],
        "groups": Membership.objects.members().of(user).select_related("group").order_by("group"),
    }
    return render(request, "messages/list.html", context)


@private
@only("GET", "POST")
def talk(request: HttpRequest, talk: UUID) -> HttpResponse:
    """One conversation: the newest messages, and a field to write into."""
    mine = access.my_talk(signed_in(request), talk)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            if not within_limit(request, "messages", most=MESSAGES, seconds=SECONDS):
                raise Conflict(_("These were many messages. Please wait a few minutes."))
            actions.write(
                vault=opened(request), mine=mine, text=form.cleaned_data["text"], key=form.key
            )
            return go(reverse("messages:talk", args=[mine.id]), "messages.sent")
    if request.method == "GET":
        actions.read(user=mine.me, talk=mine.id)
    return _talk_page(request, mine, form)


def _talk_page(request: HttpRequest, mine: Mine, form: MessageForm) -> HttpResponse:
    before = request.GET.get("before", "")
    page = opened(request).threads.read(mine.talk.thread_id, before=before)
    context = {
        "mine": mine,
        "names": queries.names_of(mine, page.header),
        "page": page,
        "messages": list(reversed(page.messages)),
        "is_locked": _is_locked(page),
        "before": before,
        "form": form,
        "once": OnceForm(),
    }
    return render(request, "messages/talk.html", context, status=form.status)


def _is_locked(page: Page) -> bool:
    """Whether nothing of it opens: as after passphrase and card were lost."""
    return bool(page.messages) and all(each.state == State.UNREADABLE for each in page.messages)


@private
@only("POST")
def answer(request: HttpRequest, talk: UUID) -> HttpResponse:
    """Say yes to somebody who asked, or "not now"."""
    mine = access.my_talk(signed_in(request), talk)
    here, form = reverse("messages:talk", args=[mine.id]), OnceForm(request.POST)
    says_yes = request.POST.get("do") == "yes"
    if not form.is_valid():
        return go(here)
    try:
        (actions.accept if says_yes else actions.decline)(mine=mine, key=form.key)
    except Conflict:
        return go(reverse("messages:list"))
    return (
        go(here, "messages.yes") if says_yes else go(reverse("messages:list"), "messages.not_now")
    )


@private
@only("GET", "POST")
def more(request: HttpRequest, talk: UUID) -> HttpResponse:
    """Be told of it or not, end it, delete it."""
    mine = access.my_talk(signed_in(request), talk)
    done = request.POST.get("do", "")
    if done in {"mute", "unmute"}:
        actions.mute(mine=mine, muted=done == "mute")
        said = "messages.muted" if done == "mute" else "messages.unmuted"
        return go(reverse("messages:talk", args=[mine.id]), said)
    problem = ""
    if done == "end":
        try:
            actions.end(mine=mine)
            return go(reverse("messages:talk", args=[mine.id]), "messages.ended")
        except HouseError as refusal:
            problem = str(refusal.message)
    context = {"mine": mine, "names": _names(request, mine), "problem": problem}
    return render(request, "messages/more.html", context, status=422 if problem else 200)


def _names(request: HttpRequest, mine: Mine) -> queries.Names:
    thread = mine.talk.thread_id
    told = opened(request).threads.overviews([thread]).get(thread)
    return queries.names_of(mine, told.header if told else {})


@private
@only("GET", "POST")
def delete(request: HttpRequest, talk: UUID) -> HttpResponse:
    """Ask once, then delete a conversation for oneself."""
    mine = access.my_talk(signed_in(request), talk)
    form = OnceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.delete_for_me(mine=mine, key=form.key)
        return go(reverse("messages:list"), "messages.deleted")
    context = {"mine": mine, "names": _names(request, mine), "form": form}
    return render(request, "messages/delete.html", context, status=form.status)


@private
@only("GET", "POST")
def report(request: HttpRequest, talk: UUID) -> HttpResponse:
    """Show chosen messages to the moderators, sealed for them, and say what is wrong."""
    mine = access.my_talk(signed_in(request), talk)
    before = request.GET.get("before", "")
    page = opened(request).threads.read(mine.talk.thread_id, before=before)
    names = queries.names_of(mine, page.header)
    shown = [each for each in reversed(page.messages) if each.state == State.READABLE]
    form = ReportMessagesForm(
        request.POST or None, choices=reporting.choices(shown, names, viewer_zone(request))
    )
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            reporting.report(
                reporter=signed_in(request),
                talk=mine.talk,
                quoted=[
                    each for each in page.messages if str(each.id) in form.cleaned_data["chosen"]
                ],
                names=names,
                reason=form.cleaned_data["reason"],
                words=form.cleaned_data["words"],
                key=form.key,
            )
            return go(reverse("moderation:mine"), "reports.sent")
    context = {"mine": mine, "names": names, "page": page, "form": form, "has_any": bool(shown)}
    return render(request, "messages/report.html", context, status=form.status)


@member
@only("GET")
def news(request: HttpRequest, talk: UUID) -> HttpResponse:
    """A stream that tells an open page of new messages; it holds no words of them."""
    mine = access.my_talk(signed_in(request), talk)
    return streams.opened(request, channels=[actions.channel_of(mine.id, mine.me)])


@private
@only("GET", "POST")
def first(request: HttpRequest, slug: str, person: UUID) -> HttpResponse:
    """Ask somebody of the group to write with me; where we write already, go there."""
    me = member_group(request, slug)
    other = access.other_member(me, person)
    there = access.talk_with(me, other)
    if there is not None and there.standing != Standing.ENDED:
        return go(reverse("messages:talk", args=[there.id]))
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            made = actions.ask(
                vault=opened(request), me=me, person=other,
                text=form.cleaned_data["text"], key=form.key,
            )  # fmt: skip
            return go(reverse("messages:talk", args=[made.pk]), "messages.asked")
    context: dict[str, Any] = {
        "group": me.group,
        "me": me,
        "person": other,
        "form": form,
        "is_unwanted": other.user_id in access.Contact.of(me.user_id).mine,
        "is_open": access.may_write_first(me, other),
    }
    return render(request, "messages/first.html", context, status=form.status)


@member
@only("GET", "POST")
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """Who may write to me first in this group."""
    me = member_group(request, slug)
    new = is_new(me.user)
    form = DoorForm(request.POST or None, open_to=access.door_of(me, new=new), new=new)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            actions.open_door(membership=me, open_to=form.cleaned_data["open_to"])
            return go(reverse("messages:door", args=[me.group.key]), "messages.door")
    context = {"group": me.group, "form": form, "is_new": new}
    return render(request, "messages/door.html", context, status=form.status)


@servant(Power.MODERATE)
@only("GET")
def reach(request: HttpRequest, slug: str) -> HttpResponse:
    """To how many people members wrote first; never to whom, and never what."""
    group = member_group(request, slug).group
    context = {"group": group, "rows": queries.reach_in(group), "days": REACH_DAYS.days}
    return render(request, "messages/reach.html", context)
