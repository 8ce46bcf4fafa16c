"""The formats that ship: whole, in time, and one for every way of recovery."""

import re

import pytest
from django.utils import translation

from homegroup.groups.choices import Way
from homegroup.live import formats
from homegroup.packs import shipped

READY = sorted(shipped.packs(formats.KIND))
FIELD = {
    "open-discussion", "speaker", "step-study", "topic", "literature", "beginners",
    "meditation", "tools-90", "tools-60", "how-was-your-week", "sit-and-share",
    "women-together", "family-group", "business",
}  # fmt: skip


@pytest.mark.parametrize("slug", READY)
def test_a_ready_made_format_fits_its_time_and_has_all_its_words(slug: str) -> None:
    agenda = formats.ready_format(slug)
    assert agenda
    assert agenda.planned == agenda.minutes
    assert all(item.words for item in agenda.items)
    assert agenda.body.strip()
    assert any(role.needed for role in agenda.roles)


def test_all_formats_of_the_field_ship() -> None:
    assert set(READY) >= FIELD


@pytest.mark.parametrize("way", Way.values)
def test_every_way_begins_with_a_format_that_ships(way: str) -> None:
    assert formats._BY_WAY.get(way, formats.USUAL) in READY


# -- languages ------------------------------------------------------------------------------------

TRANSLATED = ("open-discussion", "beginners", "tools-60", "family-group")


@pytest.mark.parametrize("slug", TRANSLATED)
@pytest.mark.parametrize("language", ["es", "de", "fr"])
def test_a_translation_is_whole_and_differs_in_words_alone(slug: str, language: str) -> None:
    pack, original = shipped.pack(formats.KIND, slug, language), formats.ready_format(slug, "en")
    assert pack
    assert original
    assert pack.language == language
    assert pack.missing == ()
    assert not pack.is_outdated
    agenda = formats.ready_format(slug, language)
    assert agenda
    assert agenda.title != original.title
    for item, first in zip(agenda.items, original.items, strict=True):
        assert (item.id, item.who, item.minutes) == (first.id, first.who, first.minutes)
        assert item.words != first.words
        assert "{" not in item.words


def test_a_language_without_a_translation_gets_the_original() -> None:
    for asked, reader, gives in (
        ("de", "en", "de"), ("de-at", "en", "de"), ("", "fr", "fr"), ("it", "it", "en"),
    ):  # fmt: skip
        with translation.override(reader):
            agenda = formats.ready_format("open-discussion", asked)
        assert agenda
        assert agenda.language == gives
    speaker = formats.ready_format("speaker", "es")
    assert speaker
    assert speaker.language == "en"


# -- words ----------------------------------------------------------------------------------------

LABELS = re.compile(r"\b(addicts?|alcoholics?|abusers?|junkies|clean|dirty|relapsed?)\b", re.I)


@pytest.mark.parametrize("slug", READY)
def test_words_are_short_and_put_no_label_on_anybody(slug: str) -> None:
    agenda = formats.ready_format(slug, "en")
    assert agenda
    spoken = " ".join(item.words for item in agenda.items)
    sentences = [each.split() for each in re.split(r"[.?!]\s", spoken) if each.split()]
    assert sum(map(len, sentences)) / len(sentences) < 12
    assert LABELS.findall(f"{spoken} {agenda.body}") == []
