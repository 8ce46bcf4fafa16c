"""Reads: a group's feed, what waits, answers, what was written to somebody.

Feeds are read along their index from a point on ("after"), never by counting what to leave out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.core.zones import home_zone, read_zone
from homegroup.groups.choices import Power
from homegroup.groups.models import Group, Membership
from homegroup.groups.positions import kinds_with
from homegroup.moderation.access import out_of_contact
from homegroup.support.access import Reader, seen_replies
from homegroup.support.choices import ANSWERS, PAGE, Caring, Kind, State
from homegroup.support.models import Mute, Reply, Response, Share, Space

MOST_UNSEEN = 20
MOST_WAITING = 50
MOST_NEWER = 20
RECENTLY = timedelta(days=7)


@dataclass(frozen=True)
class Point:
    """A place in a feed: everything after it came earlier, or is later in an answers list."""

    at: datetime
    id: UUID

    @classmethod
    def read(cls, text: str) -> "Point | None":
        """Give the place that an address names, None where it names none."""
        told, _dot, row = text.partition(".")
        if not (told.isascii() and told.isdigit() and len(told) < 18):
            return None
        try:
            return cls(_moment(int(told)), UUID(hex=row))
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        return f"{_micros(self.at)}.{self.id.hex}"


_EPOCH = datetime.fromisoformat("1970-01-01T00:00+00:00")


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def _moment(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)


@dataclass(frozen=True)
class Feed:
    """A page of a feed, newest first; `older` is where the next page begins, None at the end."""

    shares: list[Share]
    older: Point | None


def feed(reader: Reader, after: Point | None) -> Feed:
    """Give a page of what the reader's group shared, from a point on."""
    rows = _seen(reader, Share.objects.whole().in_feed().filter(group=reader.me.group_id))
    if after is not None:
        rows = rows.filter(came_at__lte=after.at)
        rows = rows.filter(Q(came_at__lt=after.at) | Q(id__lt=after.id))
    found = _here(reader.me.group, rows[: PAGE + 1])
    shown, more = found[:PAGE], found[PAGE:]
    last = shown[-1] if more else None
    older = Point(last.came_at, last.pk) if last and last.came_at else None
    return Feed(shown, older)


def _here(group: Group, rows: Iterable[Share]) -> list[Share]:
    """Give rows of a group that is at hand, so that none reads it anew."""
    found = list(rows)
    for row in found:
        row.group = group
    return found


def _seen(reader: Reader, rows: QuerySet[Share]) -> QuerySet[Share]:
    return rows.exclude(author__in=reader.unread) if reader.unread else rows


def newer(reader: Reader, than: Point) -> int:
    """Count what came since a point, `MOST_NEWER` at most; one's own is known."""
    rows = Share.objects.in_feed().filter(group=reader.me.group_id, came_at__gte=than.at)
    rows = rows.filter(Q(came_at__gt=than.at) | Q(id__gt=than.id)).exclude(author=reader.me)
    return len(_seen(reader, rows).values_list("pk")[:MOST_NEWER])


def newest_point(shown: Feed) -> Point:
    """Give the place at the top of a feed, from which on things are new."""
    first = shown.shares[0] if shown.shares else None
    if first is None or first.came_at is None:
        return Point(clock.now(), UUID(int=0))
    return Point(first.came_at, first.pk)


def pinned(reader: Reader) -> list[Share]:
    """Give what the group's servants put above the feed."""
    rows = Share.objects.whole().pinned().filter(group=reader.me.group_id)
    return _here(reader.me.group, _seen(reader, rows))


def unseen_of(me: Membership) -> list[Share]:
    """Give what somebody wrote here and others do not see, newest first."""
    rows = Share.objects.whole().unseen_of(me)
    return _here(me.group, rows[:MOST_UNSEEN])


def waiting_in(reader: Reader) -> list[Share]:
    """Give what waits for others than the reader in their group, longest first.

    Without what they have answered: should it wait all the same, somebody else is needed.
    """
    rows = Share.objects.whole().waiting().filter(group=reader.me.group_id)
    answered = Reply.objects.filter(author=reader.me, share__waits_since__isnull=False)
    rows = rows.exclude(author=reader.me).exclude(pk__in=answered.values("share"))
    return _here(reader.me.group, _seen(reader, rows)[:MOST_WAITING])


def oldest_waiting(group: Group) -> datetime | None:
    """Give since when the one who has waited longest waits, None where nobody does."""
    rows = Share.objects.unanswered().filter(group=group)
    return rows.values_list("waits_since", flat=True).first()


def with_a_moderator(group: Group) -> int:
    """Count the shares of a group that wait for a person and lie with a moderator."""
    return Share.objects.with_a_moderator().filter(group=group).count()


