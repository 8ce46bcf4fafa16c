"""Chores: reminders to those on duty and to hosts, the figure, forgetting what was closed."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from homegroup.core import clock
from homegroup.groups.models import Group
from homegroup.moderation.access import moderators_of
from homegroup.notices.actions import tell, tell_many
from homegroup.support import figures
from homegroup.support.actions import answering, coming, sharing
from homegroup.support.choices import (
    FIRST_REMINDER,
    HOST_WEEK,
    KEEP_CLOSED,
    LAST_REMINDER,
    Kind,
    Reminded,
)
from homegroup.support.models import Reply, Share, Space

_AT_ONCE = 500
_WEEK = timedelta(days=7)
_STEPS = ((Reminded.NOT_YET, FIRST_REMINDER, Reminded.ONCE),
          (Reminded.ONCE, LAST_REMINDER, Reminded.TWICE))  # fmt: skip


def remind() -> int:
    """Remind those on duty, else all whose task it is, of shares that wait; give how many shares.

    Of those that a moderator must read first, the moderators are reminded. After 8 and after 20
    hours, so that a person answers before a day has passed.
    """
    return sum(_remind(*step) for step in _STEPS)


@transaction.atomic
def _remind(before: Reminded, age: timedelta, after: Reminded) -> int:
    waiting = Share.objects.unanswered()
    waiting = waiting.filter(reminded=before, waits_since__lte=clock.now() - age)
    rows = list(
        waiting.select_related("group", "author").select_for_update(of=("self",))[:_AT_ONCE]
    )
    gathered: dict[int, list[Share]] = defaultdict(list)
    for row in rows:
        gathered[row.group_id].append(row)
    for shares in gathered.values():
        _call(shares)
    Share.objects.filter(pk__in=[row.pk for row in rows]).update(reminded=after)
    return len(rows)


def _call(shares: list[Share]) -> None:
    """Tell those who answer in a group, each of whom at least one of these shares may reach.

    Of what lies with the moderators, they are told.
    """
    group = shares[0].group
    there, desk = coming.who_answers(group), moderators_of([group.pk])[group.pk]
    users = set[UUID]()
    for share in shares:
        with_them = share.is_held and share.kind != Kind.STRUGGLING
        users |= coming.reached_by(share, desk if with_them else there)
    tell_many(users=users, kind="shares.reminder", subject=f"group:{group.pk}")


@transaction.atomic
def remind_hosts() -> int:
    """Ask hosts whose week is nearly over to hand on; give how many."""
    since = clock.now().date() - HOST_WEEK + timedelta(days=1)
    rows = Space.objects.filter(
        host__isnull=False, host_since__lte=since, host_reminded=False, seeks_host=False,
        next_host__isnull=True,
    )  # fmt: skip
    spaces = list(rows.select_related("host")[:_AT_ONCE])
    for space in spaces:
        assert space.host is not None
        subject = f"group:{space.group_id}"
        tell(user=space.host.user_id, kind="shares.hand_on", subject=subject)
    Space.objects.filter(pk__in=[space.pk for space in spaces]).update(host_reminded=True)
    return len(spaces)


def reckon() -> int:
    """Reckon each group's time to the first answer, once a week; give how many groups."""
    now = clock.now()
    recent = Space.objects.filter(median_at__gt=now - _WEEK + timedelta(hours=1))
    groups = Group.objects.exclude(pk__in=recent.values("group"))
    wanted = groups.filter(
        pk__in=Share.objects.filter(came_at__gte=now - figures.LOOKED_AT).values("group")
    )
    for group in (found := list(wanted)):
        _reckon(group, now)
    return len(found)


@transaction.atomic
def _reckon(group: Group, now: datetime) -> None:
    minutes = figures.minutes_to_answer(group, now)
    values = {"median_minutes": minutes, "median_at": now}
    Space.objects.update_or_create(group=group, defaults=values)


@transaction.atomic
def forget_closed() -> int:
    """Delete what was refused or taken away a month ago; give how many."""
    cut = clock.now() - KEEP_CLOSED
    replies = Reply.objects.filter(closed_at__lt=cut).select_related("share")[:_AT_ONCE]
    shares = Share.objects.filter(closed_at__lt=cut)[:_AT_ONCE]
    return answering.take_out(list(replies)) + sharing.take_out(list(shares))
