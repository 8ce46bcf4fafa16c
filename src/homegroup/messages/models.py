"""Who writes to whom, who may be called, and the phone lists of groups.

Nobody's words and no number shown to one person stand here: those lie in the vault's threads.
"""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.groups.models import Group, Membership
from homegroup.messages.choices import CallState, OpenTo, TalkState
from homegroup.vault.models import Thread


class TalkQuerySet(models.QuerySet["Talk"]):
    """The vocabulary of conversations."""

    def of(self, user: uuid.UUID) -> Self:
        """Those that somebody is or was in, and has not deleted."""
        return self.filter(Q(asker=user, asker_gone=False) | Q(asked=user, asked_gone=False))

    def whole(self) -> Self:
        """With all that pages show of them."""
        return self.select_related("group", "thread", "asker_as", "asked_as")

    def between(self, one: Membership, other: Membership) -> Self:
        """The one of two people of a group."""
        return self.filter(
            Q(asker_as=one, asked_as=other) | Q(asker_as=other, asked_as=one),
        )

    def unanswered(self) -> Self:
        """Those that are still a request, declined or not."""
        return self.filter(state__in=[TalkState.ASKED, TalkState.DECLINED])


class Talk(models.Model):
    """Two members of a group write to each other, or one of them has asked to.

    `void`: asked while no contact was wished for; only the asker knows of it. `*_gone`: deleted
    it for themself. The memberships go when somebody leaves the group, the accounts when somebody
    leaves the home; what was written stays readable for who is left.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, null=True, on_delete=models.SET_NULL, related_name="talks")
    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="talk")
    state = models.CharField(max_length=8, choices=TalkState.choices, default=TalkState.ASKED)
    asked_on = models.DateField()
    void = models.BooleanField(default=False)
    was_open = models.BooleanField(default=False)
    asker = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="talks_begun"
    )
    asked = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="talks_offered"
    )
    asker_as = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="talks_begun"
    )
    asked_as = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="talks_offered"
    )
    asker_gone = models.BooleanField(default=False)
    asked_gone = models.BooleanField(default=False)
    asker_muted = models.BooleanField(default=False)
    asked_muted = models.BooleanField(default=False)

    objects = TalkQuerySet.as_manager()

    class Meta:
        db_table = "messages_talk"
        constraints = [
            models.UniqueConstraint(
                Least("asker_as", "asked_as"),
                Greatest("asker_as", "asked_as"),
                condition=Q(asker_as__isnull=False, asked_as__isnull=False),
                name="talk_once_for_two",
            ),
            models.CheckConstraint(name="talk_state", condition=Q(state__in=TalkState.values)),
            models.CheckConstraint(
                name="talk_of_two", condition=Q(asker__isnull=True) | ~Q(asker=F("asked"))
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_on"], name="talk_unanswered")]

    def __str__(self) -> str:
        return f"talk {self.id}"


class Door(models.Model):
    """Who may write to a member first, in one group; without a row the usual holds."""

    membership = models.OneToOneField(
        Membership, primary_key=True, on_delete=models.CASCADE, related_name="door"
    )
    open_to = models.CharField(max_length=9, choices=OpenTo.choices)

    class Meta:
        db_table = "messages_door"
        constraints = [
            models.CheckConstraint(name="door_open_to", condition=Q(open_to__in=OpenTo.values))
        ]

    def __str__(self) -> str:
        return f"door of {self.membership_id}: {self.open_to}"


class Reach(models.Model):
    """To how many people somebody wrote first on a day, in one group; not to whom."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="reach")
    on = models.DateField(db_index=True)
    people = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "messages_reach"
        constraints = [models.UniqueConstraint(name="reach_once", fields=["membership", "on"])]

    def __str__(self) -> str:
        return f"reach of {self.membership_id} on {self.on}"


class CallOffer(models.Model):
    """A member of a group may be called: on which days (ISO), in which hours of their own zone.

    The same hour twice means the whole day; from 22 to 6 reaches into the next one. `words` are
    sealed with the home's key. The number is not here.
    """

    membership = models.OneToOneField(
        Membership, primary_key=True, on_delete=models.CASCADE, related_name="call_offer"
    )
    days = models.CharField(max_length=7)
    from_hour = models.PositiveSmallIntegerField()
    until_hour = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=64)
    words = models.BinaryField()
    for_newcomers = models.BooleanField(default=True)
    until_on = models.DateField(db_index=True)
    reminded = models.BooleanField(default=False)

    class Meta:
        db_table = "messages_call_offer"
        constraints = [
            models.CheckConstraint(
                name="call_offer_hours",
                condition=Q(from_hour__range=(0, 23), until_hour__range=(0, 23)),
            )
        ]

    def __str__(self) -> str:
        return f"offer of {self.membership_id}"


class CallQuerySet(models.QuerySet["Call"]):
    """The vocabulary of calls."""

    def whole(self) -> Self:
        """With all that pages show of them."""
        return self.select_related("group", "asker_as__user", "offerer_as__user")

    def shown(self) -> Self:
        """Those whose number is shown now."""
        return self.filter(state=CallState.SHOWN, ends_at__gt=clock.now())


class Call(models.Model):
    """Somebody asks to call a member who offered it; the number lies sealed in `thread`.

    `void` as with conversations. Whoever leaves the group is not reached any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, null=True, on_delete=models.SET_NULL, related_name="calls")
    asker_as = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="calls_asked"
    )
    offerer_as = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="calls_offered"
    )
    state = models.CharField(max_length=8, choices=CallState.choices, default=CallState.ASKED)
    void = models.BooleanField(default=False)
    asked_on = models.DateField()
    ends_at = models.DateTimeField(null=True)
    thread = models.OneToOneField(Thread, null=True, on_delete=models.SET_NULL, related_name="call")

    objects = CallQuerySet.as_manager()

    class Meta:
        db_table = "messages_call"
        constraints = [
            models.UniqueConstraint(name="call_once", fields=["asker_as", "offerer_as"]),
            models.CheckConstraint(name="call_state", condition=Q(state__in=CallState.values)),
            models.CheckConstraint(
                name="call_of_two",
                condition=Q(asker_as__isnull=True) | ~Q(asker_as=F("offerer_as")),
            ),
            models.CheckConstraint(
                name="call_shown_ends",
                condition=~Q(state=CallState.SHOWN) | Q(ends_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.id}"


class PhoneEntry(models.Model):
    """A member stands on the phone list of a group, until a day.

    The whole group reads it, so the server can; in the tables number and hours are sealed with
    the home's key.
    """

    membership = models.OneToOneField(
        Membership, primary_key=True, on_delete=models.CASCADE, related_name="phone_entry"
    )
    sealed = models.BinaryField()
    for_newcomers = models.BooleanField(default=False)
    until_on = models.DateField(db_index=True)
    reminded = models.BooleanField(default=False)

    class Meta:
        db_table = "messages_phone_entry"

    def __str__(self) -> str:
        return f"phone entry of {self.membership_id}"
