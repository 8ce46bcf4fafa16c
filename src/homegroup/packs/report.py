"""What `homegroup check-packs` tells: problems, translations, and what is newer."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from homegroup.core.errors import HouseError
from homegroup.packs import checking, registry, shipped, wording
from homegroup.packs.problems import PackError, Place, Problem
from homegroup.packs.reading import Document, read
from homegroup.packs.shipped import Pack, Shelf


@dataclass
class Report:
    """How many packs are well, all problems, and what could be done about translations."""

    packs: int = 0
    problems: list[Problem] = field(default_factory=list)
    translations: list[dict[str, Any]] = field(default_factory=list)
    newer: list[dict[str, Any]] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """Give it as JSON-ready values."""
        return {
            "well": not self.problems,
            "packs": self.packs,
            "problems": [problem.told() for problem in self.problems],
            "translations": self.translations,
            "newer": self.newer,
        }


def of_everything() -> Report:
    """Look at what ships and at the home's own files."""
    report = Report()
    for kind in registry.kinds():
        for folder in (kind.folder, shipped.homes_folder(kind.name)):
            _add_folder(report, folder, kind.name)
    return report


def of_path(path: Path) -> Report:
    """Look at one file, or a folder of packs. Raises HouseError where there is nothing."""
    report = Report()
    if path.is_dir():
        kind = _kind_in(path)
        single = path.parent if list(path.glob("*.md")) and _is_one_pack(path) else None
        if single:
            _add_shelf(report, path.name, shipped.shelves_in(single, kind)[path.name], kind)
        else:
            _add_folder(report, path, kind)
    elif path.is_file():
        _add_file(report, path)
    else:
        raise HouseError(f"There is nothing at {path}.")
    return report


def _is_one_pack(folder: Path) -> bool:
    """Tell whether a folder is one pack in several languages, not a shelf of many."""
    names = {path.stem for path in folder.glob("*.md")}
    return all(len(name.split("-")[0]) in {2, 3} and "." not in name for name in names)


def _kind_in(folder: Path) -> str:
    """Give the kind of which the first readable file in a folder says it is."""
    for path in sorted([*folder.glob("*.md"), *folder.glob("*/*.md")]):
        try:
            told = read(shipped.text_of(path)).data.get("kind")
        except PackError:
            continue
        if isinstance(told, str) and told in {kind.name for kind in registry.kinds()}:
            return told
    names = ", ".join(kind.name for kind in registry.kinds())
    raise HouseError(f"No file in {folder} says which kind it is (kind: {names}).")


def _add_folder(report: Report, folder: Path, kind: str) -> None:
    for slug, shelf in shipped.shelves_in(folder, kind).items():
        _add_shelf(report, slug, shelf, kind)


def _add_shelf(report: Report, slug: str, shelf: Shelf, kind: str) -> None:
    report.packs += len(shelf.packs)
    report.problems += shelf.problems
    for pack in shelf.packs.values():
        if pack.missing or pack.is_outdated:
            report.translations.append(
                {
                    "kind": kind,
                    "slug": slug,
                    "language": pack.language,
                    "missing": list(pack.missing),
                    "outdated": pack.is_outdated,
                }
            )
    report.newer += _newer(shelf, kind)


def _newer(shelf: Shelf, kind: str) -> Iterator[dict[str, Any]]:
    """Tell of a home's own file whose ready-made original has a newer version."""
    content = shelf.packs[shelf.original].content if shelf.packs else None
    if content and content.copy_of:
        ours = shipped.shelves_in(registry.kind(kind).folder, kind).get(content.copy_of.slug)
        version = ours.best().content.version if ours and ours.packs else 0
        if version > content.copy_of.version:
            yield {
                "kind": kind,
                "slug": shelf.slug,
                "has": content.copy_of.version,
                "newest": version,
            }


def _add_file(report: Report, path: Path) -> None:
    try:
        document = read(shipped.text_of(path))
        kind = kind_of(document)
        if "translates" in document.data:
            raise HouseError("This is a translation: give the folder that its original is in.")
        content = checking.check(document, kind=kind)
        pack = Pack(content, document)
        _add_shelf(report, content.slug, Shelf(content.slug, {"": pack}, ""), kind)
    except PackError as refused:
        report.problems += [replace(each, file=path.name) for each in refused.problems]


def kind_of(document: Document) -> str:
    """Give the kind that a file tells. Raises PackError for none that there is."""
    told = document.data.get("kind")
    known = [kind.name for kind in registry.kinds()]
    if told in known:
        return str(told)
    if told is None:
        raise PackError([Problem(_("“%s” is missing here.") % "kind", Place(2))])
    near = wording.nearest(str(told), known)
    words = _("There is no such kind. There are: %s.") % ", ".join(known)
    more = f" {_('Did you mean “%s”?') % near}" if near else ""
    raise PackError([Problem(words + more, document.place_of(("kind",)), ("kind",))])


def finding() -> tuple[bool, str]:
    """The finding of `homegroup check`: whether the packs that ship and the home's own are well."""
    report = of_everything()
    if report.problems:
        return False, f"{report.problems[0]} (all: homegroup check-packs)"
    return True, f"{report.packs} packs"
