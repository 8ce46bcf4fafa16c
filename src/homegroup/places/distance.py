"""Distance on the globe, and the cells and unit vectors that make it quick in SQL.

A point is stored as a unit vector (x, y, z). Two points are within `km` of each other exactly
when their dot product is at least cos(km / EARTH_KM): plain arithmetic that every database
has. Cells (H3, https://h3geo.org) narrow the search to an index range first.
"""

import math
from dataclasses import dataclass

import h3

EARTH_KM = 6371.0088  # mean radius, IUGG
KM_PER_MILE = 1.609344
# Two sizes of cell, as H3 resolutions. A disk of k rings reaches at least step * k - loss km from
# any point of its middle cell: measured over the whole globe, where cells vary in size by a
# fifth (tests/places/test_distance.py checks it).
CELL_RESOLUTION, _CELL_STEP_KM, _CELL_LOSS_KM = 5, 10.4, 3.6
AREA_RESOLUTION, _AREA_STEP_KM, _AREA_LOSS_KM = 3, 77.0, 30.0
CELL_REACH_KM = 60.0
MOST_KM = 500.0


@dataclass(frozen=True)
class Point:
    """A place in degrees: latitude -90..90, longitude -180..180. Raises ValueError beyond."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError("A latitude lies within 90 degrees, a longitude within 180.")

    @property
    def vector(self) -> tuple[float, float, float]:
        """The unit vector from the middle of the earth."""
        latitude, longitude = math.radians(self.latitude), math.radians(self.longitude)
        flat = math.cos(latitude)
        return (flat * math.cos(longitude), flat * math.sin(longitude), math.sin(latitude))

    @property
    def cell(self) -> int:
        """The small cell, as a signed 64-bit integer."""
        return _cell(self, CELL_RESOLUTION)

    @property
    def area(self) -> int:
        """The large cell, as a signed 64-bit integer."""
        return _cell(self, AREA_RESOLUTION)

    def km_to(self, other: "Point") -> float:
        """Kilometres along the great circle."""
        return km_of_dot(sum(a * b for a, b in zip(self.vector, other.vector, strict=True)))


def _cell(point: Point, resolution: int) -> int:
    return int(h3.str_to_int(h3.latlng_to_cell(point.latitude, point.longitude, resolution)))


def km_of_dot(dot: float) -> float:
    """Kilometres between two points whose unit vectors have this dot product."""
    return EARTH_KM * math.acos(max(-1.0, min(1.0, dot)))


def least_dot(km: float) -> float:
    """The smallest dot product of two points at most `km` apart."""
    return math.cos(km / EARTH_KM)


def cells_around(point: Point, km: float) -> tuple[str, list[int]]:
    """Give ("cell" or "area", its values) that together cover the circle."""
    if km <= CELL_REACH_KM:
        name, resolution, step, loss = "cell", CELL_RESOLUTION, _CELL_STEP_KM, _CELL_LOSS_KM
    else:
        name, resolution, step, loss = "area", AREA_RESOLUTION, _AREA_STEP_KM, _AREA_LOSS_KM
    rings = math.ceil((km + loss) / step)
    middle = h3.latlng_to_cell(point.latitude, point.longitude, resolution)
    return name, [h3.str_to_int(cell) for cell in h3.grid_disk(middle, rings)]
