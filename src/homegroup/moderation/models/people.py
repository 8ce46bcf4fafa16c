"""People: whom one wants no contact with, who may not write for a time, who rests."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.groups.models import Group
from homegroup.moderation.choices import AppealState, BanState

_BAN_DECIDED = [BanState.RUNNING, BanState.DECLINED, BanState.LIFTED]


class BlockQuerySet(models.QuerySet["Block"]):
    """The vocabulary of blocks."""

    def of(self, user: uuid.UUID) -> Self:
        """Those that somebody made, or that were made for them."""
        return self.filter(Q(blocker=user) | Q(blocked=user))

    def between(self, one: uuid.UUID, other: uuid.UUID) -> Self:
        """Those of either of two people for the other."""
        return self.filter(
            Q(blocker=one, blocked=other) | Q(blocker=other, blocked=one),
        )


class Block(models.Model):
    """Somebody wants no contact with a person, whom they know under one name in one group.

    It holds for the account behind it. `person` is the bare id of the membership, and `name` what
    the blocker knows them by: other names of the same person are not told by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    blocker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocked_by")
    person = models.UUIDField()
    name = models.CharField(max_length=40)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_on = models.DateField()

    objects = BlockQuerySet.as_manager()

    class Meta:
        db_table = "moderation_block"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(name="block_once", fields=["blocker", "person"]),
            models.CheckConstraint(
                name="block_not_oneself", condition=~Q(blocker=models.F("blocked"))
            ),
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"


class PauseQuerySet(models.QuerySet["Pause"]):
    """The vocabulary of pauses."""

    def running(self) -> Self:
        """Those that last."""
        return self.filter(until_at__gt=clock.now())


class Pause(models.Model):
    """Somebody cannot write for a time: in a group, or in the whole home (without a group).

    The person reads `note`. It is over when `until_at` has passed, or was lifted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="pauses"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="pauses")
    note = models.CharField(max_length=500)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="pauses_given"
    )

    objects = PauseQuerySet.as_manager()

    class Meta:
        db_table = "moderation_pause"
        ordering = ["until_at"]
        constraints = [
            models.CheckConstraint(
                name="pause_in_order", condition=Q(until_at__gte=models.F("from_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"pause {self.pk}"


class SlowMode(models.Model):
    """In a group each person writes once in so many minutes, until an end."""

    group = models.OneToOneField(
        Group, primary_key=True, on_delete=models.CASCADE, related_name="slow_mode"
    )
    minutes = models.PositiveSmallIntegerField()
    until_at = models.DateTimeField()

    class Meta:
        db_table = "moderation_slow_mode"
        constraints = [
            models.CheckConstraint(name="slow_minutes", condition=Q(minutes__range=(1, 1440)))
        ]

    def __str__(self) -> str:
        return f"slow mode of {self.group_id}"


class LastWritten(models.Model):
    """When somebody wrote last in a group with slow mode; gone when that ends."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "moderation_last_written"
        constraints = [models.UniqueConstraint(name="last_written_once", fields=["group", "user"])]

    def __str__(self) -> str:
        return f"last written {self.pk}"


def _another(who: str) -> Q:
    """Tell that who answered an appeal is not this one; who has left is nobody."""
    return Q(**{f"{who}__isnull": True}) | ~Q(answered_by=F(who))


class BanQuerySet(models.QuerySet["Ban"]):
    """The vocabulary of bans."""

    def proposed(self) -> Self:
        """Those that wait for a second moderator."""
        return self.filter(state=BanState.PROPOSED)

    def running(self) -> Self:
        """Those that last."""
        return self.filter(state=BanState.RUNNING, until_on__gt=clock.now().date())

    def appealed(self) -> Self:
        """Those that last, and that somebody else is asked to look at again."""
        return self.running().filter(appeal_state=AppealState.WAITING)


class Ban(models.Model):
    """Somebody is to stay away from a group until a day. Two moderators must agree.

    `everywhere`: from all groups of the home; one of the two runs it. `group` is then where it
    began, and `name` the name there. The person reads `reason`, and may ask once that somebody
    else looks at it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="bans")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="bans")
    name = models.CharField(max_length=40, help_text="The name that they had in the group")
    everywhere = models.BooleanField(default=False, help_text="From all groups of the home")
    reason = models.CharField(max_length=500)
    until_on = models.DateField()
    state = models.CharField(max_length=8, choices=BanState.choices, default=BanState.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="bans_proposed"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="bans_decided"
    )
    appeal_state = models.CharField(
        max_length=8, choices=AppealState.choices, default=AppealState.NONE
    )
    appeal = models.CharField(max_length=1000, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True, help_text="What came of the appeal")
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="appeals_decided"
    )

    objects = BanQuerySet.as_manager()

    class Meta:
        db_table = "moderation_ban"
        ordering = ["proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="ban_proposed_once",
                fields=["group", "user"],
                condition=Q(state=BanState.PROPOSED),
            ),
            models.CheckConstraint(
                name="ban_takes_two",
                condition=Q(decided_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(proposed_by=F("decided_by")),
            ),
            models.CheckConstraint(
                name="ban_appeal_by_a_third",
                condition=Q(answered_by__isnull=True)
                | (_another("proposed_by") & _another("decided_by")),
            ),
            models.CheckConstraint(
                name="ban_state",
                condition=Q(state=BanState.PROPOSED, decided_at__isnull=True)
                | Q(state__in=_BAN_DECIDED, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"ban {self.pk}"


class Rest(models.Model):
    """A moderator rests until a day, and has asked somebody to look after the desk meanwhile."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="rests")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="rests")
    until_on = models.DateField()
    to = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="rests_of_others"
    )

    class Meta:
        db_table = "moderation_rest"
        constraints = [models.UniqueConstraint(name="rest_once", fields=["group", "user"])]

    def __str__(self) -> str:
        return f"rest {self.pk}"
