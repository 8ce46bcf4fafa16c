"""Reads: what is held of a member, who is back though erased, who must not leave yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core import schema
from homegroup.privacy import registry, tombstones
from homegroup.privacy.registry import Holding

_AT_ONCE = 500  # ids in one statement


@dataclass(frozen=True)
class Held:
    """All rows of one kind that are held of a member, as its holding exports them."""

    holding: Holding
    rows: list[dict[str, Any]]


def held_of(account: UUID) -> list[Held]:
    """Give what is held of an account, kind by kind, those without rows too."""
    return [Held(each, list(each.export(account))) for each in registry.holdings()]


def with_choice(account: UUID) -> list[Holding]:
    """Give the holdings that a leaving member has, and may let stay without their name."""
    return [each for each in registry.holdings() if each.keeps and any(each.export(account))]


def present_among(accounts: Iterable[UUID]) -> set[UUID]:
    """Give those of the accounts that the database holds."""
    wanted, found = list(accounts), set[UUID]()
    for start in range(0, len(wanted), _AT_ONCE):
        rows = User.objects.filter(pk__in=wanted[start : start + _AT_ONCE])
        found.update(rows.values_list("pk", flat=True))
    return found


def erased_accounts() -> tuple[bool, str]:
    """For `homegroup check`: whether a backup has brought erased accounts back."""
    if schema.pending():
        return False, "there is no table yet"
    listed = tombstones.read(tombstones.path())
    back = len(present_among(stone.account for stone in listed.tombstones))
    if back:
        return False, f"{back} came back with a backup; `homegroup replay-tombstones` erases them"
    if listed.unreadable:
        lines = ", ".join(str(number) for number in listed.unreadable[:5])
        return False, f"{tombstones.NAME} has lines that cannot be read: {lines}"
    return True, f"{len(listed.tombstones)} listed, none came back"


def runs_the_home_alone(user: User) -> list[str]:
    """Say so when nobody would be left to run the home (see `leaving`)."""
    if not user.is_operator:
        return []
    others = User.objects.filter(is_operator=True, is_active=True).order_by("pk")
    if connection.in_atomic_block:
        others = others.select_for_update()
    if any(other.pk != user.pk for other in others):
        return []
    return [_("You are the only one who runs this site. Let somebody else run it first.")]
