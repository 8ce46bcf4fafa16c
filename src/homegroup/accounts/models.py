"""The account."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Finds an account by its sign-in name."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """An account. No name, no e-mail, no phone, no date of birth, no last sign-in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(
        "sign-in name", max_length=64, unique=True, help_text="Private: never shown to others."
    )
    last_login = None
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False, help_text="Runs this home.")
    created_on = models.DateField(help_text="The day only: an hour could be linked to a person.")

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []

    class Meta:
        db_table = "accounts_user"

    def __str__(self) -> str:
        return f"account {self.pk}"
