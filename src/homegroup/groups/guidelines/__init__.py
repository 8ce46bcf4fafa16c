"""Ready texts of guidelines, in our own words: a group takes one and makes it its own.

Each lies beside this file as Markdown, below a head in YAML: title, about, and the ways of
recovery that it is offered for first. No way is ranked above another; every group may take any.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Ready:
    """A ready text. `ways` are those of `choices.Way` that it is offered for first."""

    slug: str
    title: str
    about: str
    ways: tuple[str, ...]
    text: str


@cache
def ready_texts() -> dict[str, Ready]:
    """Give all ready texts by slug, the one for everybody first."""
    texts = [_read(path) for path in sorted(_HERE.glob("*.md"))]
    texts.sort(key=lambda ready: (bool(ready.ways), ready.title))
    return {ready.slug: ready for ready in texts}


def ready_for(way: str) -> Ready:
    """Give the text that fits a way of recovery best; the one for everybody where none does."""
    texts = list(ready_texts().values())
    return next((ready for ready in texts if way in ready.ways), texts[0])


def _read(path: Path) -> Ready:
    _empty, head, text = path.read_text(encoding="utf-8").split("---\n", 2)
    told = yaml.safe_load(head)
    return Ready(
        slug=path.stem,
        title=str(told["title"]),
        about=str(told["about"]),
        ways=tuple(told.get("ways") or ()),
        text=text.strip() + "\n",
    )
