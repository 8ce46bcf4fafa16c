"""A member's own groups, and making one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import member, only
from homegroup.accounts.models import User
from homegroup.core import clock, flash
from homegroup.groups import fellowships, queries
from homegroup.groups.actions import groups as making
from homegroup.groups.actions import joining
from homegroup.groups.choices import MembershipState
from homegroup.groups.forms import NewGroupForm
from homegroup.groups.guidelines import ready_texts
from homegroup.groups.models import Break, Fellowship, Membership


def signed_in(request: HttpRequest) -> User:
    """Give who is signed in; only behind a decision that asks for it."""
    assert isinstance(request.user, User)
    return request.user


def read_id(text: str) -> UUID | None:
    """Give an id that a form sent, None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


@member
@only("GET", "POST")
def mine(request: HttpRequest) -> HttpResponse:
    """My groups, what I wait for, and the way to more."""
    user = signed_in(request)
    if request.method == "POST":
        _change_mine(request, user)
        return HttpResponseRedirect(reverse("groups:mine"))
    rows = queries.my_memberships(user)
    today = clock.now().date()
    waiting = queries.waiting_by_group(user)
    context = {
        "memberships": [
            (row, waiting.get(row.group_id, 0))
            for row in rows
            if row.state == MembershipState.MEMBER
        ],
        "asked": [row for row in rows if row.state == MembershipState.ASKED],
        "breaks": Break.objects.filter(user=user, until_on__gt=today).select_related("group"),
        "vacant": queries.vacant_groups() if user.is_operator else [],
    }
    return render(request, "groups/mine.html", context)


def _change_mine(request: HttpRequest, user: User) -> None:
    """Choose a home group, or take a request back."""
    chosen = Membership.objects.of(user).select_related("group")
    if home := read_id(request.POST.get("home", "")):
        for row in chosen.members().filter(pk=home):
            joining.choose_home_group(user=user, group=row.group)
    elif "no_home" in request.POST:
        joining.choose_home_group(user=user, group=None)
    elif withdrawn := read_id(request.POST.get("withdraw", "")):
        for row in chosen.asking().filter(pk=withdrawn):
            joining.withdraw_request(membership=row)


@member
@only("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Make a group."""
    form = NewGroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with form.refusals():
            told = making.NewGroup(
                name=data["name"],
                name_there=data["name_there"],
                fellowship=_fellowship(data["fellowship"]),
                visibility=data["visibility"],
                joining=data["joining"],
                ready=data["ready"],
            )
            making.create_group(maker=signed_in(request), new=told, key=form.key)
            answer = HttpResponseRedirect(reverse("groups:mine"))
            flash.say(answer, "groups.made")
            return answer
    context = {"form": form, "texts": ready_texts().values()}
    return render(request, "groups/new.html", context, status=form.status)


def _fellowship(slug: str) -> Fellowship | None:
    return fellowships.ensure_fellowships([slug])[slug] if slug else None
