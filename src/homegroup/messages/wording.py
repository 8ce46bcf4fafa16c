"""The words of notices, and of what is said after a redirect; neutral, others may see them."""

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy

from homegroup.accounts.models import User
from homegroup.groups.models import Membership
from homegroup.messages import access
from homegroup.messages.choices import CallState, Standing
from homegroup.messages.queries import calls
from homegroup.notices.choices import Urgency
from homegroup.notices.kinds import Line, Words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def _ids(ids: Collection[str]) -> list[UUID]:
    found = []
    for each in ids:
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found


def of_talks(text: "str | StrPromise", *standings: Standing) -> Words:
    """Give a maker of words for conversations that stand so, and in which contact is wished for."""

    def words(ids: Collection[str], reader: UUID) -> dict[str, Line]:
        user = User.objects.filter(pk=reader).first()
        talks = access.my_talks(user, among=_ids(ids)) if user else []
        return {
            str(each.id): Line(text, reverse("messages:talk", args=[each.id]))
            for each in talks
            if each.standing in standings and not each.is_unwanted
        }

    return words


def of_calls(text: "str | StrPromise", *standings: CallState) -> Words:
    """Give a maker of words for questions for a number that stand so."""

    def words(ids: Collection[str], reader: UUID) -> dict[str, Line]:
        user, wanted = User.objects.filter(pk=reader).first(), set(_ids(ids))
        mine = calls.my_calls(user) if user else []
        return {
            str(each.call.pk): Line(text, reverse("messages:call", args=[each.call.pk]))
            for each in mine
            if each.call.pk in wanted and each.standing in standings
        }

    return words


def of_memberships(text: "str | StrPromise", page: str) -> Words:
    """Give a maker of words about somebody's own line in a group; `%s` is the group's name."""

    def words(ids: Collection[str], reader: UUID) -> dict[str, Line]:
        mine = Membership.objects.members().filter(user=reader, pk__in=_ids(ids))
        return {
            str(row.pk): Line(str(text) % row.group.name, reverse(page, args=[row.group.key]))
            for row in mine.select_related("group")
        }

    return words


_Kind = tuple[Words, str, Urgency]
KINDS: dict[str, _Kind] = {
    "messages.asked": (
        of_talks(gettext_lazy("Somebody would like to write with you."), Standing.REQUEST),
        "messages", Urgency.DAILY,
    ),
    "messages.new": (
        of_talks(gettext_lazy("Somebody wrote to you."), Standing.OPEN, Standing.ENDED),
        "messages", Urgency.SOON,
    ),
    "messages.accepted": (
        of_talks(gettext_lazy("Somebody said yes: you can write to each other."), Standing.OPEN),
        "messages", Urgency.DAILY,
    ),
    "calls.asked": (
        of_calls(gettext_lazy("Somebody would like to call you."), CallState.ASKED),
        "messages", Urgency.SOON,
    ),
    "calls.shown": (
        of_calls(gettext_lazy("Somebody showed you their number."), CallState.SHOWN),
        "messages", Urgency.SOON,
    ),
    "calls.renew": (
        of_memberships(gettext_lazy("Your offer to be called in %s ends soon."),
                       "messages:my_offer"),
        "groups", Urgency.DAILY,
    ),
    "lists.renew": (
        of_memberships(gettext_lazy("Your line on the phone list of %s ends soon."),
                       "messages:my_line"),
        "groups", Urgency.DAILY,
    ),
    "lists.off": (
        of_memberships(gettext_lazy("You were taken off the phone list of %s."),
                       "messages:phone_list"),
        "groups", Urgency.DAILY,
    ),
}  # fmt: skip

# What the next page says after something was done. The keys stand in a cookie for a moment.
SAID: "dict[str, str | StrPromise]" = {
    "messages.asked": gettext_lazy("Sent. They can answer when they like."),
    "messages.yes": gettext_lazy("You can write to each other now."),
    "messages.not_now": gettext_lazy("Done. They are told nothing of it."),
    "messages.sent": gettext_lazy("Sent."),
    "messages.muted": gettext_lazy("You are told of new messages in it no longer."),
    "messages.unmuted": gettext_lazy("You are told of new messages in it again."),
    "messages.ended": gettext_lazy("It has ended. You can both still read it."),
    "messages.deleted": gettext_lazy("Deleted for you."),
    "messages.door": gettext_lazy("Saved."),
    "calls.asked": gettext_lazy("Asked. They can answer when they like."),
    "calls.shown": gettext_lazy("Done. Only they can see it, until it ends."),
    "calls.not_now": gettext_lazy("Done. They are told nothing of it."),
    "calls.back": gettext_lazy("Taken back. They see your number no longer."),
    "calls.away": gettext_lazy("Put away."),
    "calls.offered": gettext_lazy("Saved. People of the group see that they may call you."),
    "calls.stopped": gettext_lazy("You offer no calls any more."),
    "lists.kept": gettext_lazy("Saved. You are on the list."),
    "lists.off": gettext_lazy("Done. It is off the list."),
}
