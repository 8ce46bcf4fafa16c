"""What can be found: each room registers a source for each kind of its things.

In a room's `apps.ready()`:

    registry.register(Source(
        kind="share",                    # neutral: it stands in addresses
        words=_("A share"),              # beside a result
        plural=_("Shares"),              # to choose only these
        shown=finding.shown,
    ))

and in its actions `search.actions.put(...)` and `drop(...)`. `shown` has the last word on who
reads what. A visitor comes as `AnonymousUser`, never as None.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.contrib.auth.models import AnonymousUser

from homegroup.accounts.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Reader = User | AnonymousUser


@dataclass(frozen=True)
class OtherName:
    """A name by which a thing is found but which its page does not show, as in another language."""

    words: str
    language: str = ""


@dataclass(frozen=True)
class Shown:
    """How a thing reads for somebody, and the page where it stands.

    `text` is Markdown or plain, as it was written. With `fold` (as "violence") the text is folded
    on its own page: a result shows these words in its place. All that was put must stand in title,
    text or `also`: else a result could not say why it was found.
    """

    text: str
    address: str
    title: str = ""
    fold: str = ""
    also: Sequence[OtherName] = ()


class Readable(Protocol):
    """What `shown` gives: a `Shown`, or a `moderation.subjects.Shown`, which has no title."""

    @property
    def text(self) -> str: ...
    @property
    def address(self) -> str: ...


@dataclass(frozen=True)
class Source:
    """A kind of things. `shown` takes ids and the reader, and leaves out what is not for them:

    what is gone, held, of people out of contact or muted. It is asked for many at once and
    answers in a fixed number of queries. Unless `is_dated`, results tell no day.
    """

    kind: str
    words: "str | StrPromise"
    shown: Callable[[Collection[str], Reader], Mapping[str, Readable]]
    plural: "str | StrPromise" = ""
    is_dated: bool = True


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Let a room's things be found."""
    _sources[source.kind] = source


def find(kind: str) -> Source | None:
    """Give the source of a kind, None where there is none."""
    return _sources.get(kind)


def sources() -> list[Source]:
    """Give all sources, in the order in which rooms registered."""
    return list(_sources.values())
