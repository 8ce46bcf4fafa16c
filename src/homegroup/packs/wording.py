"""Plain sentences for what the YAML reader and a pack's model find wrong."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from homegroup.packs.problems import Place, Problem

# -- YAML -------------------------------------------------------------------------------------


def of_yaml(trouble: yaml.YAMLError, head: str) -> Problem:
    """Say what the YAML reader stumbled over; lines count from the file's first."""
    said = f"{getattr(trouble, 'context', '') or ''} {getattr(trouble, 'problem', '') or ''}"
    mark = getattr(trouble, "problem_mark", None)
    if any(part in said for part in _TOLD_WHERE_IT_BEGAN):
        mark = getattr(trouble, "context_mark", None) or mark
    lines = head.split("\n")
    line, column = (mark.line, mark.column) if mark else (0, 0)
    line = min(line, max(len(lines) - 2, 0))  # the end of the head is told of its last line
    return Problem(_yaml_sentence(said, lines[line]), Place(line + 2, column + 1))


_TOLD_WHERE_IT_BEGAN = ("unexpected end of stream", "could not find expected ':'", "flow ")
_YAML_SENTENCES = (
    ("mapping values are not allowed", _lazy(
        "There is a second colon here. Put the text in quotes, or look at the spaces before it."
    )),
    ("could not find expected ':'", _lazy("After the name there must be a colon and a space.")),
    ("unknown escape", _lazy("In double quotes a \\ is a special sign. Use single quotes.")),
    ("quoted scalar", _lazy("A text in quotes begins here and never ends.")),
    ("flow sequence", _lazy("A list in brackets [ ] is not closed.")),
    ("flow mapping", _lazy("Braces { } are not closed. Put the text in quotes.")),
    ("cannot start any token", _lazy("Put this text in quotes: it begins with a special sign.")),
    ("alias", _lazy("Put quotes around a text that begins with & or *.")),
    ("anchor", _lazy("Put quotes around a text that begins with & or *.")),
    ("tag", _lazy("Put quotes around a text that begins with !")),
    ("block scalar", _lazy("After | there must be nothing else in this line.")),
    ("directive", _lazy("A line cannot begin with %. Put the text in quotes.")),
)  # fmt: skip


def _yaml_sentence(said: str, line: str) -> str:
    if "\t" in line[: len(line) - len(line.lstrip())] or "'\\t'" in said or "tab" in said:
        return _("There is a tab before this line. Please use spaces.")
    for part, sentence in _YAML_SENTENCES:
        if part in said:
            return str(sentence)
    return _("The spaces before this line do not fit the lines above it.")


# -- the model of a kind ----------------------------------------------------------------------

Told = Callable[[dict[str, Any]], str]


def of_model(error: dict[str, Any], *, fields: Iterable[str] = ()) -> str:
    """Say one error of pydantic; `fields` are the names that could stand there."""
    name = str(error["loc"][-1]) if error["loc"] else ""
    if error["type"] == "missing":
        return _("“%s” is missing here.") % name
    if error["type"] == "extra_forbidden":
        return _no_such_field(name, list(fields))
    if error["input"] is None:
        return _("After “%s:” there must be something, or take the line out.") % name
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    sentence = _SENTENCES.get(error["type"])
    return sentence(error) if sentence else str(error["msg"])


def _no_such_field(name: str, fields: list[str]) -> str:
    near = nearest(name, fields)
    if near:
        told = _("There is no field “%(name)s”. Did you mean “%(near)s”?")
        return told % {"name": name, "near": near}
    told = _("There is no field “%(name)s” here. There are: %(fields)s.")
    return told % {"name": name, "fields": ", ".join(sorted(fields))}


def nearest(name: str, names: Iterable[str]) -> str:
    """Give the name that somebody who typed this one most likely meant, or ""."""
    found = get_close_matches(name.lower()[:60], list(names), n=1, cutoff=0.6)
    return found[0] if found else ""


def _length(error: dict[str, Any]) -> str:
    most = error["ctx"]["max_length"]
    has = len(error["input"])
    told = _("This is too long: %(has)d letters. Please stay under %(most)d.")
    return told % {"has": has, "most": most + 1}


def _choice(error: dict[str, Any]) -> str:
    words = str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
    near = nearest(str(error["input"]), words.split(", "))
    told = _("Choose one of these: %s.") % words
    return f"{told} {_('Did you mean “%s”?') % near}" if near else told


def _many(error: dict[str, Any]) -> str:
    most = error["ctx"]["max_length"]
    told = ngettext("At most %d may stand here.", "At most %d may stand here.", most)
    return str(told % most)


_SENTENCES: dict[str, Told] = {
    "string_too_long": _length,
    "string_too_short": lambda error: _("There must be some words here."),
    "string_pattern_mismatch": lambda error: _(
        "This may hold small letters, numbers and hyphens only."
    ),
    "string_type": lambda error: _("Here must stand a text, not a list."),
    "int_parsing": lambda error: _("Here must stand a whole number, as 5."),
    "int_from_float": lambda error: _("Here must stand a whole number, as 5."),
    "int_parsing_size": lambda error: _("This number is too large."),
    "int_type": lambda error: _("Here must stand a whole number, as 5."),
    "bool_parsing": lambda error: _("Write yes or no here."),
    "bool_type": lambda error: _("Write yes or no here."),
    "enum": _choice,
    "literal_error": _choice,
    "greater_than_equal": lambda error: _("This must be %s or more.") % error["ctx"]["ge"],
    "less_than_equal": lambda error: _("This must be %s or less.") % error["ctx"]["le"],
    "tuple_type": lambda error: _("Here must stand a list: each line begins with a hyphen."),
    "list_type": lambda error: _("Here must stand a list: each line begins with a hyphen."),
    "too_long": _many,
    "too_short": lambda error: _("There must be at least one here."),
    "model_type": lambda error: _("Here must stand names with values, as “title: Welcome”."),
    "model_attributes_type": lambda error: _(
        "Here must stand names with values, as “title: Welcome”."
    ),
    "date_from_datetime_parsing": lambda error: _("Write the day as 2026-03-04."),
    "date_parsing": lambda error: _("Write the day as 2026-03-04."),
}
