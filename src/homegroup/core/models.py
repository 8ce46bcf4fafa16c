"""Small records of the house itself."""

from django.db import models
from django.db.models import Q

# Where "leave" leads while the operator has named no other page.
EXIT_URL = "https://www.bbc.com/weather"


class Edition(models.Model):
    """How often a body of data has changed: the cheap basis of ETags and caches.

    `number` rises by one in every transaction that changes what the public sees under `name`.
    """

    name = models.SlugField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "core_edition"

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class UsedKey(models.Model):
    """An idempotency key that a form has spent. Kept for a day (see `core.once`)."""

    key = models.UUIDField(primary_key=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "core_used_key"

    def __str__(self) -> str:
        return str(self.key)


class ChoreRun(models.Model):
    """When a chore of the upkeep last ran: a lease, so that two servers do not both do it."""

    name = models.SlugField(primary_key=True)
    last_at = models.DateTimeField()

    class Meta:
        db_table = "core_chore_run"

    def __str__(self) -> str:
        return self.name


class SiteSettings(models.Model):
    """What this site is, as its operator says: one row (`core.site` reads and changes it).

    `country` is an ISO 3166 code, `fellowships` are slugs, `exit_url` is where "leave" leads.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=60, blank=True, help_text="Empty: what the settings say")
    country = models.CharField(max_length=2, blank=True)
    languages = models.JSONField(default=list, blank=True)
    fellowships = models.JSONField(default=list, blank=True)
    exit_url = models.URLField(max_length=300, default=EXIT_URL)

    class Meta:
        db_table = "core_site"
        constraints = [
            models.CheckConstraint(name="site_one_row", condition=Q(id=1)),
            models.CheckConstraint(
                name="site_exit_is_https", condition=Q(exit_url__startswith="https://")
            ),
        ]

    def __str__(self) -> str:
        return self.name or "the site"
