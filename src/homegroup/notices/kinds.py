"""Kinds of notices: rooms register theirs, with the words that are made when one is shown.

    # apps.py, in ready()
    kinds.register(
        Kind("groups.asked", words=wording.asked, topic="tasks", urgency=Urgency.SOON)
    )

    # wording.py: texts for many at once, by the bare id behind "group:"
    def asked(ids: Collection[str], reader: UUID) -> dict[str, Line]:
        groups = Group.objects.filter(pk__in=ids)
        return {str(group.pk): Line(..., group.get_absolute_url()) for group in groups}

    # actions.py, inside the transaction of what happened
    tell(user=secretary, kind="groups.asked", subject=f"group:{group.pk}", by=by)

Nothing but the kind, the bare id and the time is stored: what was erased meanwhile, or may not
be seen by the reader any more, is left out by the maker of the words and vanishes from the list.
Names of kinds are neutral: they stand in the database.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from homegroup.notices.choices import Urgency

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """What the list shows of one notice: a sentence, and the page on this site it leads to."""

    text: "str | StrPromise"
    path: str


Words = Callable[[Collection[str], UUID], Mapping[str, Line]]


@dataclass(frozen=True)
class Kind:
    """One kind of notice. `topic` names the setting that it goes by."""

    name: str
    words: Words
    topic: str = "groups"
    urgency: Urgency = Urgency.DAILY


_topics: "dict[str, str | StrPromise]" = {
    "messages": _("Somebody wrote to me"),
    "groups": _("My groups"),
    "tasks": _("My tasks for others"),
    "account": _("My account"),
}
_kinds: dict[str, Kind] = {}


def register_topic(slug: str, label: "str | StrPromise") -> None:
    """Add a topic that members choose for; words are neutral and few."""
    _topics[slug] = label


def topics() -> "dict[str, str | StrPromise]":
    """Give {slug: label} of all topics, in order of registration."""
    return dict(_topics)


def register(kind: Kind) -> None:
    """Register a kind. Raises ValueError for a topic that there is not."""
    if kind.topic not in _topics:
        raise ValueError(f"There is no topic {kind.topic!r}.")
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind:
    """Give a kind. Raises KeyError where nobody registered it."""
    return _kinds[name]


def find(name: str) -> Kind | None:
    """Give a kind, or None: its room may have gone since."""
    return _kinds.get(name)


def always(text: "str | StrPromise", path: str) -> Words:
    """Give words that are the same for every subject."""

    def words(ids: Collection[str], reader: UUID) -> dict[str, Line]:
        return dict.fromkeys(ids, Line(text, path))

    return words


def lines(name: str, ids: Collection[str], reader: UUID) -> Mapping[str, Line]:
    """Give the words of one kind by id; a maker that fails gives a line that says little.

    Only the kind is logged: what a maker was about to say is private.
    """
    kind = find(name)
    if kind is None:
        return {}
    try:
        return kind.words(ids, reader)
    except Exception as problem:  # noqa: BLE001 - the other notices must still be shown
        _log.warning("The words of notices %s failed: %s", name, type(problem).__name__)
        return dict.fromkeys(ids, Line(_("Something new. It cannot be shown just now."), ""))
