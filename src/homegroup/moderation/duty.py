"""How long somebody has looked after a desk: terms that end, days in a row, and a word to rest."""

from dataclasses import dataclass
from datetime import date, timedelta

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.groups.choices import Power
from homegroup.groups.models import Group, Membership, Position
from homegroup.groups.positions import kinds_with
from homegroup.moderation.models import Decision, Rest

MANY_A_DAY = 12
MANY_DAYS = 7
_LOOK_BACK = 30


@dataclass(frozen=True)
class Keeper:
    """One who looks after a desk: the day on which the term ends, until when at rest."""

    membership: Membership
    until_on: date | None
    is_over: bool
    rests_until: date | None


@dataclass(frozen=True)
class Load:
    """What one moderator has done of late: decisions today, and days in a row with one."""

    today: int
    days: int

    @property
    def is_much(self) -> bool:
        """Whether it is time for a rest."""
        return self.today >= MANY_A_DAY or self.days >= MANY_DAYS


def keepers(group: Group) -> list[Keeper]:
    """Give who looks after the desk of a group, whose term ends soonest first."""
    today = clock.now().date()
    kinds = kinds_with(frozenset({Power.MODERATE}))
    held = Position.objects.held().filter(membership__group=group, kind__in=kinds)
    rests = dict(
        Rest.objects.filter(group=group, until_on__gt=today).values_list("user", "until_on")
    )
    found: dict[object, Keeper] = {}
    for row in held.select_related("membership"):
        found[row.membership_id] = Keeper(
            membership=row.membership,
            until_on=row.until_on,
            is_over=row.is_over(today),
            rests_until=rests.get(row.membership.user_id),
        )
    return sorted(found.values(), key=lambda each: each.until_on or date.max)


def load_of(user: User) -> Load:
    """Give what a moderator has decided today, and on how many days in a row."""
    now = clock.now()
    since = now - timedelta(days=_LOOK_BACK)
    moments = Decision.objects.filter(by=user, at__gt=since).values_list("at", flat=True)
    days = [at.date() for at in moments]
    told, day, count = set(days), now.date(), 0
    if day not in told:
        day -= timedelta(days=1)
    while day in told:
        day, count = day - timedelta(days=1), count + 1
    return Load(today=days.count(now.date()), days=count)
