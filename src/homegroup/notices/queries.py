"""Reads of the room: what is new, what the list shows, what a member has switched on."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from homegroup.notices import kinds
from homegroup.notices.choices import Channel, DeliveryState, Rhythm
from homegroup.notices.models import (
    Choice,
    Delivery,
    MailAddress,
    MailSettings,
    Notice,
    PushDevice,
)

PAGE_SIZE = 30
_COUNT_TO = 100


@dataclass(frozen=True)
class Shown:
    """A notice with the words that were made for it just now."""

    notice: Notice
    line: kinds.Line
    topic: str


@dataclass(frozen=True)
class Page:
    """One page of the list; `vanished` are notices whose subject is gone."""

    shown: list[Shown]
    vanished: list[UUID]
    is_more: bool


def unread_count(user: UUID) -> int:
    """Give how many notices were not opened, up to 100: one query on one small index."""
    return len(Notice.objects.filter(user=user).unread().order_by().values_list("pk")[:_COUNT_TO])


def count_for(request: HttpRequest) -> int:
    """Give the number for the header of a member's page, asked once for each request."""
    told: int | None = getattr(request, "notices_unread", None)
    if told is None:
        told = unread_count(request.user.pk)  # type: ignore[arg-type]
        request.notices_unread = told  # type: ignore[attr-defined]
    return told


def page(user: UUID, number: int) -> Page:
    """Give a page of the member's list, newest first; the first page has the number 1."""
    start = (number - 1) * PAGE_SIZE
    found = list(Notice.objects.of(user)[start : start + PAGE_SIZE + 1])
    here = found[:PAGE_SIZE]
    shown = with_words(here, user)
    seen = {each.notice.pk for each in shown}
    vanished = [notice.pk for notice in here if notice.pk not in seen]
    return Page(shown, vanished, is_more=len(found) > PAGE_SIZE)


def with_words(notices: Sequence[Notice], reader: UUID) -> list[Shown]:
    """Give notices with their words, in order; each kind is asked once for all of its own.

    What has no words any more is left out.
    """
    ids: dict[str, list[str]] = {}
    for notice in notices:
        ids.setdefault(notice.kind, []).append(notice.subject_id)
    made = {kind: kinds.lines(kind, subjects, reader) for kind, subjects in ids.items()}
    topics = kinds.topics()
    found = []
    for notice in notices:
        line, kind = made[notice.kind].get(notice.subject_id), kinds.find(notice.kind)
        if line is not None and kind is not None:
            found.append(Shown(notice, line, str(topics[kind.topic])))
    return found


def mail_address(user: UUID) -> MailAddress | None:
    """Give the member's address, confirmed or not."""
    return MailAddress.objects.filter(pk=user).first()


def mail_settings() -> MailSettings | None:
    """Give how this home sends mail; None while nobody has said."""
    return MailSettings.objects.filter(pk=1).first()


def channels_of(user: UUID) -> list[Channel]:
    """Give the channels that the member has switched on and that are ready."""
    found = []
    if MailAddress.objects.filter(pk=user, code_check__isnull=True).exists():
        found.append(Channel.MAIL)
    if PushDevice.objects.filter(user=user).exists():
        found.append(Channel.PUSH)
    return found


def rhythms_of(user: UUID) -> dict[tuple[Channel, str], Rhythm]:
    """Give what the member chose by channel and topic; what is missing is usual."""
    rows = Choice.objects.filter(user=user).values_list("channel", "topic", "rhythm")
    return {(Channel(channel), topic): Rhythm(rhythm) for channel, topic, rhythm in rows}


def health() -> tuple[bool, str]:
    """Tell the operator whether messages go out: what was given up in the last week."""
    given_up = Delivery.objects.filter(state=DeliveryState.FAILED).count()
    if given_up:
        return False, f"{given_up} could not be sent; try the mail server at /console/mail/"
    return True, "mail server set" if mail_settings() else "no mail server; members get no mails"
