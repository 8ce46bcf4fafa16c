"""A small kind of pack for the tests of the room: a walk with stops."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid4

import pytest
from pydantic import Field

from homegroup.packs import registry
from homegroup.packs.head import Head, Part, Slug, Told
from homegroup.packs.models import Copy

OWNER = "group:12"
BY = UUID("00000000-0000-4000-8000-00000000000b")


class Stop(Part):
    """A place to rest."""

    id: Slug
    name: Told[Annotated[str, Field(min_length=1, max_length=30)]]
    words: Told[str] = ""
    minutes: Annotated[int, Field(ge=0, le=60)] = 5
    is_steep: bool = False


class Walk(Head):
    """A walk."""

    stops: Annotated[tuple[Stop, ...], Field(min_length=1, max_length=5)]


WALK = """\
---
kind: walk
slug: river
version: 2
language: en
title: Along the river
stops:
  - id: bridge
    name: The bridge
    words: |
      Look at the water.

      Breathe.
    minutes: 10
  - id: bench
    name: The bench
    is_steep: yes
---

Take *tea* with you.
"""

IN_SPANISH = """\
---
kind: walk
slug: river
language: es
translates: 2
title: Junto al río
stops:
  - id: bench
    name: El banco
  - id: bridge
    name: El puente
    words: Mira el agua.
---

Lleva té.
"""


@pytest.fixture(autouse=True)
def walks(tmp_path: Path) -> Iterator[Path]:
    """Know walks for one test; give the folder in which they lie."""
    folder = tmp_path / "walks"
    folder.mkdir()
    registry.register(registry.PackKind("walk", model=Walk, folder=folder, title="Walks"))
    yield folder
    registry._kinds.pop("walk")


@pytest.fixture
def river(walks: Path) -> Path:
    """Let the walk along the river ship, in two languages; give its folder."""
    folder = walks / "river"
    folder.mkdir()
    (folder / "en.md").write_text(WALK, encoding="utf-8")
    (folder / "es.md").write_text(IN_SPANISH, encoding="utf-8")
    return folder


@pytest.fixture
def copy(db: None, river: Path) -> Copy:
    """A group's own walk along the river."""
    from homegroup.packs import actions

    made = actions.copy_pack(
        kind="walk", slug="river", language="en", owner=OWNER, by=BY, key=uuid4()
    )
    assert made
    return made
