"""Fellowships, service bodies, groups, and who belongs to them."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.groups.choices import (
    BodyKind,
    Crosstalk,
    Joining,
    MembershipState,
    PositionKind,
    Power,
    Visibility,
    Way,
)
from homegroup.groups.codes import new_address
from homegroup.groups.positions import powers_of


class Fellowship(models.Model):
    """A whole body of groups, as AA, SMART Recovery or one of a site's own making.

    `vocabulary` names the list of type codes that its feeds use.
    """

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    abbreviation = models.CharField(max_length=20, blank=True)
    way = models.CharField(max_length=20, choices=Way.choices, default=Way.OTHER)
    vocabulary = models.CharField(max_length=40, default="meeting-guide")
    crosstalk = models.CharField(max_length=12, choices=Crosstalk.choices, default=Crosstalk.NONE)
    for_families = models.BooleanField(default=False)

    class Meta:
        db_table = "groups_fellowship"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="fellowship_way", condition=Q(way__in=Way.values)),
            models.CheckConstraint(
                name="fellowship_crosstalk", condition=Q(crosstalk__in=Crosstalk.values)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short(self) -> str:
        """The abbreviation if there is one, else the name."""
        return self.abbreviation or self.name


class ServiceBody(models.Model):
    """A local service or a level of the service structure, in a tree."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=BodyKind.choices, default=BodyKind.OTHER)
    fellowship = models.ForeignKey(
        Fellowship, null=True, blank=True, on_delete=models.PROTECT, related_name="service_bodies"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    website = models.URLField(blank=True, max_length=500)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    location = models.CharField(max_length=200, blank=True, help_text="The part of the map served")

    class Meta:
        db_table = "groups_service_body"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="body_kind", condition=Q(kind__in=BodyKind.values)),
            models.CheckConstraint(
                name="body_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


# Addresses under /groups/ that are other pages.
RESERVED_SLUGS = frozenset({"new"})


class GroupQuerySet(models.QuerySet["Group"]):
    """The vocabulary of groups."""

    def listed(self) -> Self:
        """Those that everybody may know of."""
        return self.exclude(visibility=Visibility.UNLISTED)

    def unlisted(self) -> Self:
        """Those that only members may know of."""
        return self.filter(visibility=Visibility.UNLISTED)

    def at(self, slug: str) -> Self:
        """The one at an address: its slug, or the random `key` that members' pages use."""
        return self.filter(Q(slug=slug) | Q(key=slug))


class Group(models.Model):
    """People who meet. It holds meetings, one or many.

    `slug` is its address in the directory; `key` says nothing, so members' pages are called by it
    (for an unlisted group both are the same). `source` is the name of the feed that the group
    came with, empty if made here. Contact details are those that the group has published itself.
    """

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=255)
    fellowship = models.ForeignKey(
        Fellowship, null=True, blank=True, on_delete=models.PROTECT, related_name="groups"
    )
    service_body = models.ForeignKey(
        ServiceBody, null=True, blank=True, on_delete=models.SET_NULL, related_name="groups"
    )
    district = models.CharField(max_length=120, blank=True)
    notes = models.TextField(blank=True)
    website = models.URLField(blank=True, max_length=500)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=80, blank=True)
    edited = models.JSONField(default=list, blank=True, help_text="Fields that people changed here")
    key = models.SlugField(max_length=12, unique=True, default=new_address, editable=False)
    visibility = models.CharField(
        max_length=8, choices=Visibility.choices, default=Visibility.MEMBERS
    )
    joining = models.CharField(max_length=8, choices=Joining.choices, default=Joining.ASK)
    for_everyone = models.BooleanField(
        default=False, editable=False, help_text="The one group that every member may join"
    )

    objects = GroupQuerySet.as_manager()

    class Meta:
        db_table = "groups_group"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="group_visibility", condition=Q(visibility__in=Visibility.values)
            ),
            models.CheckConstraint(name="group_joining", condition=Q(joining__in=Joining.values)),
            models.CheckConstraint(
                name="group_unlisted_address",
                condition=~Q(visibility=Visibility.UNLISTED) | Q(slug=F("key")),
            ),
            models.UniqueConstraint(
                name="group_for_everyone_once",
                fields=["for_everyone"],
                condition=Q(for_everyone=True),
            ),
            models.CheckConstraint(
                name="group_for_everyone_open",
                condition=Q(for_everyone=False)
                | Q(visibility=Visibility.UNLISTED, joining=Joining.OPEN),
            ),
            models.UniqueConstraint(
                name="group_source_once", fields=["source", "name"], condition=~Q(source="")
            ),
        ]
        indexes = [models.Index(fields=["visibility"], name="group_visibility_few")]

    def __str__(self) -> str:
        return self.name

    @property
    def page(self) -> str:
        """The address of its page as members use it: it says nothing."""
        return f"/groups/{self.key}/"

    @property
    def is_unlisted(self) -> bool:
        """Whether only members may know of it."""
        return self.visibility == Visibility.UNLISTED


