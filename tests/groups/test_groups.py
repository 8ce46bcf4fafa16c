"""Groups and fellowships: known ones are made when first needed; the database keeps order."""

import pytest
from django.db import IntegrityError, transaction
from tests import factories as make

from homegroup.groups.fellowships import all_fellowships, ensure_fellowships, known
from homegroup.groups.models import Fellowship, Group, ServiceBody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


def test_a_known_fellowship_is_made_on_first_use() -> None:
    rows = ensure_fellowships(["aa", "al-anon", "aa"])
    assert rows["aa"].name == "Alcoholics Anonymous"
    assert rows["al-anon"].for_families
    assert ensure_fellowships(["aa"])["aa"] == rows["aa"]
    assert Fellowship.objects.count() == 2


def test_every_known_fellowship_fits_its_row() -> None:
    rows = ensure_fellowships(list(known()))
    assert len(rows) == len(known())
    for row in rows.values():
        row.full_clean()


def test_a_fellowship_of_the_sites_own_is_kept() -> None:
    own = Fellowship.objects.create(slug="hearth", name="Hearth")
    assert ensure_fellowships(["hearth"]) == {"hearth": own}
    assert own.short == "Hearth"
    changed = Fellowship.objects.create(slug="aa", name="Our own AA", abbreviation="AA")
    assert ensure_fellowships(["aa"])["aa"].name == "Our own AA"
    assert changed.short == "AA"


def test_a_fellowship_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        ensure_fellowships(["no-such-fellowship"])


def test_all_fellowships_know_what_was_published_since() -> None:
    make.add()
    assert {row.slug for row in all_fellowships().values()} == {"aa"}
    make.add(fellowship="na")
    assert {row.slug for row in all_fellowships().values()} == {"aa", "na"}


@pytest.mark.parametrize(
    ("name", "values"),
    [("fellowship_way", {"way": "own"}), ("fellowship_crosstalk", {"crosstalk": "shouting"})],
)
def test_a_fellowship_is_whole(name: str, values: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Fellowship.objects.create(slug="x", name="X", **values)


def test_a_service_body_is_whole() -> None:
    with pytest.raises(IntegrityError, match="body_kind"), transaction.atomic():
        ServiceBody.objects.create(slug="x", name="X", kind="castle")
    body = ServiceBody.objects.create(slug="x", name="X")
    with pytest.raises(IntegrityError, match="parent"), transaction.atomic():
        ServiceBody.objects.filter(pk=body.pk).update(parent=body)


def test_a_group_of_a_source_stands_once_and_those_made_here_may_share_a_name() -> None:
    Group.objects.create(slug="a", name="Lamps", source="feed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Group.objects.create(slug="b", name="Lamps", source="feed")
    Group.objects.create(slug="c", name="Lamps")
    Group.objects.create(slug="d", name="Lamps")
    Group.objects.create(slug="e", name="Lamps", source="other")


def test_names_say_what_a_row_is() -> None:
    assert str(Group(name="Lamps")) == "Lamps"
    assert str(Fellowship(name="Hearth")) == "Hearth"
    assert str(ServiceBody(name="Area")) == "Area"


def test_meetings_of_one_group_name_share_the_group() -> None:
    one = make.add("One", group=make.group("Lamps", phone="1"))
    other = make.add("Other", group=make.group("Lamps", phone="1"))
    assert one.group == other.group
    assert one.group is not None
    assert one.group.slug == "lamps"
