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


class Thread(models.Model):
    """A private conversation of two. What it is about and what stands in it is sealed.

    `epoch` counts its keys; `header` is sealed under the key of `header_epoch`. Where somebody has
    left the home their messages went along, so gaps between numbers are then no sign of harm.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    epoch = models.PositiveIntegerField(default=0)
    header = models.BinaryField()
    header_epoch = models.PositiveIntegerField(default=1)
    ended = models.BooleanField(default=False)
    has_gaps = models.BooleanField(default=False, help_text="Somebody left the home, with it all")
    ends_at = models.DateTimeField(
        null=True, db_index=True, help_text="From then on it is deleted, for both"
    )

    class Meta:
        db_table = "vault_thread"

    def __str__(self) -> str:
        return f"thread {self.id}"


class Seat(models.Model):
    """One of the two of a thread: reads from number `since` on, and remembers how far it goes.

    `place` is sealed under the member's account key: the last number they saw, and its digest.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="seats")
    since = models.PositiveIntegerField(default=1)
    place = models.BinaryField(null=True)

    class Meta:
        db_table = "vault_seat"
        constraints = [models.UniqueConstraint(name="seat_once", fields=["thread", "user"])]

    def __str__(self) -> str:
        return f"seat {self.id}"


class SeatKey(models.Model):
    """The key of one epoch of a thread, sealed to one of the two."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="keys")
    epoch = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "vault_seat_key"
        constraints = [models.UniqueConstraint(name="seat_key_once", fields=["seat", "epoch"])]

    def __str__(self) -> str:
        return f"key {self.epoch} of seat {self.seat_id}"


class Message(models.Model):
    """One message of a thread: its words, its kind and its moment are sealed.

    Both read what has `part` 0. What has a part was written while the other did not want contact:
    it stands behind message `number`, and only its author reads it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    part = models.PositiveIntegerField(default=0)
    epoch = models.PositiveIntegerField()
    sealed = models.BinaryField()
    withheld = models.BooleanField(default=False, help_text="Taken away by moderators; shown so")

    class Meta:
        db_table = "vault_message"
        ordering = ["number", "part"]
        constraints = [
            models.UniqueConstraint(name="message_number", fields=["thread", "number", "part"])
        ]

    def __str__(self) -> str:
        return f"message {self.id}"
