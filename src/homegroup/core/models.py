"""Small records of the house itself."""

from django.db import models


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
