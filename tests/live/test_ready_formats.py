"""The formats that ship: whole, in time, and one for every way of recovery."""

import pytest

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
