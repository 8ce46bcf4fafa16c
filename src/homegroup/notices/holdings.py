"""What the room holds of a member, for export and erasure."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Model

from homegroup.core.sealing import Unreadable
from homegroup.notices import outlets, queries
from homegroup.notices.models import (
    Choice,
    Delivery,
    MailAddress,
    Notice,
    Preferences,
    PushDevice,
)


def export_notices(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the notices with the words that are made for them now."""
    notices = list(Notice.objects.of(account))
    words = {shown.notice.pk: shown.line for shown in queries.with_words(notices, account)}
    for notice in notices:
        line = words.get(notice.pk)
        yield {
            "at": notice.at.isoformat(),
            "kind": notice.kind,
            "about": notice.subject,
            "text": str(line.text) if line else "",
            "unread": notice.unread,
        }


def export_preferences(account: UUID) -> Iterable[dict[str, Any]]:
    """Give when the member may be reached, and until when no further message goes out."""
    names = ("zone", "quiet_from", "quiet_until", "hour", "weekday")
    for row in Preferences.objects.filter(pk=account):
        rests = (row.mail_rests_until, row.push_rests_until)
        told = [moment.isoformat() if moment else None for moment in rests]
        yield {name: getattr(row, name) for name in names} | {"rests_until": told}


def export_choices(account: UUID) -> Iterable[dict[str, Any]]:
    """Give what the member chose for topics."""
    for row in Choice.objects.filter(user=account).order_by("channel", "topic"):
        yield {"channel": row.channel, "topic": row.topic, "rhythm": row.rhythm}


def export_address(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the mail address, opened."""
    for row in MailAddress.objects.filter(pk=account):
        try:
            address = outlets.address_of(row)
        except Unreadable:
            address = ""
        yield {"address": address, "confirmed": row.is_confirmed, "refused": row.refused}


def export_devices(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the devices that take pushes, by the day and the service that carries them."""
    for row in PushDevice.objects.filter(user=account):
        try:
            service = urlsplit(outlets.subscription_of(row).endpoint).hostname
        except Unreadable:
            service = ""
        yield {"added_on": row.added_on.isoformat(), "service": service}


def export_deliveries(account: UUID) -> Iterable[dict[str, Any]]:
    """Give what waits to go out."""
    for row in Delivery.objects.filter(user=account).order_by("due_at", "pk"):
        yield {"channel": row.channel, "due_at": row.due_at.isoformat(), "state": row.state}


def erase_of(model: type[Model]) -> Callable[[UUID], int]:
    """Give what deletes a member's rows of a model that has `user`; it gives how many went."""

    def erase(account: UUID) -> int:
        deleted, _by_model = model._default_manager.filter(user=account).delete()
        return deleted

    return erase
