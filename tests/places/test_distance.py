"""Distance: circles hold what they should, anywhere on the globe."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from homegroup.places.distance import (
    CELL_REACH_KM,
    EARTH_KM,
    MOST_KM,
    Point,
    cells_around,
    km_of_dot,
    least_dot,
)

LONDON, PARIS = Point(51.5074, -0.1278), Point(48.8566, 2.3522)

points = st.builds(
    Point,
    # As many near the poles as near the equator, and on the date line.
    st.floats(-90, 90) | st.sampled_from([-90.0, 90.0, 0.0]),
    st.floats(-180, 180) | st.sampled_from([-180.0, 180.0, 0.0, 179.999]),
)


def dot(one: Point, other: Point) -> float:
    return sum(a * b for a, b in zip(one.vector, other.vector, strict=True))


def haversine(one: Point, other: Point) -> float:
    """Give the distance by the formula that is exact for small distances."""
    (a, b), (c, d) = [
        (math.radians(each.latitude), math.radians(each.longitude)) for each in (one, other)
    ]
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def moved(start: Point, km: float, bearing: float) -> Point:
    """Give the point that lies so far from another, in a direction (radians from north)."""
    angle, latitude = km / EARTH_KM, math.radians(start.latitude)
    sine = math.sin(latitude) * math.cos(angle) + math.cos(latitude) * math.sin(angle) * math.cos(
        bearing
    )
    sine = max(-1.0, min(1.0, sine))
    east = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(latitude),
        math.cos(angle) - math.sin(latitude) * sine,
    )
    longitude = (start.longitude + math.degrees(east) + 540) % 360 - 180
    return Point(math.degrees(math.asin(sine)), longitude)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(90.1, 0), (-91, 0), (0, 180.5), (0, -181), (math.nan, 0), (0, math.nan), (math.inf, 0)],
)
def test_a_place_beyond_the_globe_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="latitude"):
        Point(latitude, longitude)


def test_known_distances_come_out() -> None:
    assert LONDON.km_to(PARIS) == pytest.approx(343.6, abs=0.5)
    assert Point(0, 0).km_to(Point(0, 180)) == pytest.approx(math.pi * EARTH_KM)
    assert Point(90, 0).km_to(Point(90, 135)) == pytest.approx(0, abs=0.001)
    assert Point(12, 180).km_to(Point(12, -180)) == pytest.approx(0, abs=0.001)


def test_rounding_never_leaves_the_arc_cosine() -> None:
    assert km_of_dot(1.0000000000000002) == 0
    assert km_of_dot(-1.0000000000000002) == pytest.approx(math.pi * EARTH_KM)


def test_cells_fit_a_signed_column() -> None:
    for point in (LONDON, Point(90, 0), Point(-90, 0), Point(0, 180)):
        assert 0 < point.cell < 2**63
        assert 0 < point.area < 2**63


@given(points, points)
def test_distance_agrees_with_the_haversine_formula(one: Point, other: Point) -> None:
    # Near the opposite point, and near zero, an arc cosine has few digits: up to 0.2 km.
    assert one.km_to(other) == pytest.approx(haversine(one, other), abs=0.2)


@given(points, points, st.floats(0.1, MOST_KM))
def test_the_least_dot_is_the_circle(one: Point, other: Point, km: float) -> None:
    distance = haversine(one, other)
    if abs(distance - km) > 0.001:
        assert (dot(one, other) >= least_dot(km)) == (distance <= km)


@settings(max_examples=2_000, deadline=None)
@given(points, st.floats(0.0, 1.0), st.floats(0.1, MOST_KM), st.floats(0, 2 * math.pi))
@example(Point(90, 0), 1.0, MOST_KM, 0.0)
@example(Point(-90, 0), 1.0, CELL_REACH_KM, 0.0)
@example(Point(0, 180), 1.0, CELL_REACH_KM, math.pi / 2)
def test_the_cells_hold_every_point_of_the_circle(
    centre: Point, part: float, km: float, bearing: float
) -> None:
    other = moved(centre, km * part, bearing)
    column, cells = cells_around(centre, km)
    if haversine(centre, other) <= km:
        assert getattr(other, column) in cells


# The widest circles of each number of rings, of both sizes of cell.
WIDEST = [6.79, 17.19, 27.59, 37.99, 48.39, 58.79, 60, 123.9, 200.9, 277.9, 354.9, 431.9, 500]


@pytest.mark.parametrize("km", [0.1, 1, 5, 25, *WIDEST])
def test_the_cells_hold_the_rim_of_circles_all_over_the_globe(km: float) -> None:
    """On a spiral of centres that visits all latitudes, every bearing of the rim."""
    count = 400
    for number in range(count):
        latitude = math.degrees(math.asin(1 - 2 * (number + 0.5) / count))
        centre = Point(latitude, (number * 137.50776) % 360 - 180)
        column, cells = cells_around(centre, km)
        held = set(cells)
        for step in range(24):
            rim = moved(centre, km * 0.9999, step * math.pi / 12 + number)
            assert getattr(rim, column) in held, (centre, rim)


def test_a_wide_circle_asks_for_few_cells() -> None:
    """An index takes this many values without trouble."""
    assert len(cells_around(LONDON, CELL_REACH_KM)[1]) < 200
    assert len(cells_around(LONDON, MOST_KM)[1]) < 250