class MembershipQuerySet(models.QuerySet["Membership"]):
    """The vocabulary of memberships."""

    def members(self) -> Self:
        """Those who are in."""
        return self.filter(state=MembershipState.MEMBER)

    def asking(self) -> Self:
        """Those who have asked and wait."""
        return self.filter(state=MembershipState.ASKED)

    def of(self, user: User) -> Self:
        """Those of one account. For the person's own pages and for access, never to show others."""
        return self.filter(user=user)

    def at(self, slug: str) -> Self:
        """Those in the group at an address (`GroupQuerySet.at`)."""
        return self.filter(Q(group__slug=slug) | Q(group__key=slug))

    def whole(self) -> Self:
        """With their groups and positions, in a fixed number of queries."""
        return self.select_related("group__fellowship").prefetch_related("positions")

    def holding(self, *kinds: str) -> Self:
        """Those who hold at least one of these positions now."""
        held = Position.objects.held().filter(kind__in=kinds)
        return self.members().filter(pk__in=held.values("membership"))


class Membership(models.Model):
    """One person in one group, under the name chosen there.

    Its random id is all that pages tell: two memberships of one person cannot be linked.
    `name_key` is the name as it looks. Leaving deletes the row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    name = models.CharField(max_length=40)
    name_key = models.CharField(max_length=128)
    state = models.CharField(
        max_length=8, choices=MembershipState.choices, default=MembershipState.MEMBER
    )
    joined_on = models.DateField(help_text="The day of asking until somebody has said yes")
    is_home_group = models.BooleanField(default=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        db_table = "groups_membership"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(name="membership_once", fields=["user", "group"]),
            models.UniqueConstraint(name="membership_name_once", fields=["group", "name_key"]),
            models.UniqueConstraint(
                name="membership_one_home_group",
                fields=["user"],
                condition=Q(is_home_group=True),
            ),
            models.CheckConstraint(
                name="membership_state", condition=Q(state__in=MembershipState.values)
            ),
            models.CheckConstraint(
                name="membership_home_is_joined",
                condition=Q(is_home_group=False) | Q(state=MembershipState.MEMBER),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def held(self) -> list["Position"]:
        """The positions held now, in the order of their kinds."""
        order = list(PositionKind.values)
        held = [row for row in self.positions.all() if row.ended_on is None]
        return sorted(held, key=lambda row: order.index(row.kind))

    @property
    def powers(self) -> frozenset[str]:
        """What the positions held now allow."""
        return frozenset[str]().union(*(powers_of(row.kind) for row in self.held))

    @property
    def stream_key(self) -> str:
        """What its streams end by when it goes (`core.streams`)."""
        return f"membership:{self.pk}"

    def may(self, power: Power) -> bool:
        """Whether a position held now allows this."""
        return self.state == MembershipState.MEMBER and power in self.powers


class PositionQuerySet(models.QuerySet["Position"]):
    """The vocabulary of positions."""

    def held(self) -> Self:
        """Those that nobody has taken back."""
        return self.filter(ended_on__isnull=True)

    def of_kind(self, kind: str) -> Self:
        """Those of one kind."""
        return self.filter(kind=kind)


class Position(models.Model):
    """A service position that somebody holds or has held in a group, with its term.

    The powers last until the position is taken back: when `until_on` has passed, pages ask for a
    hand-over, and nobody stands before a locked door. Who gave and took it stands in the log.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="positions")
    kind = models.CharField(max_length=20, choices=PositionKind.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        db_table = "groups_position"
        ordering = ["from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="position_held_once",
                fields=["membership", "kind"],
                condition=Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(name="position_kind", condition=Q(kind__in=PositionKind.values)),
            models.CheckConstraint(
                name="position_days_in_order",
                condition=(Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")))
                & (Q(ended_on__isnull=True) | Q(ended_on__gte=F("from_on"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.from_on}"

    def is_over(self, on: date) -> bool:
        """Whether its term has passed, and it should be handed over."""
        return self.until_on is not None and self.until_on < on


class JoinRequest(models.Model):
    """What somebody wrote when they asked to join; gone once it is decided."""

    membership = models.OneToOneField(
        Membership, primary_key=True, on_delete=models.CASCADE, related_name="request"
    )
    message = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "groups_join_request"

    def __str__(self) -> str:
        return f"request of {self.membership_id}"


class Break(models.Model):
    """Somebody was taken out of a group and may not come back before a day.

    `reason` is read by the person and by the group's servants.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="breaks")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="breaks")
    name = models.CharField(max_length=40, help_text="The name that they had in the group")
    reason = models.CharField(max_length=500)
    from_on = models.DateField()
    until_on = models.DateField(help_text="From this day on they may come back")

    class Meta:
        db_table = "groups_break"
        ordering = ["until_on"]
        constraints = [
            models.UniqueConstraint(name="break_once", fields=["group", "user"]),
            models.CheckConstraint(
                name="break_days_in_order", condition=Q(until_on__gt=F("from_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"break until {self.until_on}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """The vocabulary of invitations."""

    def usable(self) -> Self:
        """Those that still let somebody in."""
        return self.filter(
            revoked_at__isnull=True, expires_at__gt=clock.now(), used__lt=F("most_uses")
        )


class Invitation(models.Model):
    """A code that lets people into a group. It counts its uses and names nobody.

    `digest` finds it and `sealed_code` shows it again; both need the home's key (`codes`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    sealed_code = models.BinaryField()
    label = models.CharField(max_length=60, blank=True, help_text="What it is for")
    most_uses = models.PositiveSmallIntegerField()
    used = models.PositiveSmallIntegerField(default=0)
    made_on = models.DateField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        db_table = "groups_invitation"
        ordering = ["-expires_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="invitation_uses", condition=Q(most_uses__gte=1, used__lte=F("most_uses"))
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_usable(self) -> bool:
        """Whether it still lets somebody in."""
        return (
            self.revoked_at is None and self.expires_at > clock.now() and self.used < self.most_uses
        )


class Guidelines(models.Model):
    """One version of what a group agrees on; the newest counts.

    `chosen` is the slug of the ready text that it was taken from, "" for the group's own.
    `asks_again` is off for a mended typing error: who agreed before need not agree anew.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="guidelines")
    number = models.PositiveIntegerField()
    text = models.TextField(help_text="Markdown")
    chosen = models.SlugField(max_length=40, blank=True)
    asks_again = models.BooleanField(default=True)
    written_on = models.DateField()

    class Meta:
        db_table = "groups_guidelines"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(name="guidelines_number", fields=["group", "number"])
        ]

    def __str__(self) -> str:
        return f"guidelines {self.number} of {self.group_id}"


class Consent(models.Model):
    """A member has read a version of the guidelines and agrees."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="consents")
    guidelines = models.ForeignKey(Guidelines, on_delete=models.CASCADE, related_name="consents")
    given_on = models.DateField()

    class Meta:
        db_table = "groups_consent"
        constraints = [
            models.UniqueConstraint(name="consent_once", fields=["membership", "guidelines"])
        ]

    def __str__(self) -> str:
        return f"consent of {self.membership_id}"
