"""Whom a statement helped, and the number that pages tell: reckoned weekly, and rounded."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.wisdom.choices import LEAST_TOLD, STEP, Stage
from homegroup.wisdom.models import Helped, Placed, Statement

_ASKED_FOR = timedelta(days=60)


@transaction.atomic
def press(*, member: User, placed: Placed, on: bool) -> None:
    """Say that a statement helped, or take that back; twice changes nothing.

    Nothing is logged: it would tell for ever what somebody struggles with.
    """
    if on:
        Helped.objects.bulk_create([Helped(placed=placed, member=member)], ignore_conflicts=True)
    else:
        Helped.objects.filter(placed=placed, member=member).delete()


def told_of(count: int) -> int:
    """Give the number that may be told: 0 for fewer than eight, else rounded to five."""
    return STEP * round(count / STEP) if count >= LEAST_TOLD else 0


@transaction.atomic
def reckon() -> int:
    """Reckon all numbers anew; give how many changed. Once a week: nobody can be subtracted out."""
    rows = Placed.objects.annotate(count=Count("helped")).filter(statement__stage=Stage.SHOWN)
    changed = []
    for row in rows:
        told = told_of(row.count)
        if told != row.told:
            row.told = told
            changed.append(row)
    Placed.objects.bulk_update(changed, ["told"], batch_size=500)
    return len(changed)


def forget_unanswered() -> int:
    """Delete what nobody answered for two months; it may be asked again."""
    rows = Statement.objects.filter(stage=Stage.ASKED, made_at__lt=clock.now() - _ASKED_FOR)
    return rows.delete()[0]
