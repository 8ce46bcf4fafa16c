"""The packs that ship with the house, and those that a home keeps as files of its own.

A home's own lie in `packs/<kind>/` of the home and take the place of ours of the same name. What
cannot be read there is left out, and told by `homegroup check` and `homegroup check-packs`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from homegroup.packs import checking, registry, translating
from homegroup.packs.head import Head
from homegroup.packs.problems import PackError, Place, Problem
from homegroup.packs.reading import Document, read

MOST_BYTES = 400_000


@dataclass(frozen=True)
class Pack:
    """A checked pack in one language. `missing` are words that stay in the original's language.

    `text` is the file itself, or None where a translation was laid over the original.
    """

    content: Head
    document: Document
    text: str | None = None
    missing: tuple[str, ...] = ()
    is_outdated: bool = False

    @property
    def language(self) -> str:
        """The code of its language."""
        return self.content.language


@dataclass(frozen=True)
class Shelf:
    """One pack in all its languages, the original first; `problems` are those of its files."""

    slug: str
    packs: dict[str, Pack]
    original: str = ""
    problems: tuple[Problem, ...] = ()

    def best(self, language: str = "") -> Pack:
        """Give it in the language asked for, else in the reader's, else as the original."""
        for code in (language, get_language() or ""):
            for each in (code, code.split("-")[0]):
                if each in self.packs:
                    return self.packs[each]
        return self.packs[self.original]

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Its languages: code and the name that its speakers use, the original first."""
        return [(code, language_name(code)) for code in self.packs]


def language_name(code: str) -> str:
    """Give a language's own name; the code where Django does not know it."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code


def homes_folder(kind: str) -> Path:
    """Give the folder in which a home keeps packs of that kind as files."""
    return Path(settings.HOME) / "packs" / kind


def packs(kind: str) -> dict[str, Shelf]:
    """Give all usable packs of a kind by slug, each in its languages; the home's own win."""
    found: dict[str, Shelf] = {}
    for folder in (registry.kind(kind).folder, homes_folder(kind)):
        usable = {slug: each for slug, each in shelves_in(folder, kind).items() if each.packs}
        found.update(usable)
    return found


def pack(kind: str, slug: str, language: str = "") -> Pack | None:
    """Give one pack in the best language that it has (see `Shelf.best`); None where it is not."""
    shelf = packs(kind).get(slug)
    return shelf.best(language) if shelf else None


def shelves_in(folder: Path, kind: str) -> dict[str, Shelf]:
    """Give the packs of a folder by slug, those with problems too; from memory while unchanged."""
    if not folder.is_dir():
        return {}
    files = tuple((path, path.stat().st_mtime_ns) for path in _files(folder))
    return _shelves(folder, kind, files)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.suffix == ".md":
            yield path
        elif path.is_dir():
            yield from sorted(path.glob("*.md"))


@lru_cache(maxsize=32)
def _shelves(folder: Path, kind: str, files: tuple[tuple[Path, int], ...]) -> dict[str, Shelf]:
    by_slug: dict[str, list[Path]] = {}
    for path, _changed in files:
        slug = path.stem.split(".")[0] if path.parent == folder else path.parent.name
        by_slug.setdefault(slug, []).append(path)
    return {slug: _shelf(slug, kind, paths, folder) for slug, paths in by_slug.items()}


def _shelf(slug: str, kind: str, paths: list[Path], folder: Path) -> Shelf:
    read_well: dict[str, tuple[Document, str]] = {}
    problems: list[Problem] = []
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            text = text_of(path)
            read_well[name] = (_named(read(text), slug), text)
        except PackError as refused:
            problems += _of_file(refused, name)
    original = next((n for n, (each, _t) in read_well.items() if "translates" not in each.data), "")
    shelf = Shelf(slug, {})
    if original:
        shelf, more = _in_all_languages(slug, kind, original, read_well)
        problems += more
    elif not problems:
        told = _("“%s” has no original: a file with a version, that translates nothing.") % slug
        problems.append(Problem(told, file=next(iter(read_well))))
    return replace(shelf, problems=tuple(problems))


def _named(document: Document, slug: str) -> Document:
    """Check that a file lies where its slug says."""
    told = document.data.get("slug")
    if isinstance(told, str) and told != slug:
        words = _("The file or its folder is called “%(here)s”, so write: slug: %(here)s")
        place = document.place_of(("slug",))
        raise PackError([Problem(words % {"here": slug}, place, ("slug",))])
    return document


def _in_all_languages(
    slug: str, kind: str, original: str, documents: dict[str, tuple[Document, str]]
) -> tuple[Shelf, list[Problem]]:
    document, text = documents.pop(original)
    try:
        content = checking.check(document, kind=kind)
    except PackError as refused:
        return Shelf(slug, {}), _of_file(refused, original)
    found = {content.language: Pack(content, document, text)}
    problems: list[Problem] = []
    for name, (words, own) in documents.items():
        try:
            pack = _in_language(words, own, document, kind)
            if pack.language in found:
                told = _("There is already a file in this language.")
                raise PackError([Problem(told, words.place_of(("language",)), ("language",))])
            found[pack.language] = pack
        except PackError as refused:
            problems += _of_file(refused, name)
    return Shelf(slug, found, content.language), problems


def _in_language(words: Document, text: str, original: Document, kind: str) -> Pack:
    if "translates" not in words.data:  # a whole pack of its own in that language
        return Pack(checking.check(words, kind=kind), words, text)
    done = translating.lay_over(original, words, kind=kind)
    return Pack(
        done.content, done.document, missing=tuple(done.missing), is_outdated=done.is_outdated
    )


def text_of(path: Path) -> str:
    """Give a file's text. Raises PackError where it is too long or no text."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PackError([Problem(_("This file is too large for a pack."), Place())])
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        raise PackError([Problem(_("This file is no readable text (UTF-8)."), Place())]) from None


def _of_file(refused: PackError, name: str) -> list[Problem]:
    return [replace(problem, file=name) for problem in refused.problems]
