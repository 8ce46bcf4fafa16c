"""Pressing twice leaves one row."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from homegroup.core import clock, once
from homegroup.core.models import UsedKey

pytestmark = pytest.mark.django_db


def test_a_key_is_spent_once() -> None:
    key = uuid.UUID(once.new_key())
    assert once.claim(key)
    assert not once.claim(key)
    assert once.claim(uuid.UUID(once.new_key()))


def test_a_key_spent_in_what_was_rolled_back_is_free_again() -> None:
    key = uuid.UUID(once.new_key())
    with transaction.atomic():
        assert once.claim(key)
        transaction.set_rollback(True)
    assert once.claim(key)


def test_what_was_refused_leaves_the_transaction_usable() -> None:
    key = uuid.UUID(once.new_key())
    with transaction.atomic():
        once.claim(key)
        once.claim(key)
        assert UsedKey.objects.count() == 1


def test_keys_are_forgotten_after_a_day() -> None:
    old, young = uuid.uuid4(), uuid.uuid4()
    with time_machine.travel(clock.now() - timedelta(hours=25)):
        once.claim(old)
    once.claim(young)
    assert once.forget_old_keys() == 1
    assert list(UsedKey.objects.values_list("pk", flat=True)) == [young]
