"""Reading a pack's file: a head in YAML between two lines of dashes, then Markdown.

Every value of the head keeps its place. A value is what stands there: text, a list, or names with
values; whether "12" is a number follows from the field it is for, so `title: No` stays a word.
Anchors, tags and second documents are refused: nothing in a pack can unfold or run.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

from homegroup.packs import wording
from homegroup.packs.problems import PackError, Place, Problem

LONGEST = 120_000  # characters of a whole file
DEEPEST = 8  # lists and names within each other
MOST_VALUES = 3_000
DASHES = "---"

Path = tuple[str | int, ...]
Value = Any  # None, str, list[Value] or dict[str, Value]
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What would show a text in another order than it is written (Unicode's overrides and isolates).
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass
class Document:
    """A file that was read: `data` of the head, the Markdown `body`, and where each stands.

    `values` and `keys` tell where a value and its name begin, by the path that leads there.
    """

    data: dict[str, Value]
    body: str = ""
    body_at: Place = field(default_factory=Place)
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)

    @property
    def whole(self) -> dict[str, Value]:
        """The head and the Markdown (as `body`), as a pack's model takes them."""
        return {**self.data, "body": self.body}

    def place_of(self, path: Path) -> Place:
        """Give where the thing at a path stands; of one that is missing, where it should stand."""
        if path[:1] == ("body",):
            return self.body_at
        while path:
            if path in self.values:
                return self.values[path]
            path = path[:-1]
        return Place(2, 1)

    def key_of(self, path: Path) -> Place:
        """Give where the name at a path stands; the value's place where it has none."""
        return self.keys.get(path) or self.place_of(path)


def read(text: str) -> Document:
    """Read a whole file. Raises PackError with all that keeps it from being read."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    _check_signs(text)
    head, body, body_line = _parted(text)
    document = Document({}, body.strip("\n"), Place(body_line))
    problems: list[Problem] = []
    try:
        _Tree(document, problems).grow(yaml.parse(head, Loader=Loader))
    except yaml.YAMLError as trouble:
        problems.append(wording.of_yaml(trouble, head))
    if problems:
        raise PackError(problems)
    return document


def _check_signs(text: str) -> None:
    if len(text) > LONGEST:
        told = _("This is too long: %(has)d letters. Please stay under %(most)d.")
        raise PackError([Problem(told % {"has": len(text), "most": LONGEST})])
    problems = [
        Problem(_("There is an invisible sign here. Please type this line anew."), place)
        for place in _hidden_signs(text)
    ]
    if problems:
        raise PackError(problems[:20])


def _hidden_signs(text: str) -> Iterator[Place]:
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return
    for number, line in enumerate(text.split("\n"), 1):
        for column, sign in enumerate(line, 1):
            kind = unicodedata.category(sign)
            if (kind in {"Cc", "Cs", "Zl", "Zp"} and sign != "\t") or sign in _REORDERING:
                yield Place(number, column)


def _parted(text: str) -> tuple[str, str, int]:
    """Give the head, the Markdown below it, and the line on which that begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != DASHES:
        raise PackError([Problem(_("The first line must be three dashes: ---"))])
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == DASHES:
            body = lines[number:]
            blank = next((n for n, each in enumerate(body) if each.strip()), 0)
            return "\n".join(lines[1 : number - 1]) + "\n", "\n".join(body), number + 1 + blank
    told = _("After the fields there must be a line with three dashes: ---")
    raise PackError([Problem(told, Place(len(lines)))])


class _Tree:
    """Builds the data from the parser's events, so that nothing grows that the limits forbid."""

    def __init__(self, document: Document, problems: list[Problem]) -> None:
        self.document = document
        self.problems = problems
        self.count = 0

    def grow(self, events: Iterator[yaml.Event]) -> None:
        """Read the one document of a head into `document.data`."""
        begun = False
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and begun:
                self.stop(event, _("Leave out this line: a file holds one pack."))
            if not isinstance(event, yaml.NodeEvent):
                continue
            begun = True
            if not isinstance(event, yaml.MappingStartEvent):
                self.stop(event, _("Here must stand names, a colon, a space and a value."))
            self.document.data = self._value(event, events, ())
        if not begun:
            raise PackError([Problem(_("Between the dashes there is nothing yet."), Place(2))])

    def stop(self, event: yaml.Event, message: str) -> None:
        """End the reading: what follows cannot be told apart from here on."""
        raise PackError([*self.problems, Problem(message, _place(event))])

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Value:
        self._check(event, path)
        self.document.values[path] = _place(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._names(events, path)
        return _scalar(event)

    def _check(self, event: yaml.Event, path: Path) -> None:
        self.count += 1
        if self.count > MOST_VALUES:
            self.stop(event, _("There are too many fields. Please make it shorter."))
        if len(path) > DEEPEST:
            self.stop(event, _("Too many lists lie within each other here."))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.stop(event, _("Put quotes around a text that begins with & or *."))
        if getattr(event, "tag", None):
            self.stop(event, _("Put quotes around a text that begins with !"))

    def _list(self, events: Iterator[yaml.Event], path: Path) -> list[Value]:
        found: list[Value] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            found.append(self._value(event, events, (*path, len(found))))
        return found

    def _names(self, events: Iterator[yaml.Event], path: Path) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self._check(event, path)
            name = _scalar(event) if isinstance(event, yaml.ScalarEvent) else None
            if not name:
                self.stop(event, _("Before the colon there must be a name."))
            here = (*path, str(name))
            if name in found:
                earlier = self.document.keys[here].line
                told = _("“%(name)s” stands here twice; the first is in line %(line)d.")
                self.problems.append(
                    Problem(told % {"name": name, "line": earlier}, _place(event), here)
                )
                self._value(next(events), events, (*path, f"{name} again"))
                continue
            self.document.keys[here] = _place(event)
            found[str(name)] = self._value(next(events), events, here)
        return found


def _scalar(event: Any) -> str | None:
    plain = event.implicit[0] and event.style in {None, ""}
    return None if plain and event.value in {"", "~", "null"} else str(event.value)


def _place(event: Any) -> Place:
    mark = event.start_mark
    return Place(mark.line + 2, mark.column + 1)  # the head begins below the first dashes
