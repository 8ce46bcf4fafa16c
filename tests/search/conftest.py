"""A small room of notes to find, for tests of the search itself."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from homegroup.accounts.models import User
from homegroup.groups.models import Group
from homegroup.search import registry
from homegroup.search.actions import drop, put
from homegroup.search.choices import Audience
from homegroup.search.registry import Reader, Shown, Source

START = datetime.fromisoformat("2026-03-04T12:00+00:00")


@dataclass
class Notes:
    """Things that can be found, in memory; who is in `hidden_from` does not see one."""

    kind: str = "note"
    texts: dict[str, str] = field(default_factory=dict)
    hidden_from: dict[str, set[UUID]] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)

    def write(
        self,
        text: str,
        *,
        group: Group | None = None,
        audience: str = "",
        hidden: Collection[User] = (),
    ) -> str:
        """Put a note; each is a minute younger than the one before."""
        thing = f"n{len(self.texts)}"
        self.texts[thing] = text
        self.hidden_from[thing] = {user.pk for user in hidden}
        put(
            kind=self.kind,
            thing=thing,
            title="",
            text=text,
            audience=audience or (Audience.GROUP if group else Audience.HOME),
            group=group,
            at=START + timedelta(minutes=len(self.texts)),
        )
        return thing

    def take_away(self, thing: str) -> None:
        drop(kind=self.kind, things=[thing])
        del self.texts[thing]

    def shown(self, ids: Collection[str], reader: Reader) -> dict[str, Shown]:
        self.asked.append(len(ids))
        key = reader.pk if isinstance(reader, User) else None
        return {
            each: Shown(self.texts[each], f"/notes/{each}/")
            for each in ids
            if each in self.texts and key not in self.hidden_from[each]
        }


@pytest.fixture
def notes(db: None) -> Iterator[Notes]:
    made = Notes()
    before = dict(registry._sources)
    registry.register(Source(kind="note", words="A note", plural="Notes", shown=made.shown))
    yield made
    registry._sources.clear()
    registry._sources.update(before)
