"""Packs in several languages: what ships, what is missing, what falls back, what is refused."""

from pathlib import Path

import pytest
from django.utils import translation
from tests.packs.conftest import IN_SPANISH, WALK, Walk

from homegroup.packs import report, shipped


def river_in(language: str) -> shipped.Pack:
    pack = shipped.pack("walk", "river", language)
    assert pack
    return pack


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_words_are_laid_over_the_original_by_their_id(river: Path) -> None:
    pack = river_in("es")
    assert isinstance(pack.content, Walk)
    assert (pack.content.title, pack.content.language) == ("Junto al río", "es")
    assert pack.content.body == "Lleva té."
    first, second = pack.content.stops
    assert (first.name, first.words, first.minutes) == ("El puente", "Mira el agua.", 10)
    assert (second.name, second.is_steep) == ("El banco", True)
    assert pack.missing == ()
    assert not pack.is_outdated


def test_what_is_not_translated_stays_in_the_original_language(river: Path) -> None:
    text = IN_SPANISH.replace("    words: Mira el agua.\n", "").replace("\nLleva té.\n", "")
    write(river, "es.md", text)
    pack = river_in("es")
    assert isinstance(pack.content, Walk)
    assert pack.content.stops[0].words.startswith("Look at the water.")
    assert pack.missing == ("stops.0.words", "body")
    assert report.of_everything().translations == [
        {
            "kind": "walk",
            "slug": "river",
            "language": "es",
            "missing": ["stops.0.words", "body"],
            "outdated": False,
        }
    ]


def test_a_translation_of_an_earlier_version_is_outdated_and_still_used(river: Path) -> None:
    write(river, "es.md", IN_SPANISH.replace("translates: 2", "translates: 1"))
    assert river_in("es").is_outdated
    [told] = report.of_everything().translations
    assert told["outdated"]


@pytest.mark.parametrize(
    ("asked", "reader", "gives"),
    [
        ("es", "en", "es"),
        ("es-mx", "en", "es"),
        ("", "es", "es"),
        ("fr", "es", "es"),
        ("fr", "fr", "en"),
        ("", "de", "en"),
    ],
)
def test_the_language_falls_back(river: Path, asked: str, reader: str, gives: str) -> None:
    with translation.override(reader):
        assert river_in(asked).language == gives


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("id: bench", "id: bnch", (8, 9), "Did you mean “bench”"),
        ("    name: El banco", "    nam: El banco", (9, 5), "Did you mean “name”"),
        ("    name: El banco", "    minutes: 4", (9, 5), "the same in all languages"),
        ("    name: El banco", f"    name: {'x' * 31}", (9, 11), "31 letters"),
        ("    name: El banco", "    words: Agua", (9, 5), "The original has no “words”"),
        ("  - id: bench", "  - words: banco", (8, 5), "needs its “id”"),
        ("translates: 2", "translates: b", (5, 13), "whole number"),
        ("slug: river", "slug: sea", (3, 7), "slug: river"),
        ("language: es", "language: en", (4, 11), "already a file in this language"),
        ("kind: walk", "kind: wolk", (2, 7), "kind: walk"),
    ],
)
def test_a_mistake_in_a_translation_is_told_there_and_the_original_stays(
    river: Path, old: str, new: str, place: tuple[int, int], words: str
) -> None:
    assert IN_SPANISH.count(old) == 1
    write(river, "es.md", IN_SPANISH.replace(old, new))
    problems = shipped.packs("walk")["river"].problems
    assert [(each.file, each.line, each.column) for each in problems if words in each.message] == [
        ("river/es.md", *place)
    ], problems
    assert list(shipped.packs("walk")["river"].packs) == ["en"]


def test_a_single_file_is_a_pack_too(walks: Path) -> None:
    write(walks, "river.md", WALK)
    write(walks, "river.es.md", IN_SPANISH)
    assert list(shipped.packs("walk")["river"].packs) == ["en", "es"]


def test_a_translation_alone_is_no_pack(walks: Path) -> None:
    write(walks, "river.es.md", IN_SPANISH)
    assert shipped.packs("walk") == {}
    assert "no original" in report.of_everything().problems[0].message


def test_a_homes_own_file_takes_the_place_of_ours(
    river: Path, tmp_path: Path, settings: object
) -> None:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    folder = shipped.homes_folder("walk")
    folder.mkdir(parents=True)
    own = WALK.replace("Along the river", "Our river").replace(
        "version: 2", "version: 1\ncopy_of:\n  slug: river\n  version: 1"
    )
    write(folder, "river.md", own)
    assert river_in("").content.title == "Our river"
    assert report.of_everything().newer == [
        {"kind": "walk", "slug": "river", "has": 1, "newest": 2}
    ]
    write(folder, "river.md", own.replace("title", "titel"))
    assert river_in("").content.title == "Along the river"
    assert "river.md" in str(report.finding()[1])


def test_a_changed_file_is_read_anew(river: Path) -> None:
    assert river_in("en").content.title == "Along the river"
    write(river, "en.md", WALK.replace("Along the river", "By the river bank"))
    import os

    os.utime(river / "en.md", ns=(1, 1))
    assert river_in("en").content.title == "By the river bank"
