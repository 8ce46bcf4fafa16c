"""What every pack tells of itself; the model of a kind adds its own fields.

    class Prompt(Head):
        question: Told[str]         # its words differ by language

Fields that are not `Told` are the same in every language and stand in the original only.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Any_ = TypeVar("Any_")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-zA-Z0-9]{2,8})?")


class _Words:
    """Marks a field that is translated."""


TOLD = _Words()
Told = Annotated[Any_, TOLD]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Words = Annotated[str, Field(min_length=1)]


def _is_language(code: str) -> str:
    if not _LANGUAGE.fullmatch(code):
        raise ValueError("Write the language as two letters, as en or es.")
    return code


Language = Annotated[str, AfterValidator(_is_language)]


class Part(BaseModel):
    """A part of a pack: names that it does not know are refused. In lists it has an `id`."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CopyOf(Part):
    """The pack that an edited one was made from."""

    slug: Slug
    version: Annotated[int, Field(ge=1, le=9999)]


class Head(Part):
    """What stands in every pack. `body` is the Markdown below the head."""

    kind: Slug
    slug: Slug
    version: Annotated[int, Field(ge=1, le=9999)] = 1
    language: Language
    title: Told[Annotated[str, Field(min_length=1, max_length=80)]]
    about: Told[Annotated[str, Field(max_length=400)]] = ""
    licence: Annotated[str, Field(max_length=100)] = ""
    source: Annotated[str, Field(max_length=200)] = ""
    copy_of: CopyOf | None = None
    body: Told[Annotated[str, Field(max_length=20_000)]] = ""


@cache
def told_fields(model: type[BaseModel]) -> frozenset[str]:
    """Give the names of the fields whose words are translated."""
    return frozenset(name for name, field in model.model_fields.items() if TOLD in field.metadata)


@cache
def part_of(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """Give the model of the part, or of the parts in the list, in a field; None if it has none."""
    field = model.model_fields.get(name)
    return next(_models(field.annotation), None) if field else None


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def model_at(model: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel]:
    """Give the model of what a path leads to, as far as there are models on the way."""
    for step in path:
        if isinstance(step, str):
            model = part_of(model, step) or model
    return model