def answers(reader: Reader, share: Share, after: Point | None) -> tuple[list[Reply], Point | None]:
    """Give a page of the answers of a share, oldest first, and where the next page begins."""
    rows = seen_replies(reader, share).order_by("written_at", "id")
    if after is not None:
        rows = rows.filter(written_at__gte=after.at)
        rows = rows.filter(Q(written_at__gt=after.at) | Q(id__gt=after.id))
    found = list(rows[: ANSWERS + 1])
    for row in found:
        row.share = share
    shown, more = found[:ANSWERS], found[ANSWERS:]
    return shown, Point(shown[-1].written_at, shown[-1].pk) if more else None


def newer_answers(reader: Reader, share: Share, than: Point) -> int:
    """Count the answers that came since a point, `MOST_NEWER` at most; one's own are known."""
    rows = seen_replies(reader, share).filter(written_at__gte=than.at)
    rows = rows.filter(Q(written_at__gt=than.at) | Q(id__gt=than.id)).exclude(author=reader.me)
    return len(rows.values_list("pk")[:MOST_NEWER])


def day_before(group: Group, on: date) -> date | None:
    """Give the last day before one on which there was a check-in, None for none."""
    rows = Share.objects.filter(group=group, day__isnull=False, day__lt=on)
    return rows.order_by("-day").values_list("day", flat=True).first()


def others_in(me: Membership) -> list[Membership]:
    """Give the other members of a group by name.

    Also those out of contact, lest their absence tells of it; to ask them reaches nobody.
    """
    rows = me.group.memberships.members().exclude(pk=me.pk)
    return list(rows.order_by("name", "pk"))


def my_response(me: Membership, share: Share) -> str:
    """Give the caring response that somebody gave to a share, "" if none."""
    given = Response.objects.filter(share=share, member=me)
    return given.values_list("kind", flat=True).first() or ""


def responses_to(reader: Reader, share: Share) -> list[tuple[str, list[str]]]:
    """Give the author what was said by one press: the words, and the names of who said them."""
    rows = Response.objects.filter(share=share).exclude(member__in=reader.apart)
    gathered: dict[str, list[str]] = {}
    for kind, name in rows.order_by("id").values_list("kind", "member__name"):
        gathered.setdefault(kind, []).append(name)
    return [(str(each.label), gathered[each]) for each in Caring if each in gathered]


def written_to(user: User, *, most: int) -> list[Reply]:
    """Give the newest answers of others to what somebody shared, of the last days."""
    mine = list(Membership.objects.members().of(user).values_list("pk", flat=True))
    if not mine:
        return []
    since = clock.now() - RECENTLY
    rows = Reply.objects.filter(share__author__in=mine, state=State.SHOWN, is_pledge=False)
    rows = rows.filter(written_at__gte=since).exclude(author__in=mine)
    muted = Mute.objects.filter(muter__in=mine).values("muted")
    rows = rows.exclude(author__in=muted).exclude(author__user__in=out_of_contact(user.pk))
    return list(rows.select_related("author", "share__group").order_by("-written_at")[:most])


def waiting_by_group(user: User) -> dict[int, int]:
    """Count what waits, by the id of each group in which somebody answers those who wait."""
    greeting = Membership.objects.of(user).holding(*kinds_with(frozenset({Power.WELCOME})))
    on_rota = Membership.objects.members().of(user).filter(duties__isnull=False)
    groups = set(greeting.values_list("group", flat=True)) | set(
        on_rota.values_list("group", flat=True)
    )
    if not groups:
        return {}
    rows = Share.objects.waiting().filter(group__in=groups).exclude(author__user=user)
    answered = Reply.objects.filter(author__user=user, share__waits_since__isnull=False)
    rows = rows.exclude(pk__in=answered.values("share"))
    muted = Mute.objects.filter(muter__user=user).values("muted")
    rows = rows.exclude(author__in=muted).exclude(author__user__in=out_of_contact(user.pk))
    counted = rows.order_by().values("group").annotate(waiting=Count("pk"))
    return {row["group"]: row["waiting"] for row in counted}


def space_of(group: Group) -> Space:
    """Give what a group has settled; where nothing is, what holds without."""
    return Space.objects.filter(group=group).select_related("host", "next_host").first() or Space(
        group=group
    )


def zone_of(space: Space) -> ZoneInfo:
    """Give the zone by which a day of the group begins."""
    return read_zone(space.zone) or home_zone()


def day_of(group: Group, on: date) -> Share | None:
    """Give the check-in thread of a day, None where nobody has begun it."""
    return Share.objects.whole().filter(group=group, day=on, kind=Kind.DAY).first()
