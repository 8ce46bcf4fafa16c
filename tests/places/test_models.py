"""Places: the database itself refuses what makes no sense."""

import pytest
from django.db import IntegrityError, transaction

from homegroup.places.distance import Point
from homegroup.places.models import Place, Region, Venue

pytestmark = pytest.mark.django_db

HALVES = [(1.0, None), (None, 1.0)]
BEYOND = [(90.5, 0.0), (-91.0, 0.0), (0.0, 180.5), (0.0, -181.0)]


@pytest.mark.parametrize(("latitude", "longitude"), HALVES + BEYOND)
def test_a_venue_has_both_coordinates_on_the_globe(
    latitude: float | None, longitude: float | None
) -> None:
    with pytest.raises(IntegrityError, match="venue_coordinates_whole"), transaction.atomic():
        Venue.objects.create(city="Leeds", latitude=latitude, longitude=longitude)


@pytest.mark.parametrize(("latitude", "longitude"), HALVES + BEYOND)
def test_a_place_has_both_coordinates_on_the_globe(
    latitude: float | None, longitude: float | None
) -> None:
    with pytest.raises(IntegrityError, match="place_coordinates_whole"), transaction.atomic():
        Place.objects.create(
            name="Leeds", folded="leeds", kind="town", latitude=latitude, longitude=longitude
        )


def test_a_place_is_of_a_known_kind() -> None:
    with pytest.raises(IntegrityError, match="place_kind_known"), transaction.atomic():
        Place.objects.create(name="Leeds", folded="leeds", kind="planet")


def test_one_path_is_one_region() -> None:
    Region.objects.create(name="Leeds", slug="leeds", path="leeds")
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.create(name="Leeds", slug="leeds-2", path="leeds")


def test_placed_venues_are_those_with_coordinates() -> None:
    somewhere = Venue.objects.create(city="Leeds", latitude=0.0, longitude=0.0)
    nowhere = Venue.objects.create(city="York")
    assert list(Venue.objects.placed()) == [somewhere]
    assert somewhere.point == Point(0, 0)
    assert nowhere.point is None


def test_a_venue_is_named_by_what_is_known() -> None:
    assert str(Venue(name="Hall", formatted_address="1 Street", city="Leeds")) == "Hall"
    assert str(Venue(formatted_address="1 Street", city="Leeds")) == "1 Street"
    assert str(Venue(city="Leeds")) == "Leeds"
    assert Venue(city="Leeds", state="", country="UK").town_line == "Leeds, UK"
    assert Venue(city="Ithaca", state="NY", country="USA").town_line == "Ithaca, NY"


def test_a_region_tells_its_names_from_general_to_specific() -> None:
    county = Region.objects.create(name="Yorkshire", slug="y", path="yorkshire")
    town = Region.objects.create(name="Leeds", slug="l", path="yorkshire/leeds", parent=county)
    assert town.names() == ["Yorkshire", "Leeds"]


@pytest.mark.parametrize(
    ("name", "folded"), [("Łódź", "lodz"), ("Saint-Denis", "saint-denis"), (" A,B ", "a b")]
)
def test_a_name_is_looked_up_in_one_form(name: str, folded: str) -> None:
    assert Place.folded_name(name) == folded
