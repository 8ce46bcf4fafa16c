"""Editions rise with every change."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import transaction

from homegroup.core import editions

pytestmark = pytest.mark.django_db


def test_what_never_changed_is_edition_nought() -> None:
    assert editions.current("nothing")[0] == 0


def test_every_bump_counts_one_and_tells_when() -> None:
    moment = datetime(2026, 3, 4, 12, tzinfo=UTC)
    editions.bump("lists")
    with time_machine.travel(moment, tick=False):
        editions.bump("lists")
    assert editions.current("lists") == (2, moment)
    assert editions.current("others")[0] == 0


def test_a_change_that_is_rolled_back_counts_nothing() -> None:
    editions.bump("lists")
    with transaction.atomic():
        editions.bump("lists")
        transaction.set_rollback(True)
    assert editions.current("lists")[0] == 1
