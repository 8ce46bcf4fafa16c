"""A translation: only the words, laid over the original; what is missing stays as it was.

---
kind: format
slug: speaker
language: es
translates: 2            # the version of the original that it was made from
title: Una persona cuenta su historia
items:
  - id: welcome          # parts are found by their id
    words: ...
---
Text below the head.
"""

from dataclasses import dataclass, field
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field, ValidationError

from homegroup.packs import checking, registry, wording
from homegroup.packs.head import Head, Language, Part, Slug, part_of, told_fields
from homegroup.packs.problems import PackError, Place, Problem
from homegroup.packs.reading import Document, Path, Value

OWN_FIELDS = ("kind", "slug", "language", "translates")


class Translation(Part):
    """What a translation tells of itself, besides the words."""

    kind: Slug
    slug: Slug
    language: Language
    translates: Annotated[int, Field(ge=1, le=9999)]


@dataclass
class Translated:
    """A pack in another language. `missing` are the paths of words that it does not have yet.

    `is_outdated`: the original has changed since it was translated.
    """

    content: Head
    document: Document
    translates: int
    missing: list[str] = field(default_factory=list)

    @property
    def is_outdated(self) -> bool:
        """Whether it was made from an earlier version of the original."""
        return self.translates < self.content.version


def lay_over(original: Document, words: Document, *, kind: str) -> Translated:
    """Give the pack with the words of a translation. Raises PackError about the translation."""
    head = _head_of(words)
    laid = _Laying(words, checking.of_another_kind(words, kind))
    given = {name: value for name, value in words.data.items() if name not in OWN_FIELDS}
    if words.body:
        given["body"] = words.body
    merged = laid.names(original.whole, given, registry.kind(kind).model, (), ())
    merged["language"] = head.language
    if merged["slug"] != head.slug:
        told = _("This must be the original's: %s.") % merged["slug"]
        laid.problems.append(Problem(told, words.place_of(("slug",)), ("slug",)))
    document = Document(
        {name: value for name, value in merged.items() if name != "body"},
        str(merged.get("body") or ""),
        words.body_at,
        {**laid.places, ("language",): words.place_of(("language",))},
    )
    if laid.problems:
        raise PackError(laid.problems)
    content = checking.check(document, kind=kind)
    return Translated(content, document, head.translates, laid.missing)


def _head_of(words: Document) -> Translation:
    own = {name: words.data[name] for name in OWN_FIELDS if name in words.data}
    try:
        return Translation.model_validate(own)
    except ValidationError as refused:
        problems = [
            Problem(wording.of_model(each), words.place_of(tuple(each["loc"])), tuple(each["loc"]))  # type: ignore[arg-type]
            for each in refused.errors()
        ]
        raise PackError(problems) from refused


class _Laying:
    """Lays words over an original, noting where each came from and which are missing."""

    def __init__(self, words: Document, problems: list[Problem]) -> None:
        self.words = words
        self.problems = problems
        self.missing: list[str] = []
        self.places: dict[Path, Place] = {}

    def names(
        self, original: dict[str, Value], given: Value, model: type[BaseModel], at: Path, here: Path
    ) -> dict[str, Value]:
        """Give one part with its words; `at` is its path in the translation, `here` in the pack."""
        if not isinstance(given, dict):
            self._wrong(at, _("Here must stand names with values, as “title: Welcome”."))
            return original
        told = told_fields(model)
        merged = dict(original)
        for name, value in original.items():
            inner = part_of(model, name)
            if name in told and value:
                merged[name] = self._word(value, given.get(name), (*at, name), (*here, name))
            elif inner and "id" in inner.model_fields and isinstance(value, list):
                merged[name] = self._parts(value, given.get(name), inner, (*at, name))
            elif inner and isinstance(value, dict):
                merged[name] = self.names(
                    value, given.get(name, {}), inner, (*at, name), (*here, name)
                )
        for name in given:
            self._check_name(name, original, model, at)
        return merged

    def _word(self, value: Value, given: Value, at: Path, here: Path) -> Value:
        if given is None:
            self.missing.append(".".join(str(step) for step in here))
            return value
        self.places[here] = self.words.place_of(at)
        return given

    def _parts(
        self, parts: list[Value], given: Value, model: type[BaseModel], at: Path
    ) -> list[Value]:
        """Give the parts of a list with their words; `at` is the list's path in both files."""
        rows = self._by_id(parts, given, at)
        merged = []
        for number, part in enumerate(parts):
            name = str(part["id"])
            there, words = rows.get(name, (number, {}))
            merged.append(self.names(part, words, model, (*at, there), (*at, number)))
        return merged

    def _by_id(
        self, parts: list[Value], given: Value, at: Path
    ) -> dict[str, tuple[int, dict[str, Value]]]:
        """Give where each part's words stand in the translation, and the words, by its id."""
        if given is not None and not isinstance(given, list):
            self._wrong(at, _("Here must stand a list: each line begins with a hyphen."))
        known = [str(part["id"]) for part in parts]
        found = {}
        for number, row in enumerate(given if isinstance(given, list) else []):
            name = row.get("id") if isinstance(row, dict) else None
            if not isinstance(name, str):
                self._wrong((*at, number), _("Each part needs its “id”, as the original has it."))
            elif name not in known:
                told = _("The original has no part “%s”.") % name
                near = wording.nearest(name, known)
                more = f" {_('Did you mean “%s”?') % near}" if near else ""
                self._wrong((*at, number, "id"), told + more)
            else:
                found[name] = (number, {each: row[each] for each in row if each != "id"})
        return found

    def _check_name(
        self, name: str, original: dict[str, Value], model: type[BaseModel], at: Path
    ) -> None:
        told = told_fields(model)
        if name in told or part_of(model, name):
            if not original.get(name):
                self._wrong_name(at, name, _("The original has no “%s” here.") % name)
        elif name in model.model_fields:
            words = _("“%s” is the same in all languages. Take it out of the translation.")
            self._wrong_name(at, name, words % name)
        else:
            near = wording.nearest(name, told)
            words = _("There is no field “%s” to translate.") % name
            more = f" {_('Did you mean “%s”?') % near}" if near else ""
            self._wrong_name(at, name, words + more)

    def _wrong(self, at: Path, message: str) -> None:
        self.problems.append(Problem(message, self.words.place_of(at), at))

    def _wrong_name(self, at: Path, name: str, message: str) -> None:
        self.problems.append(Problem(message, self.words.key_of((*at, name)), (*at, name)))
