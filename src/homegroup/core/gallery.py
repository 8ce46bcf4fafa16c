"""The gallery of components: what each one needs, and how it looks with it.

A component (`templates/components/`) declares its arguments in a comment:

    {% comment %}A list of starts. Argument: cards (of meetings.showing.Card).{% endcomment %}

and whoever knows what belongs there shows it in `apps.ready()`, once or in several states:

    gallery.register("starts.html", gettext_lazy("Two meetings"), lambda: {"cards": [...]})

`/dev/components/` shows all of them. Pictures (`.svg`) stand there without an example.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils.functional import Promise

FOLDER = "components"
_HEAD = re.compile(r"{% comment %}(.*?){% endcomment %}", re.DOTALL)
_ARGUMENTS = re.compile(r"(.*?)\bArguments?: (.*)", re.DOTALL)
_IN_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Example:
    """One state of a component: what it shows, in words, and its arguments, made when shown."""

    words: str | Promise
    arguments: Callable[[], dict[str, Any]]


@dataclass(frozen=True)
class Component:
    """A component: its file's name, what it is for, and its arguments as they are declared."""

    name: str
    words: str
    arguments: tuple[str, ...]
    declared: str
    examples: list[Example] = field(default_factory=list)

    @property
    def template(self) -> str:
        """The name by which templates include it."""
        return f"{FOLDER}/{self.name}"

    @property
    def is_picture(self) -> bool:
        """Whether it is a drawing, which takes nothing."""
        return self.name.endswith(".svg")


_examples: dict[str, list[Example]] = defaultdict(list)


def register(name: str, words: str | Promise, arguments: Callable[[], dict[str, Any]]) -> None:
    """Show the component of that file name in one more state."""
    _examples[name].append(Example(words, arguments))


def components() -> list[Component]:
    """Give all components of the house by name, with their examples."""
    return [_read(path) for path in sorted(_files(), key=lambda path: path.name)]


def _files() -> Iterator[Path]:
    for app in apps.get_app_configs():
        folder = Path(app.path) / "templates" / FOLDER
        if app.name.startswith("homegroup.") and folder.is_dir():
            yield from folder.iterdir()


def _read(path: Path) -> Component:
    head = _HEAD.search(path.read_text(encoding="utf-8"))
    said = " ".join(head[1].split()) if head else ""
    parts = _ARGUMENTS.fullmatch(said)
    words, declared = (parts[1].strip(), parts[2]) if parts else (said, "")
    return Component(path.name, words, _names(declared), declared, _examples[path.name])


def _names(declared: str) -> tuple[str, ...]:
    """Give the names in "card (what it is), size. More words."."""
    listed = _IN_BRACKETS.sub("", declared).split(".")[0]
    return tuple(name.strip() for name in listed.split(",") if name.strip())
