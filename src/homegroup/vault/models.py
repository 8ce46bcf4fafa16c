"""One table of sealed entries, one of grants, one of manifests."""

import uuid

from django.db import models

from homegroup.accounts.models import User


class Entry(models.Model):
    """Something private. What kind it is, of which day, and its tags are sealed with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="entries")
    revision = models.PositiveIntegerField(default=1)
    item_key = models.BinaryField(help_text="Sealed under the owner's account key")
    header = models.BinaryField(help_text="Kind, day, tags: sealed under the item key")
    body = models.BinaryField(help_text="Sealed under the item key")
    renew = models.BooleanField(
        default=False, help_text="A reader lost access: the next unlock makes a new item key"
    )

    class Meta:
        db_table = "vault_entry"

    def __str__(self) -> str:
        return f"entry {self.id}"


class Grant(models.Model):
    """One entry opened to one reader: its item key, sealed to the reader's public key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="grants")
    reader = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    sealed_key = models.BinaryField()

    class Meta:
        db_table = "vault_grant"
        constraints = [models.UniqueConstraint(name="grant_once", fields=["entry", "reader"])]

    def __str__(self) -> str:
        return f"grant {self.id}"


class Manifest(models.Model):
    """Which entries an owner has, at which revision: sealed, so that a row put back shows."""

    owner = models.OneToOneField(
        User, primary_key=True, on_delete=models.CASCADE, related_name="manifest"
    )
    sealed = models.BinaryField()

    class Meta:
        db_table = "vault_manifest"

    def __str__(self) -> str:
        return f"manifest of {self.owner_id}"
