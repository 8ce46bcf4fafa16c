"""From a text to a checked pack: everything that is wrong is told at once."""

from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from homegroup.packs import registry, wording
from homegroup.packs.head import Head, model_at
from homegroup.packs.problems import PackError, Problem
from homegroup.packs.reading import Document, Path, read


def load(text: str, *, kind: str) -> Head:
    """Give the pack of that kind in a text. Raises PackError."""
    return check(read(text), kind=kind)


def check(document: Document, *, kind: str) -> Head:
    """Give the pack in a document that was read. Raises PackError with all its problems."""
    problems = of_another_kind(document, kind)
    model, rules = registry.kind(kind).model, registry.kind(kind).rules
    try:
        checked = model.model_validate(document.whole)
        problems += [Problem(said, document.place_of(at), at) for at, said in rules(checked)]
    except ValidationError as refused:
        problems += [problem_of(document, model, each) for each in _errors(refused)]
    if problems:
        raise PackError(problems)
    return checked


def _errors(refused: ValidationError) -> list[dict[str, Any]]:
    """Give pydantic's errors without those that follow from others.

    They are "too short" for a list of which every part has errors of its own, and a field that is
    missing where its name is only misspelled.
    """
    errors: list[dict[str, Any]] = [{**each} for each in refused.errors()]
    within = {error["loc"][:length] for error in errors for length in range(len(error["loc"]))}
    unknown = [error["loc"] for error in errors if error["type"] == "extra_forbidden"]
    missing = [error["loc"] for error in errors if error["type"] == "missing"]
    meant = set()
    for loc in unknown:
        names = [str(each[-1]) for each in missing if each[:-1] == loc[:-1]]
        meant.add((*loc[:-1], wording.nearest(str(loc[-1]), names)))
    return [
        error
        for error in errors
        if not (error["type"] == "too_short" and error["loc"] in within)
        and not (error["type"] == "missing" and error["loc"] in meant)
    ]


def of_another_kind(document: Document, kind: str) -> list[Problem]:
    """Give the problem of a file that says it is of another kind, or of none that is known."""
    told = document.data.get("kind")
    if not isinstance(told, str) or told == kind:
        return []
    words = _("This is a “%(told)s”. Here must stand: kind: %(kind)s")
    return [Problem(words % {"told": told[:40], "kind": kind}, document.place_of(("kind",)))]


def problem_of(document: Document, model: type[Head], error: dict[str, Any]) -> Problem:
    """Give one error of the model as a problem with its place."""
    path = _path_in(document, tuple(error["loc"]))
    fields = model_at(model, path[:-1]).model_fields
    message = wording.of_model(error, fields=set(fields) - {"body"})
    is_name = error["type"] == "extra_forbidden"
    place = document.key_of(path) if is_name else document.place_of(path)
    return Problem(message, place, path)


def _path_in(document: Document, loc: Path) -> Path:
    """Give the part of a location that stands in the file, and the first step beyond."""
    known = (n for n in range(len(loc), 0, -1) if loc[:n] in document.values)
    return loc[: next(known, 0) + 1]
