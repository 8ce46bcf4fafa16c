"""A group's feed, the one of the whole home, and what is new in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from homegroup.accounts import visits
from homegroup.accounts.access import member, only
from homegroup.accounts.models import User
from homegroup.core import clock, streams
from homegroup.core.markdown import safe_html
from homegroup.core.zones import viewer_zone
from homegroup.groups import queries as groups
from homegroup.groups.access import member_group, membership_of
from homegroup.groups.choices import MembershipState
from homegroup.groups.forms import JoinForm
from homegroup.groups.models import Group, Membership
from homegroup.support import queries, showing
from homegroup.support.access import Reader
from homegroup.support.channels import arriving
from homegroup.support.queries import Point


@member
@only("GET")
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What a group shares, newest first."""
    me = member_group(request, slug)
    return render(request, "support/feed.html", _feed(request, me))


def _feed(request: HttpRequest, me: Membership) -> dict[str, Any]:
    reader, zone = Reader(me), viewer_zone(request)
    after = Point.read(request.GET.get("after", ""))
    page = queries.feed(reader, after)
    is_first = after is None
    context = {
        "me": me,
        "group": me.group,
        "cards": [showing.card(row, me, zone, cut=True) for row in page.shares],
        "older": page.older,
        "is_first": is_first,
        "read_at": clock.now().astimezone(zone),
        "is_willing": reader.is_willing,
        "day": reverse("support:day", args=[me.group.key]),
    }
    if is_first:
        context["newest"] = queries.newest_point(page)
        context["pinned"] = showing.pinned(queries.pinned(reader), me, zone)
        context["unseen"] = [showing.card(row, me, zone, cut=True) for row in queries.unseen_of(me)]
    return context


@member
@only("GET")
def everyone(request: HttpRequest) -> HttpResponse:
    """What all in this home share; who is not in yet, joins here under a name of their choice."""
    user = request.user
    assert isinstance(user, User)
    group = groups.everyones_group()
    me = membership_of(user, group) if group else None
    mine = [
        row
        for row in groups.my_memberships(user)
        if row.state == MembershipState.MEMBER and not row.group.for_everyone
    ]
    if me is not None:
        return render(request, "support/feed.html", _feed(request, me) | {"mine": mine})
    context = {"group": group, "mine": mine} | (_joining(group) if group else {})
    return render(request, "support/everyone.html", context)


def _joining(group: Group) -> dict[str, Any]:
    guidelines = groups.newest_guidelines(group)
    return {
        "form": JoinForm(guidelines=guidelines, asks=False),
        "guidelines": safe_html(guidelines.text, top=2) if guidelines else "",
    }


@member
@only("GET")
def newer(request: HttpRequest, slug: str) -> HttpResponse:
    """How much came to the feed since it was read, as a link to press; nothing for nothing."""
    visits.comes_by_itself(request)
    reader = Reader(member_group(request, slug))
    point = Point.read(request.GET.get("after", ""))
    count = queries.newer(reader, point) if point else 0
    words = ngettext("%d new share", "%d new shares", count) % count
    address = reverse("support:feed", args=[reader.me.group.key])
    return render(
        request, "support/_newer.html", {"count": count, "words": words, "address": address}
    )


@member
@only("GET")
def stream(request: HttpRequest, slug: str) -> HttpResponse:
    """Tells an open feed that something came; what, it asks `newer`."""
    me = member_group(request, slug)
    return streams.opened(request, channels=[arriving(me.group_id)], keys=[me.stream_key])
