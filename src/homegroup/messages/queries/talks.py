"""Conversations with what is new in them, and how many people somebody wrote to first."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import QuerySet, Sum

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.groups.models import Group, Membership
from homegroup.messages import access
from homegroup.messages.access import Mine
from homegroup.messages.choices import REACH_DAYS, Standing
from homegroup.messages.models import Reach
from homegroup.notices.models import Notice
from homegroup.vault.sealed import Json
from homegroup.vault.thread_pages import Overview
from homegroup.vault.threads import Threads

NOTICES = ("messages.asked", "messages.new", "messages.accepted")
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Names:
    """How the two of a conversation are called in it, as they were when it began."""

    own: str
    other: str
    group: str

    @classmethod
    def read(cls, header: Json, me: UUID) -> "Names":
        """Give them from the sealed header."""
        told = header.get("names")
        names = (
            {str(key): str(name) for key, name in told.items()} if isinstance(told, dict) else {}
        )
        other = next((name for account, name in names.items() if account != me.hex), "")
        return cls(names.get(me.hex, ""), other, str(header.get("group", "")))


@dataclass(frozen=True)
class Row:
    """One conversation of a list. `at` is the moment of its newest message, None if it is lost."""

    mine: Mine
    names: Names
    at: datetime | None
    is_new: bool


def names_of(mine: Mine, header: Json) -> Names:
    """Give the names of a conversation: as they are in the group now, else as they were."""
    then = Names.read(header, mine.me)
    return Names(
        own=mine.own.name if mine.own else then.own,
        other=mine.person.name if mine.person else then.other,
        group=mine.talk.group.name if mine.talk.group else then.group,
    )


def rows_of(user: User, threads: Threads) -> list[Row]:
    """Give all conversations of a member, the newest first."""
    found = access.my_talks(user)
    told = threads.overviews([each.talk.thread_id for each in found])
    unread = unread_talks(user.pk)
    rows = [_row(each, told.get(each.talk.thread_id), unread) for each in found]
    return sorted(rows, key=lambda row: row.at or _EARLIEST, reverse=True)


def _row(mine: Mine, told: Overview | None, unread: set[UUID]) -> Row:
    names = names_of(mine, told.header if told else {})
    return Row(mine, names, told.last.at if told and told.last else None, mine.id in unread)


def unread_talks(user: UUID) -> set[UUID]:
    """Give the conversations that hold something which the member was told of and has not read."""
    notices = Notice.objects.unread().filter(user=user, kind__in=NOTICES)
    return {UUID(notice.subject_id) for notice in notices}


def notices_of(user: UUID, talk: UUID) -> QuerySet[Notice]:
    """Give what a member was told of a conversation and has not read."""
    unread = Notice.objects.unread().filter(user=user, kind__in=NOTICES)
    return unread.filter(subject=f"talk:{talk}")


def count_waiting(user: User) -> int:
    """Give in how many conversations something new or a request waits for a member."""
    unread = unread_talks(user.pk)
    found = access.my_talks(user, among=unread) if unread else []
    waiting = (each for each in found if not each.is_unwanted)
    return sum(1 for each in waiting if each.standing in {Standing.REQUEST, Standing.OPEN})


def reached_today(user: User) -> int:
    """Give to how many people an account wrote first today, in all its groups."""
    rows = Reach.objects.filter(membership__user=user, on=clock.now().date())
    return rows.aggregate(people=Sum("people"))["people"] or 0


def reach_in(group: Group) -> list[tuple[Membership, int]]:
    """Give who wrote to people first in the last 30 days, and to how many, by name."""
    since = clock.now().date() - REACH_DAYS
    counted = Reach.objects.filter(membership__group=group, on__gt=since).values("membership")
    people = {row["membership"]: row["people"] for row in counted.annotate(people=Sum("people"))}
    rows = group.memberships.members().filter(pk__in=people).order_by("name", "pk")
    return [(row, people[row.pk]) for row in rows]
