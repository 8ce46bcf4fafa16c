"""Shares and their answers, caring responses, mutes, the rota, and a group's space."""

import uuid
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from homegroup.core.writing import MOST
from homegroup.groups.models import Group, Membership
from homegroup.support.choices import HOST_AT_MOST, Caring, Kind, Reminded, State

_MINUTES = 24 * 60


class Written(models.Model):
    """What shares and answers have in common: a text, its author or nobody, and who sees it.

    Where the author has left, the words may stay without a name. `note` is what a moderator tells
    the author, `closed_at` when it was refused or taken away.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.TextField(max_length=MOST, blank=True, help_text="Markdown")
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by_author = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.SHOWN)
    fold_label = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def edited_words(self) -> str:
        """What readers are told of a change: whether these are still the author's own words."""
        if self.edited_at is None:
            return ""
        return _("edited") if self.edited_by_author else _("changed by a moderator")

    @property
    def is_shown(self) -> bool:
        """Whether the group sees it."""
        return self.state == State.SHOWN

    @property
    def is_held(self) -> bool:
        """Whether it waits for a moderator."""
        return self.state == State.HELD


class ShareQuerySet(models.QuerySet["Share"]):
    """The vocabulary of shares."""

    def in_feed(self) -> Self:
        """Those that the group sees, newest first."""
        return self.filter(came_at__isnull=False).order_by("-came_at", "-id")

    def unanswered(self) -> Self:
        """Those that wait for a person, longest first; a moderator may have to read them before."""
        return self.filter(waits_since__isnull=False).order_by("waits_since", "id")

    def waiting(self) -> Self:
        """Those of them that whoever answers can open."""
        return self.unanswered().filter(Q(state=State.SHOWN) | Q(kind=Kind.STRUGGLING))

    def with_a_moderator(self) -> Self:
        """Those of them that a moderator reads before."""
        return self.unanswered().filter(state=State.HELD).exclude(kind=Kind.STRUGGLING)

    def pinned(self) -> Self:
        """Those that stand above the feed, the newest pin first."""
        return self.filter(pinned_at__isnull=False).order_by("-pinned_at")

    def recent_of(self, author: Membership, since: datetime) -> Self:
        """Those that somebody wrote since a moment."""
        fresh = Q(came_at__gt=since) | Q(came_at__isnull=True, written_at__gt=since)
        return self.filter(fresh, author=author)

    def unseen_of(self, author: Membership) -> Self:
        """Those of somebody that others do not see, newest first."""
        rows = self.filter(author=author, came_at__isnull=True, day__isnull=True)
        return rows.order_by("-written_at")

    def whole(self) -> Self:
        """With their authors."""
        return self.select_related("author")


