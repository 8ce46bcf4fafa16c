"""An account holds no identity."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.accounts.people import make_member

from homegroup.accounts.models import User

HELD = {
    "password", "id", "username", "name_key", "is_active", "is_operator", "created_on",
    "idle_minutes",
}  # fmt: skip


def test_no_more_is_held_than_this() -> None:
    fields = {field.name for field in User._meta.get_fields() if not field.auto_created}
    assert fields == HELD


@pytest.mark.django_db
def test_a_sign_in_name_is_taken_once() -> None:
    row = {"name_key": "quiet-river", "created_on": date(2026, 3, 4)}
    User.objects.create(username="quiet-river", **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="Quiet-River", **row)


@pytest.mark.django_db
def test_the_sign_in_name_is_not_what_an_account_is_called() -> None:
    user = make_member("quiet-river")
    assert "quiet-river" not in str(user)
    assert User.objects.get_by_natural_key("quiet-river") == user
