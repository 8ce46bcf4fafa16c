"""Putting notices into the queue of what goes out, for members who switched a channel on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Value

from homegroup.core import clock
from homegroup.notices import kinds
from homegroup.notices.choices import Channel, DeliveryState, Rhythm
from homegroup.notices.hours import due_at
from homegroup.notices.models import Choice, Delivery, MailAddress, Notice, Preferences, PushDevice


def queue(notices: Sequence[Notice], kind: kinds.Kind) -> None:
    """Queue new notices of one kind; call it inside the transaction that made them."""
    users = [notice.user_id for notice in notices]
    on = _switched_on(users)
    if not on:
        return
    preferences = Preferences.objects.in_bulk({user for user, _channel in on})
    chosen = _chosen(users, kind.topic)
    moment = clock.now()
    rows = [
        Delivery(notice=notice, user_id=notice.user_id, channel=channel, due_at=due)
        for notice in notices
        for channel in Channel
        if (notice.user_id, channel) in on and notice.user_id in preferences
        if (due := due_at(moment, chosen.get((notice.user_id, channel), Rhythm.USUAL),
                          kind.urgency, preferences[notice.user_id]))
    ]  # fmt: skip
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def _switched_on(users: Sequence[UUID]) -> set[tuple[UUID, Channel]]:
    usable = MailAddress.objects.filter(pk__in=users, code_check__isnull=True, refused=False)
    devices = PushDevice.objects.filter(user__in=users)
    mails = usable.values_list("pk", Value(Channel.MAIL.value))
    pushes = devices.order_by().values_list("user", Value(Channel.PUSH.value))
    return {(user, Channel(channel)) for user, channel in mails.union(pushes)}


def _chosen(users: Sequence[UUID], topic: str) -> dict[tuple[UUID, str], Rhythm]:
    rows = Choice.objects.filter(user__in=users, topic=topic)
    return {(row.user_id, row.channel): Rhythm(row.rhythm) for row in rows}


def queue_again(preferences: Preferences) -> None:
    """Reckon anew when what waits for a member goes out, after they chose other times."""
    rows = Choice.objects.filter(user=preferences.user_id)
    chosen = {(row.channel, row.topic): Rhythm(row.rhythm) for row in rows}
    waiting = Delivery.objects.filter(user=preferences.user_id, state=DeliveryState.WAITING)
    for delivery in waiting.select_related("notice"):
        due = _due_again(delivery, chosen, preferences)
        if due is None:
            delivery.delete()
        else:
            delivery.due_at = due
            delivery.save(update_fields=["due_at"])


def _due_again(
    delivery: Delivery, chosen: dict[tuple[str, str], Rhythm], preferences: Preferences
) -> datetime | None:
    kind = kinds.find(delivery.notice.kind)
    if kind is None:
        return None
    rhythm = chosen.get((delivery.channel, kind.topic), Rhythm.USUAL)
    return due_at(clock.now(), rhythm, kind.urgency, preferences)
