"""Fellowships, service bodies and groups."""

from django.db import models
from django.db.models import Q

from homegroup.groups.choices import BodyKind, Crosstalk, Way


class Fellowship(models.Model):
    """A whole body of groups, as AA, SMART Recovery or one of a site's own making.

    `vocabulary` names the list of type codes that its feeds use.
    """

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    abbreviation = models.CharField(max_length=20, blank=True)
    way = models.CharField(max_length=20, choices=Way.choices, default=Way.OTHER)
    vocabulary = models.CharField(max_length=40, default="meeting-guide")
    crosstalk = models.CharField(max_length=12, choices=Crosstalk.choices, default=Crosstalk.NONE)
    for_families = models.BooleanField(default=False)

    class Meta:
        db_table = "groups_fellowship"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="fellowship_way", condition=Q(way__in=Way.values)),
            models.CheckConstraint(
                name="fellowship_crosstalk", condition=Q(crosstalk__in=Crosstalk.values)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short(self) -> str:
        """The abbreviation if there is one, else the name."""
        return self.abbreviation or self.name


class ServiceBody(models.Model):
    """A local service or a level of the service structure, in a tree."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=BodyKind.choices, default=BodyKind.OTHER)
    fellowship = models.ForeignKey(
        Fellowship, null=True, blank=True, on_delete=models.PROTECT, related_name="service_bodies"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    website = models.URLField(blank=True, max_length=500)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    location = models.CharField(max_length=200, blank=True, help_text="The part of the map served")

    class Meta:
        db_table = "groups_service_body"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="body_kind", condition=Q(kind__in=BodyKind.values)),
            models.CheckConstraint(
                name="body_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """People who meet. It holds meetings, one or many.

    `source` is the name of the feed that the group came with, empty if made here.
    Contact details are those that the group has published itself.
    """

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=255)
    fellowship = models.ForeignKey(
        Fellowship, null=True, blank=True, on_delete=models.PROTECT, related_name="groups"
    )
    service_body = models.ForeignKey(
        ServiceBody, null=True, blank=True, on_delete=models.SET_NULL, related_name="groups"
    )
    district = models.CharField(max_length=120, blank=True)
    notes = models.TextField(blank=True)
    website = models.URLField(blank=True, max_length=500)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=80, blank=True)
    edited = models.JSONField(default=list, blank=True, help_text="Fields that people changed here")

    class Meta:
        db_table = "groups_group"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                name="group_source_once", fields=["source", "name"], condition=~Q(source="")
            )
        ]

    def __str__(self) -> str:
        return self.name
