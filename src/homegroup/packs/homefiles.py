"""A home's own packs as files: what lies there, putting one in, taking one out.

A pack of the home takes the place of one that ships under the same name, for all groups.
"""

import os
import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.audit.actions import record
from homegroup.core import once
from homegroup.core.errors import HouseError
from homegroup.packs import reading, registry, report, shipped, writing
from homegroup.packs.problems import PackError, Place, Problem
from homegroup.packs.reading import Document
from homegroup.packs.shipped import Shelf

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


def shelves() -> list[tuple[str, dict[str, Shelf], dict[str, Shelf]]]:
    """Give for each kind: its title, the home's own packs, and those that ship, by slug."""
    return [
        (
            str(kind.title),
            shipped.shelves_in(shipped.homes_folder(kind.name), kind.name),
            shipped.shelves_in(kind.folder, kind.name),
        )
        for kind in registry.kinds()
    ]


def text_of(kind: str, slug: str, language: str) -> str | None:
    """Give a usable pack as a file in one of its languages; None where there is none."""
    known = kind in {each.name for each in registry.kinds()}
    shelf = shipped.packs(kind).get(slug) if known else None
    pack = shelf.packs.get(language) if shelf else None
    if pack is None:
        return None
    return pack.text or writing.text_of(pack.document.data, pack.document.body)


@transaction.atomic
def keep_file(*, text: str, by: UUID, key: UUID) -> Path | None:
    """Keep a pack, or a translation of one, as a file of the home; None when sent before.

    One of the same name and language gives way. Raises PackError with all that is wrong.
    """
    if not once.claim(key):
        return None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
    kind, slug, language = _named(reading.read(text))
    folder = shipped.homes_folder(kind)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = _path(folder, slug, language)
    _try_out(text, kind, slug, path.relative_to(folder))
    _write(path, text)
    record(action="packs.keep_file", subject=f"pack:{kind}/{slug}", by=by,
           data={"language": language})  # fmt: skip
    return path


@transaction.atomic
def remove_file(*, kind: str, slug: str, language: str, by: UUID) -> None:
    """Take a file of the home out; what ships under its name is there again.

    Raises HouseError where it is the original of translations that are still there, or no file.
    """
    shelf = shipped.shelves_in(shipped.homes_folder(kind), kind).get(slug)
    path = _path(shipped.homes_folder(kind), slug, language)
    if shelf is None or not path.is_file():
        raise HouseError(_("There is no such file."))
    if shelf.original == language and len(shelf.packs) > 1:
        raise HouseError(_("Other languages are made from this one. Take those out first."))
    record(action="packs.remove_file", subject=f"pack:{kind}/{slug}", by=by,
           data={"language": language})  # fmt: skip
    path.unlink()


def _named(document: Document) -> tuple[str, str, str]:
    """Give kind, slug and language of a file. Raises PackError where it tells them not."""
    kind = report.kind_of(document)
    found = []
    for name, shape in (("slug", _SLUG), ("language", _LANGUAGE)):
        told = str(document.data.get(name, ""))
        if not shape.fullmatch(told):
            words = _("A file needs a “%s” here, in small letters.") % name
            place = document.place_of((name,)) if name in document.data else Place(2)
            raise PackError([Problem(words, place, (name,))])
        found.append(told)
    return kind, found[0], found[1]


def _path(folder: Path, slug: str, language: str) -> Path:
    """Give where a file lies, or would."""
    flat = folder / f"{slug}.md"
    if flat.is_file() and reading.read(shipped.text_of(flat)).data.get("language") == language:
        return flat
    return folder / slug / f"{language}.md"


def _try_out(text: str, kind: str, slug: str, name: Path) -> None:
    """Read the file together with those beside it, in a folder aside. Raises PackError."""
    folder = shipped.homes_folder(kind)
    with tempfile.TemporaryDirectory(prefix="homegroup-pack-") as aside:
        trial = Path(aside)
        if (folder / slug).is_dir():
            shutil.copytree(folder / slug, trial / slug)
        if (folder / f"{slug}.md").is_file():
            shutil.copy(folder / f"{slug}.md", trial)
        (trial / name).parent.mkdir(exist_ok=True)
        (trial / name).write_text(text, encoding="utf-8")
        problems = shipped.shelves_in(trial, kind)[slug].problems
    if problems:
        here = name.as_posix()
        raise PackError(replace(each, file="" if each.file == here else each.file)
                        for each in problems)  # fmt: skip


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    draft = path.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