class Share(Written):
    """What a member shares with a group, or the check-in thread of a day (`Kind.DAY`).

    `came_at` is since when the others see it in the feed, empty as long as they do not: a share
    that was held stands in the feed by the moment at which it came. `waits_since` counts from the
    writing, and is empty once somebody is with them; `answered_at` is the first answer of another
    person. Both feeds and queues are read along an index that holds just these.
    """

    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, related_name="shares", db_index=False
    )
    author = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="shares",
        db_index=False,
    )  # fmt: skip
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.SHARE)
    day = models.DateField(null=True, blank=True)
    listen_only = models.BooleanField(default=False)
    from_newcomer = models.BooleanField(default=False)
    came_at = models.DateTimeField(null=True, blank=True)
    waits_since = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(choices=Reminded.choices, default=Reminded.NOT_YET)
    pinned_at = models.DateTimeField(null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        db_table = "support_share"
        constraints = [
            models.CheckConstraint(name="share_kind", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="share_state", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="share_day",
                condition=Q(kind=Kind.DAY, day__isnull=False)
                | (~Q(kind=Kind.DAY) & Q(day__isnull=True) & ~Q(text="")),
            ),
            models.UniqueConstraint(
                name="share_day_once", fields=["group", "day"], condition=Q(day__isnull=False)
            ),
            models.CheckConstraint(
                name="share_in_feed",
                condition=Q(came_at__isnull=False, state=State.SHOWN, day__isnull=True)
                | (Q(came_at__isnull=True) & (~Q(state=State.SHOWN) | Q(day__isnull=False))),
            ),
            models.CheckConstraint(
                name="share_pinned_is_seen",
                condition=Q(pinned_at__isnull=True) | Q(came_at__isnull=False),
            ),
            models.CheckConstraint(
                name="share_waits_is_open",
                condition=Q(waits_since__isnull=True)
                | Q(state__in=[State.SHOWN, State.HELD], day__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["group", "came_at", "id"], name="share_feed"),
            models.Index(fields=["author", "came_at"], name="share_author"),
            models.Index(
                fields=["group", "waits_since"],
                name="share_waiting",
                condition=Q(waits_since__isnull=False),
            ),
            models.Index(
                fields=["reminded", "waits_since"],
                name="share_reminding",
                condition=Q(waits_since__isnull=False),
            ),
            models.Index(
                fields=["group", "pinned_at"],
                name="share_pinned",
                condition=Q(pinned_at__isnull=False),
            ),
            models.Index(
                fields=["closed_at"], name="share_closed", condition=Q(closed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"share {self.pk}"


class ReplyQuerySet(models.QuerySet["Reply"]):
    """The vocabulary of answers."""

    def recent_of(self, author: Membership, since: datetime) -> Self:
        """Those that somebody wrote since a moment."""
        return self.filter(author=author, written_at__gt=since)

    def shown(self) -> Self:
        """Those that the group sees."""
        return self.filter(state=State.SHOWN)

    def whole(self) -> Self:
        """With their authors."""
        return self.select_related("author")


class Reply(Written):
    """An answer below a share, in one flat list; below the check-in of a day it is a pledge."""

    share = models.ForeignKey(
        Share, on_delete=models.CASCADE, related_name="replies", db_index=False
    )
    author = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="replies",
        db_index=False,
    )  # fmt: skip
    is_pledge = models.BooleanField(default=False)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        db_table = "support_reply"
        constraints = [
            models.CheckConstraint(name="reply_state", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="reply_says_something", condition=~Q(text="")),
            models.UniqueConstraint(
                name="reply_pledge_once",
                fields=["share", "author"],
                condition=Q(is_pledge=True, author__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["share", "written_at", "id"], name="reply_of_share"),
            models.Index(fields=["author", "written_at"], name="reply_author"),
            models.Index(
                fields=["closed_at"], name="reply_closed", condition=Q(closed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"reply {self.pk}"


class Response(models.Model):
    """One of the caring responses of a member to a share; only its author is told of it."""

    share = models.ForeignKey(
        Share, on_delete=models.CASCADE, related_name="responses", db_index=False
    )
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="responses")
    kind = models.CharField(max_length=8, choices=Caring.choices)

    class Meta:
        db_table = "support_response"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="response_once", fields=["share", "member"]),
            models.CheckConstraint(name="response_kind", condition=Q(kind__in=Caring.values)),
        ]

    def __str__(self) -> str:
        return f"response {self.pk}"


class Mute(models.Model):
    """A member does not want to read what another writes in this group; the other is not told."""

    muter = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="mutes")
    muted = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="muted_by")

    class Meta:
        db_table = "support_mute"
        constraints = [
            models.UniqueConstraint(name="mute_once", fields=["muter", "muted"]),
            models.CheckConstraint(name="mute_not_oneself", condition=~Q(muter=F("muted"))),
        ]

    def __str__(self) -> str:
        return f"mute {self.pk}"


class Duty(models.Model):
    """Somebody is there for others at these hours of a weekday, by the clock of their zone.

    `weekday` is 1 for Monday to 7; hours are minutes of the day, and those that end before they
    begin go past midnight. The zone is an IANA name, so that a change of clocks is kept.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="duties")
    weekday = models.PositiveSmallIntegerField()
    from_minute = models.PositiveSmallIntegerField()
    until_minute = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=64)

    class Meta:
        db_table = "support_duty"
        ordering = ["weekday", "from_minute", "id"]
        constraints = [
            models.UniqueConstraint(
                name="duty_once", fields=["membership", "weekday", "from_minute", "until_minute"]
            ),
            models.CheckConstraint(
                name="duty_hours",
                condition=Q(
                    weekday__range=(1, 7),
                    from_minute__lt=_MINUTES,
                    until_minute__lt=_MINUTES,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"duty {self.pk}"


class Space(models.Model):
    """What a group has settled for its shares; made when the first of it is settled.

    `zone` says when a day begins, "" for the home's zone. `host` opens the check-in of each day
    since `host_since`, until handed on to `next_host`, or to whoever comes first (`seeks_host`).
    The median is of minutes to the first answer, reckoned weekly; empty where too few were asked.
    """

    group = models.OneToOneField(
        Group, primary_key=True, on_delete=models.CASCADE, related_name="space"
    )
    zone = models.CharField(max_length=64, blank=True)
    host = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="hosts"
    )
    host_since = models.DateField(null=True, blank=True)
    next_host = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="hosts_next"
    )
    seeks_host = models.BooleanField(default=False)
    host_reminded = models.BooleanField(default=False)
    median_minutes = models.PositiveIntegerField(null=True, blank=True)
    median_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "support_space"

    def __str__(self) -> str:
        return f"space of {self.group_id}"

    def is_free_to_host(self, today: date) -> bool:
        """Whether whoever likes may host the check-in: a host who went silent has no say for ever.

        `today` is the day that it is in the group.
        """
        is_over = self.host_since is not None and self.host_since <= today - HOST_AT_MOST
        return self.host_id is None or self.seeks_host or is_over
