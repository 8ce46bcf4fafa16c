"""Who has power over others: higher rooms tell, and such people need a second step."""

from collections.abc import Callable

from homegroup.accounts.models import User

_sources: list[Callable[[User], bool]] = [lambda user: user.is_operator]


def register(has_power: Callable[[User], bool]) -> None:
    """Let a higher room tell who has power over others (moderators, servants of groups)."""
    _sources.append(has_power)


def has_power(user: User) -> bool:
    """Tell whether a second step is a must for this member."""
    return any(source(user) for source in _sources)
