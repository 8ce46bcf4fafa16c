"""What this room holds of a member, for export and erasure.

Nobody learns by it that they were declined or are not wanted: all is told as the member sees it.
"""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from homegroup.accounts.models import User
from homegroup.messages import access
from homegroup.messages.choices import TalkState
from homegroup.messages.models import Call, CallOffer, Door, PhoneEntry, Reach, Talk
from homegroup.messages.queries import calls
from homegroup.messages.sealing import open_for_group
from homegroup.vault import thread_rows


def export_talks(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the conversations of the account, without what is written in them."""
    user = User.objects.filter(pk=account).first()
    for mine in access.my_talks(user) if user else ():
        yield {
            "group": mine.talk.group.name if mine.talk.group else "",
            "with": mine.person.name if mine.person else "",
            "state": mine.standing.value,
            "asked_on": mine.talk.asked_on.isoformat(),
            "muted": mine.is_muted,
        }


def erase_talks(account: UUID) -> int:
    """Take the member out of conversations; requests go, and what nobody else can read."""
    mine = Talk.objects.filter(Q(asker=account) | Q(asked=account))
    requests = mine.unanswered().filter(was_open=False)
    thread_rows.forget(list(requests.values_list("thread", flat=True)))
    count = mine.update(state=TalkState.ENDED, void=False)
    for name in ("asker", "asked"):
        Talk.objects.filter(**{name: account}).update(**{name: None, f"{name}_as": None})
    return count


def export_doors(account: UUID) -> Iterable[dict[str, Any]]:
    """Give who may write to the member first, group by group."""
    rows = Door.objects.filter(membership__user=account).select_related("membership__group")
    for row in rows.order_by("pk"):
        yield {"group": row.membership.group.name, "open_to": row.open_to}


def export_reach(account: UUID) -> Iterable[dict[str, Any]]:
    """Give to how many people the member wrote first, day by day."""
    rows = Reach.objects.filter(membership__user=account).select_related("membership__group")
    for row in rows.order_by("on", "pk"):
        yield {
            "group": row.membership.group.name,
            "on": row.on.isoformat(),
            "people": row.people,
        }


def export_offers(account: UUID) -> Iterable[dict[str, Any]]:
    """Give when the member offers to be called."""
    rows = CallOffer.objects.filter(membership__user=account).select_related("membership__group")
    for row in rows.order_by("pk"):
        yield {
            "group": row.membership.group.name,
            "days": row.days,
            "from_hour": row.from_hour,
            "until_hour": row.until_hour,
            "zone": row.zone,
            "words": calls.words_of(row),
            "for_newcomers": row.for_newcomers,
            "until": row.until_on.isoformat(),
        }


def export_calls(account: UUID) -> Iterable[dict[str, Any]]:
    """Give whose number the member asked for, and who asked for theirs; no numbers."""
    user = User.objects.filter(pk=account).first()
    for mine in calls.my_calls(user) if user else ():
        yield {
            "group": mine.group,
            "with": mine.name,
            "you_asked": mine.is_asker,
            "state": mine.standing.value,
            "asked_on": mine.call.asked_on.isoformat(),
            "ends_at": mine.call.ends_at and mine.call.ends_at.isoformat(timespec="minutes"),
        }


def erase_calls(account: UUID) -> int:
    """Delete these, with the numbers that were shown."""
    mine = Call.objects.filter(Q(asker_as__user=account) | Q(offerer_as__user=account))
    threads = [each for each in mine.values_list("thread", flat=True) if each]
    count = mine.delete()[0]
    thread_rows.forget(threads)
    return count


def export_entries(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the member's lines on phone lists."""
    rows = PhoneEntry.objects.filter(membership__user=account).select_related("membership__group")
    for row in rows.order_by("pk"):
        yield {
            "group": row.membership.group.name,
            **open_for_group(row.sealed, place=f"phone:{row.pk}"),
            "for_newcomers": row.for_newcomers,
            "until": row.until_on.isoformat(),
        }


def erase_of(model: type[Model]) -> Callable[[UUID], int]:
    """Give what deletes a member's rows of a model that has `membership`."""

    def erase(account: UUID) -> int:
        deleted, _by_model = model._default_manager.filter(membership__user=account).delete()
        return deleted

    return erase
