"""People whom one wants no contact with."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homegroup.accounts.access import member, only
from homegroup.groups.access import member_group
from homegroup.groups.models import Membership
from homegroup.moderation import actions, subjects
from homegroup.moderation.models import Block
from homegroup.moderation.views.answers import go, user_of


@member
@only("GET", "POST")
def no_contact(request: HttpRequest, slug: str, person: UUID) -> HttpResponse:
    """Say that one wants no contact with a member of one's group."""
    me = member_group(request, slug)
    found = _other(me, person)
    if request.method == "POST":
        actions.block(blocker=me.user, person=found)
        return go(reverse("moderation:contacts"), "contacts.kept")
    is_so = Block.objects.filter(blocker=me.user, person=found.pk).exists()
    context = {"group": me.group, "person": found, "is_so": is_so}
    return render(request, "moderation/no_contact.html", context)


def _other(me: Membership, person: UUID) -> Membership:
    rows = me.group.memberships.members().exclude(pk=me.pk)
    found = rows.filter(pk=person).first()
    if found is None:
        raise Http404
    return found


@member
@only("GET", "POST")
def contacts(request: HttpRequest) -> HttpResponse:
    """With whom I want no contact, and taking that back."""
    rows = Block.objects.filter(blocker=user_of(request))
    if request.method == "POST":
        chosen = subjects.read_id(request.POST.get("row", ""))
        for row in rows.filter(pk=chosen) if chosen else ():
            actions.unblock(block=row)
        return go(reverse("moderation:contacts"), "contacts.undone")
    return render(request, "moderation/contacts.html", {"rows": rows.select_related("group")})
