"""The words of notices that this room gives."""

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.groups.choices import Power
from homegroup.groups.models import Break, Group, Membership
from homegroup.groups.positions import kinds_with
from homegroup.notices.kinds import Line, Words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def _known(ids: Collection[str]) -> list[Group]:
    return list(Group.objects.filter(pk__in=[int(each) for each in ids if each.isdigit()]))


def asked(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """Somebody asks to join; for those who may still decide, while somebody waits."""
    holders = Membership.objects.holding(*kinds_with(frozenset({Power.ADMIT}))).filter(user=reader)
    mine = set(holders.values_list("group", flat=True))
    waited = set(Membership.objects.asking().filter(group__in=mine).values_list("group", flat=True))
    return {
        str(group.pk): Line(
            _("Somebody would like to join %s.") % group.name,
            reverse("groups:people", args=[group.key]),
        )
        for group in _known(ids)
        if group.pk in waited
    }


def to_members(text: "str | StrPromise", page: str) -> Words:
    """Give a maker of words for who is in the group; `%s` in the text is its name."""

    def words(ids: Collection[str], reader: UUID) -> dict[str, Line]:
        rows = Membership.objects.members().filter(user=reader)
        mine = set(rows.values_list("group", flat=True))
        return {
            str(group.pk): Line(str(text) % group.name, reverse(page, args=[group.key]))
            for group in _known(ids)
            if group.pk in mine
        }

    return words


def declined(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """A group could not take somebody in; names it only while it may be known."""
    text = _("%s could not take you in just now. Other groups are glad to see you.")
    return {
        str(group.pk): Line(text % group.name, reverse("groups:mine"))
        for group in _known(ids)
        if not group.is_unlisted
    }


def removed(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """Somebody was taken out for a time; the page behind it tells why, and until when."""
    away = set(Break.objects.filter(user=reader).values_list("group", flat=True))
    text = _("You were asked to stay away from %s for a time. Read why.")
    return {
        str(group.pk): Line(text % group.name, reverse("groups:mine"))
        for group in _known(ids)
        if group.pk in away
    }


WORDS: dict[str, tuple[Words, str]] = {
    "groups.asked": (asked, "tasks"),
    "groups.admitted": (
        to_members(gettext_lazy("You are in: %s. Have a look around."), "groups:members"),
        "groups",
    ),
    "groups.position": (
        to_members(gettext_lazy("You have a new position in %s."), "groups:my_name"),
        "tasks",
    ),
    "groups.renamed": (
        to_members(
            gettext_lazy("A moderator took your name in %s away. Please choose another one."),
            "groups:my_name",
        ),
        "groups",
    ),
    "groups.declined": (declined, "groups"),
    "groups.removed": (removed, "groups"),
}

# What the next page says after something was done.
SAID: "dict[str, str | StrPromise]" = {
    "groups.made": gettext_lazy("Your group is there. Invite somebody as the next step."),
    "groups.joined": gettext_lazy("You are in. Welcome."),
    "groups.sent": gettext_lazy("Sent. You hear from them here."),
    "groups.left": gettext_lazy("You have left the group."),
    "groups.saved": gettext_lazy("Saved."),
}
