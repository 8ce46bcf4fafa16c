"""Where meetings can come from: the operator's pages offer what other rooms can load.

`exchange` offers lists of other sites and files, `home` the invented meetings of the demo. The
operator's pages stand beside them and know only what is registered here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Loaded:
    """How the last load of a list went. The figures count meetings; `rejected` counts rows."""

    at: datetime
    created: int
    updated: int
    removed: int
    rejected: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class MeetingList:
    """A list that was loaded here. `failure` is why the last look at its address failed, or ""."""

    name: str
    address: str
    every_hours: int | None
    failure: str
    last: Loaded | None
    may_refresh: bool


@dataclass(frozen=True)
class Wanted:
    """What is to be loaded: an `address`, or else `content` of a file of that `file_name`.

    `fellowship` (a slug) and `time_zone` fill what rows leave out. `every_hours` keeps an address
    fresh.
    """

    address: str = ""
    file_name: str = ""
    content: bytes = b""
    fellowship: str = ""
    time_zone: str = ""
    every_hours: int | None = None


class Lists(Protocol):
    """Meeting lists of other sites. Each write raises HouseError with the reason; `key` is the
    form's once-key, and False means that it was spent before."""

    def load(self, wanted: Wanted, *, by: UUID, key: UUID) -> bool:
        """Load a list."""

    def refresh(self, name: str, *, by: UUID, key: UUID) -> bool:
        """Look at a list's address again, now."""

    def take_back(self, name: str, *, by: UUID, key: UUID) -> bool:
        """Take the last load of a list back."""

    def lists(self) -> list[MeetingList]:
        """Give the lists that were loaded here, by name."""


_lists: list[Lists] = []
_samples: list[Callable[[], object]] = []


def offer_lists(lists: Lists) -> None:
    """Let a room load lists of other sites."""
    _lists[:] = [lists]


def lists() -> Lists | None:
    """Give what loads lists of other sites, None where no room offers it."""
    return _lists[0] if _lists else None


def offer_sample(load: Callable[[], object]) -> None:
    """Let a room load invented meetings; loading twice changes nothing."""
    _samples[:] = [load]


def sample() -> Callable[[], object] | None:
    """Give what loads invented meetings, None where no room offers it."""
    return _samples[0] if _samples else None
