"""Notices, what a member wants to hear and where, what waits to go out, and the mail server."""

import uuid
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.notices.choices import Channel, DeliveryState, Rhythm, Security


class NoticeQuerySet(models.QuerySet["Notice"]):
    """The vocabulary of notices."""

    def of(self, user: UUID) -> Self:
        """Those of one member, newest first."""
        return self.filter(user=user).order_by("-at", "-id")

    def unread(self) -> Self:
        """Those that were not opened."""
        return self.filter(unread=True)


class Notice(models.Model):
    """That something is new for a member: its kind and a bare reference, never its content.

    When it was read is not kept: that would tell when somebody was here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=64)
    subject = models.CharField(max_length=80, help_text="kind:id, as in the audit log")
    at = models.DateTimeField(db_index=True)
    unread = models.BooleanField(default=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        db_table = "notices_notice"
        constraints = [
            models.UniqueConstraint(
                name="notice_unread_once",
                fields=["user", "kind", "subject"],
                condition=Q(unread=True),
            )
        ]
        indexes = [
            models.Index(fields=["user", "-at"], name="notice_list"),
            models.Index(fields=["user"], condition=Q(unread=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"

    @property
    def subject_id(self) -> str:
        """The bare id of its subject."""
        return self.subject.partition(":")[2]


class Preferences(models.Model):
    """When a member may be reached outside the site: wall time in their own zone.

    Between `quiet_from` and `quiet_until` nothing goes out; the same hour twice means no quiet
    hours. `weekday` is ISO. Until `mail_rests_until` no further mail goes out, likewise pushes.
    """

    user = models.OneToOneField(
        User, primary_key=True, on_delete=models.CASCADE, related_name="notice_preferences"
    )
    zone = models.CharField(max_length=64)
    quiet_from = models.PositiveSmallIntegerField(default=22)
    quiet_until = models.PositiveSmallIntegerField(default=8)
    hour = models.PositiveSmallIntegerField(default=9)
    weekday = models.PositiveSmallIntegerField(default=7)
    mail_rests_until = models.DateTimeField(null=True, blank=True)
    push_rests_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notices_preferences"
        constraints = [
            models.CheckConstraint(
                name="preferences_hours",
                condition=Q(
                    quiet_from__range=(0, 23), quiet_until__range=(0, 23), hour__range=(0, 23)
                ),
            ),
            models.CheckConstraint(name="preferences_weekday", condition=Q(weekday__range=(1, 7))),
        ]

    def __str__(self) -> str:
        return f"preferences of {self.user_id}"


class Choice(models.Model):
    """What a member chose for one topic and channel; without a row it is `Rhythm.USUAL`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_choices")
    channel = models.CharField(max_length=4, choices=Channel.choices)
    topic = models.CharField(max_length=40)
    rhythm = models.CharField(max_length=6, choices=Rhythm.choices)

    class Meta:
        db_table = "notices_choice"
        constraints = [
            models.UniqueConstraint(name="choice_once", fields=["user", "channel", "topic"]),
            models.CheckConstraint(name="choice_channel", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(name="choice_rhythm", condition=Q(rhythm__in=Rhythm.values)),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.topic}: {self.rhythm}"


class MailAddress(models.Model):
    """A member's address, sealed with the home's key; used only once a code has proved it.

    `label` stands in the link that ends the mails, and names nobody. `code_check` is what the
    code is compared with; empty once the address is confirmed.
    """

    user = models.OneToOneField(
        User, primary_key=True, on_delete=models.CASCADE, related_name="mail_address"
    )
    label = models.UUIDField(default=uuid.uuid4, unique=True)
    sealed = models.BinaryField()
    code_check = models.BinaryField(null=True)
    code_until = models.DateTimeField(null=True, db_index=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    refused = models.BooleanField(default=False, help_text="The mail server knows no such address")

    class Meta:
        db_table = "notices_mail_address"
        constraints = [
            models.CheckConstraint(
                name="mail_address_code_whole",
                condition=Q(code_check__isnull=True, code_until__isnull=True)
                | Q(code_check__isnull=False, code_until__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"address of {self.user_id}"

    @property
    def is_confirmed(self) -> bool:
        """Whether its owner typed the code that was sent there."""
        return self.code_check is None


class PushDevice(models.Model):
    """A browser that takes pushes: where to send and its keys, sealed with the home's key.

    `mark` is an HMAC of the address: one browser has one row, whoever is signed in there.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="push_devices")
    label = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Names it on pages")
    mark = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    added_on = models.DateField()

    class Meta:
        db_table = "notices_push_device"
        ordering = ["added_on", "id"]

    def __str__(self) -> str:
        return f"device of {self.user_id}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """The vocabulary of what waits."""

    def due(self) -> Self:
        """What may go out now: unread still, and its member is there."""
        return self.filter(
            state=DeliveryState.WAITING,
            due_at__lte=clock.now(),
            notice__unread=True,
            user__is_active=True,
        )


class Delivery(models.Model):
    """One notice that is to be told through one channel; gone once it was told or read."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=4, choices=Channel.choices)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(
        max_length=7, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        db_table = "notices_delivery"
        constraints = [
            models.UniqueConstraint(name="delivery_once", fields=["notice", "channel"]),
            models.CheckConstraint(
                name="delivery_channel", condition=Q(channel__in=Channel.values)
            ),
            models.CheckConstraint(
                name="delivery_state", condition=Q(state__in=DeliveryState.values)
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.channel} to {self.user_id}"


class MailSettings(models.Model):
    """The mail server of this home: one row. The password is sealed with the home's key."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField()
    security = models.CharField(max_length=8, choices=Security.choices)
    username = models.CharField(max_length=254, blank=True)
    sealed_password = models.BinaryField(null=True)
    sender_address = models.CharField(max_length=254)
    sender_name = models.CharField(max_length=60)

    class Meta:
        db_table = "notices_mail_settings"
        constraints = [
            models.CheckConstraint(name="mail_settings_one_row", condition=Q(id=1)),
            models.CheckConstraint(name="mail_settings_port", condition=Q(port__range=(1, 65535))),
            models.CheckConstraint(
                name="mail_settings_security", condition=Q(security__in=Security.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"
