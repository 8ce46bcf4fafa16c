"""Regions, venues and the gazetteer."""

from django.db import models
from django.db.models import Q

from homegroup.core.text import fold
from homegroup.places.choices import PlaceKind
from homegroup.places.distance import Point


class Region(models.Model):
    """A part of the map that people here speak of, in a tree from general to specific.

    `path` holds the folded names from the root down, parted by "/": equal paths are one region.
    """

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    path = models.CharField(max_length=600, unique=True)

    class Meta:
        db_table = "places_region"
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name

    def names(self) -> list[str]:
        """Give the names from general to specific, this one last."""
        return [*(self.parent.names() if self.parent else []), self.name]


class VenueQuerySet(models.QuerySet["Venue"]):
    """The vocabulary of venues."""

    def placed(self) -> "VenueQuerySet":
        """Those with coordinates."""
        return self.filter(latitude__isnull=False)


class Venue(models.Model):
    """A building, or (`approximate`) only the area that an online meeting belongs to.

    `address` is street and number; `formatted_address` the whole, comma-separated.
    """

    name = models.CharField(max_length=255, blank=True)
    address = models.CharField(max_length=255, blank=True)
    city = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=80, blank=True)
    formatted_address = models.CharField(max_length=400, blank=True)
    approximate = models.BooleanField(default=False)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT)
    notes = models.TextField(blank=True, help_text="How to find the door, parking, step-free way.")

    objects = VenueQuerySet.as_manager()

    class Meta:
        db_table = "places_venue"
        constraints = [
            models.CheckConstraint(
                name="venue_coordinates_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
            )
        ]
        indexes = [models.Index(fields=["formatted_address"], name="venue_address")]

    def __str__(self) -> str:
        return self.name or self.formatted_address or self.city

    @property
    def point(self) -> Point | None:
        """Where it is, if known."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)

    @property
    def town_line(self) -> str:
        """The town, with its state or country where that helps."""
        return ", ".join(part for part in (self.city, self.state or self.country) if part)


class Place(models.Model):
    """A name in the gazetteer. `weight` ranks equal names: inhabitants, or meetings there.

    Rows of `source` "meetings" (`OWN`) come from our own venues, others from a GeoNames file.
    A place without coordinates is known by name only.
    """

    OWN = "meetings"

    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(max_length=10, choices=PlaceKind.choices)
    within = models.CharField(max_length=200, blank=True, help_text="state and country, to show")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    also = models.CharField(
        max_length=250, blank=True, help_text="folded words for where it lies, not all shown"
    )
    weight = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=20, default="meetings", db_index=True)

    class Meta:
        db_table = "places_place"
        constraints = [
            models.CheckConstraint(name="place_kind_known", condition=Q(kind__in=PlaceKind.values)),
            models.CheckConstraint(
                name="place_coordinates_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.within}" if self.within else self.name

    @property
    def point(self) -> Point | None:
        """Where it is, if known."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)

    @classmethod
    def folded_name(cls, name: str) -> str:
        """Give the form under which a name is looked up."""
        return " ".join(fold(name).replace(",", " ").replace(".", " ").split())

    @classmethod
    def folded_code(cls, postcode: str) -> str:
        """Give the same of a postcode: people leave out its spaces and hyphens, or put some in."""
        return cls.folded_name(postcode).replace(" ", "").replace("-", "")
