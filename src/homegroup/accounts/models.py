"""The account, its keys, its signed-in devices and its second steps."""

import uuid
from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from homegroup.accounts.choices import DEFAULT_IDLE, StepKind
from homegroup.core import clock
from homegroup.core.names import likeness


class UserManager(BaseUserManager["User"]):
    """Finds an account by its sign-in name."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(name_key=likeness(username or ""))


class User(AbstractBaseUser):
    """An account. No name, no e-mail, no phone, no date of birth, no last sign-in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(
        "sign-in name", max_length=64, unique=True, help_text="Private: never shown to others."
    )
    name_key = models.CharField(
        max_length=128, unique=True, help_text="The name as it looks: two that look alike are one."
    )
    last_login = None
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False, help_text="Runs this home.")
    created_on = models.DateField(help_text="The day only: an hour could be linked to a person.")
    idle_minutes = models.PositiveSmallIntegerField(
        default=DEFAULT_IDLE, help_text="Without a touch for so long, private pages lock."
    )

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []

    class Meta:
        db_table = "accounts_user"
        constraints = [
            models.CheckConstraint(name="user_idle", condition=Q(idle_minutes__range=(5, 1440)))
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"


class Keyring(models.Model):
    """What opens a member's vault, sealed: no row here opens anything by itself (ADR 8).

    `generation` counts account keys. A recovery card that was made and not yet confirmed stands
    in the `next_` fields; the old one works until then.
    """

    user = models.OneToOneField(
        User, primary_key=True, on_delete=models.CASCADE, related_name="keyring"
    )
    generation = models.PositiveIntegerField(default=1)
    by_passphrase = models.BinaryField()
    card_check = models.BinaryField(null=True)
    by_card = models.BinaryField(null=True)
    next_card_check = models.BinaryField(null=True)
    by_next_card = models.BinaryField(null=True)
    public_key = models.BinaryField()
    private_key = models.BinaryField()

    class Meta:
        db_table = "accounts_keyring"
        constraints = [
            models.CheckConstraint(
                name="keyring_card_whole",
                condition=Q(card_check__isnull=True, by_card__isnull=True)
                | Q(card_check__isnull=False, by_card__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"keys {self.generation} of {self.user_id}"


class VisitQuerySet(models.QuerySet["Visit"]):
    """The vocabulary of visits."""

    def running(self) -> Self:
        """Those that have not ended by themselves."""
        return self.filter(ends_at__gt=clock.now())

    def signed_in(self) -> Self:
        """Those past all steps."""
        return self.running().filter(waiting=False)


class Visit(models.Model):
    """One signed-in device. No address, no browser's name, no last touch.

    `id` is the SHA-256 of what the cookie holds, so that the table opens no door. `sealed_key` is
    the account key under a key that only the device's cookie holds; null while locked.
    """

    id = models.CharField(primary_key=True, max_length=64)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="visits")
    label = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Names it on pages")
    started_on = models.DateField()
    ends_at = models.DateTimeField(db_index=True)
    is_shared = models.BooleanField(default=False, help_text="This is a shared phone")
    waiting = models.BooleanField(default=False, help_text="The second step is still to come")
    strong = models.BooleanField(default=False, help_text="The second step was passed")
    sealed_key = models.BinaryField(null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        db_table = "accounts_visit"
        constraints = [
            models.CheckConstraint(
                name="visit_waits_or_is_strong", condition=~Q(waiting=True, strong=True)
            )
        ]

    def __str__(self) -> str:
        return f"visit of {self.user_id} from {self.started_on}"

    @property
    def stream_key(self) -> str:
        """What its streams end by when it goes (`core.streams`)."""
        return f"visit:{self.label}"


class SecondStep(models.Model):
    """An authenticator app or a passkey; its secret is sealed with the home's key.

    `counter` is the last used time step of a code, or a passkey's own count: neither goes back.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=StepKind.choices)
    name = models.CharField(max_length=40)
    secret = models.BinaryField()
    credential_id = models.BinaryField(null=True, unique=True)
    counter = models.PositiveBigIntegerField(default=0)
    added_on = models.DateField()

    class Meta:
        db_table = "accounts_second_step"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="step_kind", condition=Q(kind__in=StepKind.values)),
            models.CheckConstraint(
                name="step_credential",
                condition=Q(kind=StepKind.PASSKEY, credential_id__isnull=False)
                | Q(kind=StepKind.CODE, credential_id__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"


class KeptForm(models.Model):
    """A form that arrived while its member's pages were locked, sealed to the member's public key.

    It is shown again after the next unlock, and gone once it was sent or thrown away.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="kept_forms")
    sealed = models.BinaryField()
    kept_on = models.DateField()

    class Meta:
        db_table = "accounts_kept_form"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"kept form of {self.user_id}"
