"""What can be reported: each room says what of it, in its `apps.ready()`.

subjects.register(Subject(
    kind="post",                        # neutral: it stands in addresses
    words=_("Something that was written"),
    group_of=reportable.group_of,       # whose moderators look; None: who runs the home
    about=reportable.author_of,         # the account that it belongs to, None if nobody's
    shown=reportable.shown,             # how it reads for somebody; None: gone, or not theirs
    remove=reportable.remove,
    # What may be held, too. All take (subject, *, by), within the transaction of the decision:
    release=reportable.release,         # others may see it now
    refuse=reportable.refuse,           # (..., note): only its author sees it, and why
    edit=reportable.edit,               # (..., text, note): a moderator has changed it
    fold=reportable.fold,               # (..., label): it stands folded under a label
    context=reportable.context,         # (subject) -> what stands around it, oldest first
    tells_author=True,                  # the room itself tells authors what was decided
))
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from homegroup.accounts.models import User
from homegroup.groups.models import Group

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Shown:
    """How a thing reads, and the page where it stands."""

    text: str
    address: str


class Remover(Protocol):
    """Takes a thing away, within the transaction of the decision."""

    def __call__(self, subject: str, *, by: UUID, reason: str) -> object: ...


class Releaser(Protocol):
    """Lets others see a thing that was held."""

    def __call__(self, subject: str, *, by: UUID) -> object: ...


class Refuser(Protocol):
    """Keeps a thing that was held to its author, who reads `note`."""

    def __call__(self, subject: str, *, by: UUID, note: str) -> object: ...


class Editor(Protocol):
    """Gives a thing the text that a moderator has changed; its author reads `note`."""

    def __call__(self, subject: str, *, by: UUID, text: str, note: str) -> object: ...


class Folder(Protocol):
    """Folds a thing under a label, as "about self-harm"; readers open it if they want."""

    def __call__(self, subject: str, *, by: UUID, label: str) -> object: ...


@dataclass(frozen=True)
class Around:
    """A thing that stands around another: who wrote it, by their name there, and what."""

    name: str
    text: str
    is_it: bool = False


@dataclass(frozen=True)
class Subject:
    """One kind of thing that can be reported. `words` tell what it is, for logs and lists.

    All take ids of things as text. `group_of` and `about` answer None for one that is not there;
    `shown` leaves out what is gone or not for the reader. It is asked for many at once, in a fixed
    number of queries, for a reader or for None: who decides on a desk, where access was looked at.
    What a room leaves out of the rest, its things do not have, and the desk does not offer.
    """

    kind: str
    words: "str | StrPromise"
    group_of: Callable[[str], Group | None]
    about: Callable[[str], UUID | None]
    shown: Callable[[Collection[str], User | None], Mapping[str, Shown]]
    remove: Remover | None = None
    release: Releaser | None = None
    refuse: Refuser | None = None
    edit: Editor | None = None
    fold: Folder | None = None
    context: Callable[[str], Sequence[Around]] | None = None
    tells_author: bool = False

    def shown_one(self, subject: str, reader: User | None) -> Shown | None:
        """Give how one thing reads; None where it is gone, or not for this reader."""
        return self.shown([subject], reader).get(subject)


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Let a room say what of it can be reported."""
    _subjects[subject.kind] = subject


def find(kind: str) -> Subject | None:
    """Give a kind, None where there is none."""
    return _subjects.get(kind)


def words_for(kind: str) -> str:
    """Give what a kind is called; the bare kind where its room has gone."""
    subject = find(kind)
    return str(subject.words) if subject else kind


def read_id(text: str) -> UUID | None:
    """Give the UUID that a text spells, None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
