"""What must be done before a member can leave: rooms say so, in words for that member.

In a room's `apps.ready()`:

    leaving.register_blocker(queries.groups_left_without_a_secretary)

The blocker gets the account and gives sentences that say what to do first; none is good. It is
asked twice: for the page, and once more inside the transaction that erases. There it should lock
what it looks at (`select_for_update`), so that two last secretaries cannot leave at once.
"""

from collections.abc import Callable, Iterable

from homegroup.accounts.models import User

Blocker = Callable[[User], Iterable[str]]
_blockers: list[Blocker] = []


def register_blocker(blocker: Blocker) -> None:
    """Let a room say what a member has to do before they can leave."""
    if blocker not in _blockers:
        _blockers.append(blocker)


def blocked_by(user: User) -> list[str]:
    """Give all that the member has to do first, one sentence for each thing."""
    return [str(said) for blocker in _blockers for said in blocker(user)]
