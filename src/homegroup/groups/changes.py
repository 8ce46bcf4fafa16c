"""Telling higher rooms that a group is seen or called differently now, or that people left.

The directory registers here in its `apps.ready()`, so that the meetings of a group that became
unlisted leave its pages and feeds in the same transaction.
"""

from collections.abc import Callable
from uuid import UUID

from homegroup.accounts.models import User
from homegroup.groups.models import Break, Group

_listeners: list[Callable[[Group], object]] = []


def on_change(work: Callable[[Group], object]) -> None:
    """Call `work` inside the transaction that has changed a group's name or visibility."""
    _listeners.append(work)


def tell(group: Group) -> None:
    """Tell all who registered."""
    for work in _listeners:
        work(group)


_of_people: list[Callable[[Group], object]] = []


def on_people(work: Callable[[Group], object]) -> None:
    """Call `work` inside the transaction in which somebody leaves a group or a position there."""
    _of_people.append(work)


def people_gone(group: Group) -> None:
    """Tell all who registered."""
    for work in _of_people:
        work(group)


_of_lifting: list[Callable[[Break, UUID], object]] = []


def on_break_lifted(work: Callable[[Break, UUID], object]) -> None:
    """Call `work` inside the transaction in which somebody lets another come back early;
    it raises where they may not."""
    _of_lifting.append(work)


def break_lifted(pause: Break, by: UUID) -> None:
    """Tell all who registered."""
    for work in _of_lifting:
        work(pause, by)


_of_coming: list[Callable[[User], object]] = []


def on_coming(check: Callable[[User], object]) -> None:
    """Call `check` before somebody joins or makes any group; it raises where they may not."""
    _of_coming.append(check)


def check_may_come(user: User) -> None:
    """Raise what one of those raises who registered."""
    for check in _of_coming:
        check(user)
